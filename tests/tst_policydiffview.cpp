// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/egressstory.h"
#include "support/patience.h"
#include "support/viewtesting.h"
#include "views/egressruletext.h"
#include "views/policydiffview.h"
#include "views/rulechangesheet.h"

#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;
using EgressStory::manyRules;
using EgressStory::policy;

class TstPolicyDiffView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_view.reset(); }

    void everyLineSaysWhatHappenedAndWhere();
    void aFlippedActionIsOneRemovedAndOneAdded();
    void aMovedRuleNamesBothRows();
    void unchangedRulesFoldExceptBesideAChange();
    void aFoldOpensByClickAndByEnter();
    void nothingChangedIsSaid();
    void aHugeDifferenceStaysOneList();
    void presetsAndUnknownKeysHaveWords();
    void theSheetAfterARestoreShowsTheSame();

private:
    void show(const NetworkPolicy &before, const NetworkPolicy &after)
    {
        m_view->setDiff(differenceBetween(before, after));
    }
    QListView *list() const { return m_view->findChild<QListView *>(u"policyDiffList"_s); }
    QStringList spoken() const
    {
        QStringList texts;
        for (int row = 0; row < list()->model()->rowCount(); ++row)
            texts << list()->model()->index(row, 0).data(Qt::AccessibleTextRole).toString();
        return texts;
    }

    std::unique_ptr<PolicyDiffView> m_view;
};

void TstPolicyDiffView::init()
{
    failOnViewWarnings();
    m_view = std::make_unique<PolicyDiffView>();
    m_view->resize(640, 400);
    m_view->show();
}

void TstPolicyDiffView::everyLineSaysWhatHappenedAndWhere()
{
    show(policy({u"allow a.example.com"_s, u"allow b.example.com"_s}),
         policy({u"allow a.example.com"_s, u"deny *"_s}));
    QCOMPARE(spoken(),
             QStringList({u"Unchanged, rule 1: Allow a.example.com"_s,
                          u"Removed, was rule 2: Allow b.example.com"_s, u"Added as rule 2: Deny *"_s}));
    QCOMPARE(m_view->summary(),
             diffText(differenceBetween(policy({u"allow a.example.com"_s, u"allow b.example.com"_s}),
                                        policy({u"allow a.example.com"_s, u"deny *"_s}))));
}

void TstPolicyDiffView::aFlippedActionIsOneRemovedAndOneAdded()
{
    show(policy({u"allow a.example.com"_s}), policy({u"deny a.example.com"_s}));
    const QStringList lines = spoken();
    QCOMPARE(lines.size(), 2);
    QVERIFY(lines.contains(u"Removed, was rule 1: Allow a.example.com"_s));
    QVERIFY(lines.contains(u"Added as rule 1: Deny a.example.com"_s));
}

void TstPolicyDiffView::aMovedRuleNamesBothRows()
{
    NetworkPolicy after = manyRules(6);
    after.rules.move(4, 1);
    show(manyRules(6), after);
    QVERIFY2(spoken().contains(u"Moved from 5 to 2: Allow host-4.example.com"_s),
             qPrintable(spoken().join(u'\n')));
}

void TstPolicyDiffView::unchangedRulesFoldExceptBesideAChange()
{
    NetworkPolicy after = manyRules(20);
    after.rules.removeAt(10);
    show(manyRules(20), after);
    QCOMPARE(spoken(),
             QStringList({u"9 rule(s) unchanged"_s, u"Unchanged, rule 10: Allow host-9.example.com"_s,
                          u"Removed, was rule 11: Allow host-10.example.com"_s,
                          u"Unchanged, rule 11: Allow host-11.example.com"_s, u"8 rule(s) unchanged"_s}));
}

void TstPolicyDiffView::aFoldOpensByClickAndByEnter()
{
    NetworkPolicy after = manyRules(20);
    after.rules.removeAt(10);
    show(manyRules(20), after);
    const QModelIndex last = list()->model()->index(4, 0);
    QTest::mouseClick(list()->viewport(), Qt::LeftButton, {}, list()->visualRect(last).center());
    QCOMPARE(list()->model()->rowCount(), 12);
    QCOMPARE(spoken().last(), u"Unchanged, rule 19: Allow host-19.example.com"_s);
    list()->setCurrentIndex(list()->model()->index(0, 0));
    QTest::keyClick(list(), Qt::Key_Return);
    QCOMPARE(list()->model()->rowCount(), 20);
    QCOMPARE(spoken().first(), u"Unchanged, rule 1: Allow host-0.example.com"_s);
    QTest::keyClick(list(), Qt::Key_Return); // a rule does not open
    QCOMPARE(list()->model()->rowCount(), 20);
}

void TstPolicyDiffView::nothingChangedIsSaid()
{
    show(manyRules(5), manyRules(5));
    QCOMPARE(m_view->summary(), u"No changes"_s);
    QCOMPARE(spoken(), QStringList{u"5 rule(s) unchanged"_s});
    show({}, {});
    QVERIFY(!list()->isVisible());
}

void TstPolicyDiffView::aHugeDifferenceStaysOneList()
{
    const auto widgets = m_view->findChildren<QWidget *>().size();
    show({}, manyRules(2000));
    QCOMPARE(list()->model()->rowCount(), 2000);
    QCOMPARE(m_view->findChildren<QWidget *>().size(), widgets);
    QVERIFY(m_view->sizeHint().height() < 600);
}

void TstPolicyDiffView::presetsAndUnknownKeysHaveWords()
{
    QCOMPARE(egressRuleText(presetRule(u"defaults"_s)), u"Allow the names of defaults"_s);
    QCOMPARE(egressRuleText(EgressRule{{}, u"deny"_s, u"defaults"_s}), u"Deny the names of defaults"_s);
    QCOMPARE(egressRuleText(EgressRule{u"a.example.com"_s, u"log"_s, {}}), u"log a.example.com"_s);
    QCOMPARE(egressRuleText(EgressRule{u"a.example.com"_s, u"allow"_s, {}, R"({"ports":[1]})"}),
             u"Allow a.example.com {\"ports\":[1]}"_s);
}

void TstPolicyDiffView::theSheetAfterARestoreShowsTheSame()
{
    QWidget host;
    host.show();
    auto *sheet = new RuleChangeSheet(policy({u"allow a.example.com"_s}), policy({u"deny *"_s}), &host);
    sheet->open();
    auto *lines = sheet->findChild<QListView *>(u"policyDiffList"_s);
    QCOMPARE(lines->model()->rowCount(), 2);
    const QPointer<QWidget> watched(sheet);
    QTest::mouseClick(sheet->findChild<QPushButton *>(u"closeRuleChange"_s), Qt::LeftButton);
    QTRY_VERIFY(watched.isNull());
}

QTEST_MAIN(TstPolicyDiffView)
#include "tst_policydiffview.moc"
