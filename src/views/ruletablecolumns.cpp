// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0

// Where everything in the rule table stands: spans, columns, the menu of the current row.
#include "views/appearance.h"
#include "views/rulecolumns.h"
#include "views/rulefilter.h"
#include "views/rulehints.h"
#include "views/rulemenubutton.h"
#include "views/rulemetrics.h"
#include "views/ruletable.h"

#include <QHeaderView>
#include <QScrollBar>

#include <algorithm>

namespace Spritarium {

using Model = PolicyRuleModel;

void RuleTable::refreshSpansSoon()
{
    if (m_spansQueued)
        return;
    m_spansQueued = true;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_spansQueued = false;
            refreshSpans();
        },
        Qt::QueuedConnection);
}

void RuleTable::refreshSpans()
{
    clearSpans();
    if (m_filter->rowCount() > 0)
        setSpan(m_filter->rowCount() - 1, Model::Pattern, 1, Model::Findings - Model::Pattern);
    for (int row = 0; row < m_filter->rowCount() - 1; ++row) {
        const QModelIndex index = m_filter->index(row, 0);
        if (!isRule(index)) {
            setSpan(row, 0, 1, Model::ColumnCount);
        } else if (isPreset(index)) { // its text says what it is, and needs the room
            const bool noted = !index.siblingAtColumn(Model::Note).data().toString().isEmpty();
            setSpan(row, Model::Pattern, 1,
                    (noted || m_noteOpen ? Model::Note : Model::Findings) - Model::Pattern);
        }
    }
    restoreTyped();
    anchorNewRule();
    m_hints->refreshOffer();
    arrangeColumns();
    viewport()->update();
}

void RuleTable::refreshLook()
{
    verticalHeader()->setMinimumSectionSize(RuleMetrics::rowHeight(*this));
    verticalHeader()->setDefaultSectionSize(RuleMetrics::rowHeight(*this));
    verticalScrollBar()->setSingleStep(RuleMetrics::rowHeight(*this) / 2);
    arrangeColumns();
}

bool RuleTable::hasNotes() const
{
    const QHash<QString, QString> &notes = m_rules.document().notes().notes;
    const QList<DraftRule> &rules = m_rules.document().rules();
    return !notes.isEmpty() && std::any_of(rules.begin(), rules.end(), [this](const DraftRule &one) {
        return !m_rules.document().noteOf(one.rule).isEmpty();
    });
}

bool RuleTable::marksNotes() const
{
    return isColumnHidden(Model::Note);
}

void RuleTable::arrangeColumns()
{
    if (m_arranging || model() == nullptr)
        return;
    m_arranging = true;
    using Notes = RuleColumns::Notes;
    const Notes notes = m_noteOpen ? Notes::Editing : hasNotes() ? Notes::Some : Notes::None;
    const RuleColumns columns = RuleColumns::fitted(viewport()->width(), notes, *this);
    setColumnHidden(Model::Kind, columns.kind == 0);
    setColumnHidden(Model::Note, columns.note == 0);
    const std::pair<int, int> widths[]{
        {Model::Number, columns.number},   {Model::Action, columns.action},
        {Model::Pattern, columns.pattern}, {Model::Kind, columns.kind},
        {Model::Note, columns.note},       {Model::Findings, columns.findings}};
    for (const auto &[column, width] : widths) {
        if (width > 0)
            setColumnWidth(column, width);
    }
    const QModelIndex current = currentIndex();
    if (current.isValid() && isColumnHidden(current.column()))
        selectionModel()->setCurrentIndex(current.siblingAtColumn(Model::Pattern),
                                          QItemSelectionModel::NoUpdate);
    m_arranging = false;
    placeOverlays();
}

QRect RuleTable::cellRect(const QModelIndex &index) const
{
    QRect rect = visualRect(index);
    rect.setTop(rect.bottom() - RuleMetrics::rowHeight(*this) + 1);
    return rect;
}

int RuleTable::freeUntil(const QModelIndex &index) const
{
    const QModelIndex note = index.siblingAtColumn(Model::Note);
    if (!note.data().toString().isEmpty()) {
        return marksNotes() ? RuleMetrics::noteMarkRect(cellRect(index), *this).left() - Space::tiny
                            : columnViewportPosition(Model::Note) - Space::tiny;
    }
    const QModelIndex findings = index.siblingAtColumn(Model::Findings);
    if (!findings.data(Model::FindingsRole).value<QList<Finding>>().isEmpty())
        return columnViewportPosition(Model::Findings) - Space::tiny;
    return RuleMetrics::menuRect(visualRect(findings), *this).left() - Space::tiny;
}

void RuleTable::placeMenuButton()
{
    const QModelIndex current = currentIndex();
    const bool shown = isRule(current) && m_newRow < 0;
    m_menuButton->setVisible(shown);
    if (!shown)
        return;
    m_menuButton->setRule(documentRow(current));
    m_menuButton->setGeometry(
        RuleMetrics::menuRect(visualRect(current.siblingAtColumn(Model::Findings)), *this));
}

} // namespace Spritarium
