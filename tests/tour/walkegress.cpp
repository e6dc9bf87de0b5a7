// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0

// The Egress tab: rules that grew, what is wrong with them, and how they are put right without fear.

#include "tour/walk.h"

#include "models/policyrulemodel.h"

#include <QCheckBox>
#include <QTableView>
#include <QTest>

namespace Spritarium::Tour {

using namespace Qt::StringLiterals;

namespace {

constexpr int EgressTab = 2;

} // namespace

void Walk::openEgress(const QString &sprite)
{
    openSprite(sprite);
    openTab(EgressTab);
    m_hands.see(u"ruleTable"_s);
    m_hands.see(u"egressStateText"_s);
}

QModelIndex Walk::ruleCell(int rule, int column)
{
    const QAbstractItemModel &model = *m_hands.see<QTableView>(u"ruleTable"_s).model();
    for (int row = 0; row < model.rowCount(); ++row) {
        const QModelIndex index = model.index(row, column);
        if (index.data(PolicyRuleModel::RuleRowRole).toInt() == rule)
            return index;
    }
    m_hands.fail(u"rule %1 is not in the table"_s.arg(rule + 1));
}

int Walk::ruleCount()
{
    const QAbstractItemModel &model = *m_hands.see<QTableView>(u"ruleTable"_s).model();
    int count = 0;
    for (int row = 0; row < model.rowCount(); ++row)
        count += model.index(row, 0).data(PolicyRuleModel::RuleRowRole).toInt() >= 0;
    return count;
}

void Walk::untilRules(int count)
{
    m_hands.until(u"%1 rules"_s.arg(count), [this, count] { return ruleCount() == count; });
}

void Walk::egressSentences()
{
    openSprite(u"quiet-fjord"_s);
    openTab(EgressTab);
    m_hands.see(u"egressState"_s);
    m_hands.picture(u"egress-never-read"_s);
    // The restore brought back a time before it had rules.
    openSprite(u"calm-otter"_s);
    m_hands.see(u"egressStateText"_s);
    m_hands.untilSays(u"egressStateText"_s, u"Unrestricted. This sprite can reach any name."_s);
    m_hands.picture(u"egress-unrestricted"_s);
    openSprite(u"brisk-heron"_s);
    m_hands.click(u"statePrimary"_s);
    m_hands.until(u"its rules"_s, [this] { return m_hands.isSeen(u"ruleTable"_s) && ruleCount() > 0; });
    m_hands.picture(u"egress-restricted"_s);
}

void Walk::egressFindings()
{
    openEgress(u"strict-badger"_s);
    untilRules(11);
    m_hands.picture(u"egress-findings"_s);
    m_hands.type(u"testerField"_s, u"tracker.example.com"_s);
    m_hands.see(u"testerSecondVerdict"_s);
    m_hands.picture(u"egress-both-readings"_s);
    m_hands.type(u"testerField"_s, u"api.example.com"_s);
    m_hands.untilGone(u"testerSecondVerdict"_s);
    m_hands.picture(u"egress-one-verdict"_s);
    m_hands.click(u"asEvaluatedButton"_s);
    m_hands.picture(u"egress-as-evaluated"_s);
    m_hands.click(u"asSavedButton"_s);
    auto &table = m_hands.see<QTableView>(u"ruleTable"_s);
    m_hands.clickRow(table, ruleCell(6, PolicyRuleModel::Pattern));
    m_hands.press(table, Qt::Key_Return);
    m_hands.rest(200);
    m_hands.picture(u"egress-preset"_s);
    m_hands.press(m_hands.see(u"presetSearch"_s), Qt::Key_Escape);
    m_hands.untilGone(u"presetSearch"_s);
    m_hands.clickRow(table, ruleCell(7, PolicyRuleModel::Findings));
    m_hands.rest(200);
    m_hands.picture(u"egress-fixes"_s);
    m_hands.closePopups();
}

void Walk::egressEdit()
{
    auto &table = m_hands.see<QTableView>(u"ruleTable"_s);
    m_hands.clickRow(table, ruleCell(0, PolicyRuleModel::Pattern));
    m_hands.press(table, Qt::Key_Return, Qt::ShiftModifier);
    m_hands.see(u"newRuleField"_s);
    m_hands.type(u"newRuleField"_s, u"10.0.0.7"_s);
    m_hands.press(m_hands.see(u"newRuleField"_s), Qt::Key_Return);
    m_hands.see(u"ruleNoteText"_s);
    m_hands.picture(u"egress-refused"_s);
    m_hands.type(u"newRuleField"_s, u"https://files.example.net:443/v1"_s);
    m_hands.press(m_hands.see(u"newRuleField"_s), Qt::Key_Return);
    untilRules(12);
    m_hands.see(u"companionChip"_s);
    m_hands.picture(u"egress-cleaned"_s);
    m_hands.click(u"companionChip"_s);
    untilRules(13);
    m_hands.click(u"expectationsHeader"_s);
    m_hands.type(u"expectationName"_s, u"files.example.net"_s);
    m_hands.click(u"expectationAdd"_s);
    m_hands.see(u"expectationText0"_s);
    m_hands.picture(u"egress-expectations"_s);
    m_hands.click(u"expectationsHeader"_s);
    m_hands.click(u"jsonButton"_s);
    m_hands.see(u"policyJsonEditor"_s);
    m_hands.picture(u"egress-json"_s);
    m_hands.click(u"jsonButton"_s);
}

void Walk::egressApply()
{
    choose(u"egress.apply"_s);
    m_hands.see(u"applySheet"_s);
    m_hands.picture(u"egress-review"_s);
    QTest::mouseClick(&m_hands.see<QCheckBox>(u"applyGoBack"_s), Qt::LeftButton, {}, QPoint(10, 12));
    m_hands.click(u"applyConfirm"_s);
    m_hands.see(u"goBackBar"_s);
    m_hands.see(u"egressResultBanner"_s);
    m_hands.picture(u"egress-countdown"_s);
    openTab(1);
    m_hands.see(u"goBackBar"_s);
    m_hands.picture(u"egress-countdown-elsewhere"_s);
    openTab(EgressTab);
    m_hands.click(u"goBackKeep"_s);
    m_hands.untilGone(u"goBackBar"_s);
}

void Walk::egressConflict()
{
    auto &table = m_hands.see<QTableView>(u"ruleTable"_s);
    m_hands.clickRow(table, ruleCell(1, PolicyRuleModel::Pattern));
    m_hands.press(table, Qt::Key_Delete);
    untilRules(12);
    choose(u"playground.edit-rules"_s);
    m_hands.see(u"toast"_s);
    choose(u"egress.apply"_s);
    m_hands.click(u"applyConfirm"_s);
    m_hands.see(u"policyConflict"_s);
    m_hands.picture(u"egress-conflict"_s);
    m_hands.click(u"applyRebase"_s);
    m_hands.untilGone(u"policyConflict"_s);
    m_hands.click(u"applyConfirm"_s);
    m_hands.untilGone(u"applySheet"_s);
    choose(u"egress.history"_s);
    m_hands.see(u"historyVersions"_s);
    m_hands.rest(300);
    m_hands.picture(u"egress-history"_s);
    closeSheet(u"policyHistorySheet"_s);
}

void Walk::egressMany()
{
    openEgress(u"brisk-heron"_s);
    m_hands.until(u"its rules"_s, [this] { return ruleCount() > 0; });
    choose(u"egress.bulk"_s);
    m_hands.see(u"bulkApplySheet"_s);
    m_hands.picture(u"egress-bulk"_s);
    m_hands.click(u"bulkApply"_s);
    m_hands.until(u"the results"_s, [this] { return m_hands.see(u"sheetCancel"_s).isEnabled(); });
    m_hands.rest(2500);
    m_hands.picture(u"egress-bulk-result"_s);
    closeSheet(u"bulkApplySheet"_s);
    openTab(1);
}

} // namespace Spritarium::Tour
