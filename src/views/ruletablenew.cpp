// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/ruleinput.h"
#include "views/chip.h"
#include "views/codetext.h"
#include "views/newrulerow.h"
#include "views/ruledelegate.h"
#include "views/rulefilter.h"
#include "views/rulelineedit.h"
#include "views/rulemetrics.h"
#include "views/rulenote.h"
#include "views/ruletable.h"

#include <QHeaderView>

namespace Spritarium {

using namespace Qt::StringLiterals;
using Model = PolicyRuleModel;

void RuleTable::addRule()
{
    if (!mayEdit())
        return;
    const QList<int> rows = selectedRules();
    startNewRule(rows.isEmpty() ? m_edits.ruleCount() : rows.last() + 1);
}

void RuleTable::startNewRule(int row)
{
    endNewRule(false);
    withdrawOffer();
    // Only here does a row have a place of its own between two others.
    if (isFiltered())
        Q_EMIT filterCleared();
    setArrangement(Model::Arrangement::AsSaved);
    m_newRow = std::clamp(row, 0, m_edits.ruleCount());
    const QModelIndex before = m_newRow < m_edits.ruleCount()
                                   ? viewIndex(m_newRow, Model::Pattern)
                                   : m_filter->index(m_filter->rowCount() - 1, Model::Pattern);
    m_newBefore = before;
    clearSelection();
    verticalHeader()->resizeSection(before.row(), 2 * RuleMetrics::rowHeight(*this));
    scrollTo(before);
    m_newRule->start(false);
    placeOverlays();
}

void RuleTable::takeNewRule(bool below)
{
    const RuleEdits::Taken taken =
        m_edits.insertText(m_newRule->text(), m_newRow, m_newRule->denies() ? u"deny"_s : u"allow"_s, true);
    if (taken.count == 0) {
        showRefusal(taken.refused.value(0));
        return;
    }
    const bool focused = m_newRule->isAncestorOf(focusWidget());
    endNewRule(focused);
    const int last = taken.first + taken.count - 1;
    if (below) {
        startNewRule(last + 1);
    } else {
        selectRule(last);
    }
    if (taken.count == 1) {
        offerCompanion(taken.first);
        showCleaned(taken.first, taken.note);
    }
}

void RuleTable::endNewRule(bool takeFocus)
{
    m_note->hide();
    if (m_newRow < 0)
        return;
    m_newRow = -1;
    m_newRule->hide();
    if (m_newBefore.isValid())
        verticalHeader()->resizeSection(m_newBefore.row(), RuleMetrics::rowHeight(*this));
    m_newBefore = QModelIndex();
    if (takeFocus)
        setFocus();
}

void RuleTable::offerCompanion(int row)
{
    const QString companion = m_edits.companionOf(row);
    m_offerFor = viewIndex(row, Model::Pattern);
    m_offer->setVisible(!companion.isEmpty() && m_offerFor.isValid());
    if (companion.isEmpty())
        return;
    //: %1 is a name pattern that is offered as one more rule
    m_offer->setText(tr("+ %1").arg(isolated(displayPattern(companion))));
    m_offer->setAccessibleName(tr("Add %1").arg(companion));
    m_offer->setToolTip(tr("Adds a rule for %1 with the same action").arg(isolated(companion)));
    placeOverlays();
}

void RuleTable::withdrawOffer()
{
    m_offer->hide();
    m_offerFor = QModelIndex();
}

int RuleTable::offerWidth(const QModelIndex &index) const
{
    return m_offer->isVisible() && m_offerFor == index ? m_offer->width() + 8 : 0;
}

QWidget *RuleTable::openEditor() const
{
    const auto editors = viewport()->findChildren<RuleLineEdit *>(Qt::FindDirectChildrenOnly);
    for (RuleLineEdit *editor : editors) {
        if (editor->isVisible() && editor->cell().isValid())
            return editor;
    }
    return nullptr;
}

void RuleTable::showRefusal(const QString &reason)
{
    QWidget *editor = openEditor();
    QRect field;
    if (m_newRow >= 0) {
        field = QRect(m_newRule->mapTo(viewport(), m_newRule->field()->pos()), m_newRule->field()->size());
        m_newRule->field()->setAccessibleDescription(plainFromTicks(reason));
        m_noteFor = m_newBefore;
    } else if (editor != nullptr) {
        field = editor->geometry();
        editor->setAccessibleDescription(plainFromTicks(reason));
        m_noteFor = qobject_cast<RuleLineEdit *>(editor)->cell();
        connect(editor, &QObject::destroyed, this, &RuleTable::withdrawRefusal, Qt::UniqueConnection);
        connect(qobject_cast<RuleLineEdit *>(editor), &QLineEdit::textEdited, this,
                &RuleTable::withdrawRefusal, Qt::UniqueConnection);
    } else {
        return;
    }
    m_note->showAt(field, ColorRole::Danger, reason);
}

void RuleTable::withdrawRefusal()
{
    if (m_note->role() == ColorRole::Danger)
        m_note->hide();
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

void RuleTable::showCleaned(int row, const QString &note)
{
    const QModelIndex index = viewIndex(row, Model::Pattern);
    if (note.isEmpty() || !index.isValid())
        return;
    m_noteFor = index;
    m_note->showAt(visualRect(index), ColorRole::Info, note);
    m_note->hideLater();
}

void RuleTable::placeOverlays()
{
    const int rowHeight = RuleMetrics::rowHeight(*this);
    if (m_newRow >= 0 && m_newBefore.isValid()) {
        const QRect row(0, rowViewportPosition(m_newBefore.row()), viewport()->width(), rowHeight);
        const auto column = [&](int c) {
            return QRect(columnViewportPosition(c), row.top(), columnWidth(c), rowHeight);
        };
        m_newRule->place(row, column(Model::Action), column(Model::Pattern));
    }
    if (m_offer->isVisible() && m_offerFor.isValid()) {
        const QRect cell = visualRect(m_offerFor);
        const QSize size = m_offer->sizeHint();
        const int left = isRightToLeft() ? cell.left() + 4 : cell.right() - size.width() - 4;
        m_offer->setGeometry(left, cell.bottom() - (rowHeight + size.height()) / 2 + 1, size.width(),
                             size.height());
    }
    if (m_note->isVisible() && m_noteFor.isValid()) {
        QWidget *editor = openEditor();
        QRect field = visualRect(m_noteFor);
        if (m_newRow >= 0)
            field =
                QRect(m_newRule->mapTo(viewport(), m_newRule->field()->pos()), m_newRule->field()->size());
        else if (editor != nullptr)
            field = editor->geometry();
        m_note->moveTo(field);
    }
}

} // namespace Spritarium
