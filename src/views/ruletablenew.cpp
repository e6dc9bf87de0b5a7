// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/ruleinput.h"
#include "views/newrulerow.h"
#include "views/ruledelegate.h"
#include "views/rulefilter.h"
#include "views/rulehints.h"
#include "views/rulelineedit.h"
#include "views/rulemenubutton.h"
#include "views/rulemetrics.h"
#include "views/ruletable.h"

#include <QHeaderView>

namespace Spritarium {

using namespace Qt::StringLiterals;
using Model = PolicyRuleModel;

void RuleTable::addRule()
{
    if (!mayEdit() || !mayType())
        return;
    const QList<int> rows = selectedRules();
    startNewRule(rows.isEmpty() ? m_edits.ruleCount() : rows.last() + 1);
}

void RuleTable::startNewRule(int row)
{
    endNewRule(false);
    m_hints->withdrawOffer();
    // Only here does a row have a place of its own between two others.
    if (isFiltered())
        Q_EMIT filterCleared();
    setArrangement(Model::Arrangement::AsSaved);
    m_newRow = std::clamp(row, 0, m_edits.ruleCount());
    clearSelection();
    anchorNewRule();
    scrollTo(m_newBefore);
    m_newRule->start(false);
    placeOverlays();
}

void RuleTable::anchorNewRule()
{
    if (m_newRow < 0)
        return;
    // Rules above it may have come or gone.
    if (const int row = documentRow(m_newBefore); row >= 0)
        m_newRow = row;
    m_newRow = std::min(m_newRow, m_edits.ruleCount());
    QModelIndex before = m_newRow < m_edits.ruleCount() ? viewIndex(m_newRow, Model::Pattern) : QModelIndex();
    if (!before.isValid())
        before = m_filter->index(m_filter->rowCount() - 1, Model::Pattern);
    if (m_newBefore.isValid() && m_newBefore != before)
        verticalHeader()->resizeSection(m_newBefore.row(), RuleMetrics::rowHeight(*this));
    m_newBefore = before;
    verticalHeader()->resizeSection(before.row(), 2 * RuleMetrics::rowHeight(*this));
}

void RuleTable::takeNewRule(bool below)
{
    if (!mayEdit())
        return; // the text waits until they can be
    const RuleEdits::Taken taken =
        m_edits.insertText(m_newRule->text(), m_newRow, m_newRule->denies() ? u"deny"_s : u"allow"_s, true);
    if (taken.count == 0) {
        showRefusal(taken.refused.value(0));
        return;
    }
    const bool focused = m_newRule->isAncestorOf(focusWidget());
    endNewRule(focused);
    const int last = taken.first + taken.count - 1;
    if (below)
        startNewRule(last + 1);
    else
        selectRule(last);
    if (taken.count == 1)
        showTaken(taken.first, taken.note);
}

void RuleTable::endNewRule(bool takeFocus)
{
    m_hints->withdrawNews();
    m_hints->withdrawRefusal();
    if (m_newRow < 0)
        return;
    m_newRow = -1;
    m_newRule->hide();
    if (m_newBefore.isValid())
        verticalHeader()->resizeSection(m_newBefore.row(), RuleMetrics::rowHeight(*this));
    m_newBefore = QModelIndex();
    if (takeFocus)
        setFocus();
    placeMenuButton();
}

void RuleTable::showTaken(int row, const QString &note)
{
    const QModelIndex index = viewIndex(row, Model::Pattern);
    m_hints->offerCompanion(index);
    m_hints->tellCleaned(index, note);
}

RuleLineEdit *RuleTable::openEditor() const
{
    const auto editors = viewport()->findChildren<RuleLineEdit *>(Qt::FindDirectChildrenOnly);
    for (RuleLineEdit *editor : editors) {
        if (!editor->isHidden() && editor->cell().isValid())
            return editor;
    }
    return nullptr;
}

void RuleTable::showRefusal(const QString &reason)
{
    if (m_newRow >= 0) {
        m_hints->refuse(*m_newRule->field(), reason);
    } else if (RuleLineEdit *editor = openEditor()) {
        m_hints->refuse(*editor, reason);
        connect(editor, &QObject::destroyed, m_hints, &RuleHints::withdrawRefusal, Qt::UniqueConnection);
        connect(editor, &QLineEdit::textEdited, m_hints, &RuleHints::withdrawRefusal, Qt::UniqueConnection);
    }
}

bool RuleTable::finishEditing()
{
    if (m_newRow >= 0 && m_newRule->text().trimmed().isEmpty())
        endNewRule(false);
    else if (m_newRow >= 0)
        takeNewRule(false);
    QWidget *editor = openEditor();
    return m_newRow < 0 && (editor == nullptr || m_delegate->finish(editor));
}

bool RuleTable::mayType()
{
    if (finishEditing())
        return true;
    QWidget *field = m_newRow >= 0 ? m_newRule->field() : openEditor();
    field->setFocus(Qt::OtherFocusReason);
    return false;
}

void RuleTable::keepEditorText(int firstRow, int lastRow)
{
    const RuleLineEdit *editor = openEditor();
    const QModelIndex cell = editor != nullptr ? editor->cell() : QModelIndex();
    if (cell.column() != Model::Pattern || cell.row() < firstRow || cell.row() > lastRow ||
        editor->text() == cell.data(Qt::EditRole).toString())
        return;
    m_typed.insert(m_key, {editor->text(), documentRow(cell), cell.data(Model::DeniesRole).toBool()});
    refreshSpansSoon();
}

void RuleTable::changeSprite()
{
    if (m_newRow >= 0 && !m_newRule->text().trimmed().isEmpty())
        m_typed.insert(m_key, {m_newRule->text(), m_newRow, m_newRule->denies()});
    endNewRule(false);
    m_hints->withdrawOffer();
    m_key = m_rules.document().key();
    refreshSpansSoon();
}

void RuleTable::restoreTyped()
{
    if (!m_typed.contains(m_key) || !m_rules.document().isLoaded() || m_newRow >= 0 ||
        openEditor() != nullptr)
        return;
    const Typed typed = m_typed.take(m_key);
    m_newRow = typed.row;
    anchorNewRule();
    m_newRule->show(typed.text, typed.denies);
    placeOverlays();
    if (const RuleInput input = cleanRuleInput(typed.text); !input.isOk())
        showRefusal(input.refusal);
}

void RuleTable::placeOverlays()
{
    if (m_newRow >= 0 && m_newBefore.isValid()) {
        const int rowHeight = RuleMetrics::rowHeight(*this);
        const QRect row(0, rowViewportPosition(m_newBefore.row()), viewport()->width(), rowHeight);
        const auto column = [&](int c) {
            return QRect(columnViewportPosition(c), row.top(), columnWidth(c), rowHeight);
        };
        m_newRule->place(row, column(Model::Action), column(Model::Pattern));
    }
    placeMenuButton();
    m_hints->place();
}

} // namespace Spritarium
