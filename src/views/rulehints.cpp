// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/rulehints.h"

#include "domain/ruleinput.h"
#include "views/chip.h"
#include "views/codetext.h"
#include "views/newrulerow.h"
#include "views/rulelineedit.h"
#include "views/rulemetrics.h"
#include "views/rulenote.h"
#include "views/ruletable.h"

#include <QApplication>

namespace Spritarium {

using namespace Qt::StringLiterals;
using Model = PolicyRuleModel;

RuleHints::RuleHints(RuleTable &table)
    : QObject(&table)
    , m_table(table)
    , m_note(new RuleNote(table.viewport()))
    , m_offer(new Chip({}, Chip::Kind::Press, table.viewport()))
{
    m_offer->setObjectName(u"companionChip"_s);
    m_offer->hide();
    connect(m_offer, &QAbstractButton::clicked, this, [this] { Q_EMIT companionWanted(m_offerFor); });
    connect(m_note, &RuleNote::outdated, this, &RuleHints::hideNote);
    connect(&m_table.rules().document(), &PolicyDocument::rulesChanged, this, &RuleHints::withdrawNews);
    connect(qApp, &QApplication::focusChanged, this, &RuleHints::followFocus);
}

QWidget *RuleHints::offer() const
{
    return m_offer;
}

void RuleHints::followFocus(const QWidget *old, const QWidget *now)
{
    const auto inside = [this](const QWidget *widget) {
        return widget != nullptr && (widget == &m_table || m_table.isAncestorOf(widget));
    };
    if (inside(now))
        return;
    // Leaving a field is what took its text: the sentence about it has just come.
    if (inside(old) && qobject_cast<const RuleLineEdit *>(old) != nullptr)
        return;
    withdrawNews();
}

void RuleHints::refuse(QWidget &field, const QString &reason)
{
    field.setAccessibleDescription(plainFromTicks(reason));
    m_field = &field;
    m_noteFor = QModelIndex();
    m_note->showAt(noteAnchor(), ColorRole::Danger, reason);
}

void RuleHints::withdrawRefusal()
{
    if (m_note->role() == ColorRole::Danger)
        hideNote();
}

void RuleHints::tellCleaned(const QModelIndex &index, const QString &note)
{
    if (note.isEmpty() || !index.isValid())
        return;
    m_noteFor = index;
    m_field = !m_table.newRule()->isHidden() ? m_table.newRule()->field() : nullptr;
    m_note->showAt(noteAnchor(), ColorRole::Info, note);
    m_note->hideLater();
    place();
}

void RuleHints::withdrawNews()
{
    if (m_note->role() == ColorRole::Info)
        hideNote();
}

void RuleHints::hideNote()
{
    if (m_note->isHidden())
        return;
    m_note->hide();
    place(); // the offer moves up
}

QRect RuleHints::noteAnchor() const
{
    if (m_field)
        return {m_field->mapTo(m_table.viewport(), QPoint()), m_field->size()};
    return m_table.visualRect(m_noteFor);
}

void RuleHints::offerCompanion(const QModelIndex &index)
{
    m_offerFor = index;
    refreshOffer();
}

void RuleHints::withdrawOffer()
{
    m_offer->hide();
    m_offerFor = QModelIndex();
}

void RuleHints::refreshOffer()
{
    const QString companion = m_offerFor.isValid()
                                  ? m_table.edits().companionOf(m_offerFor.data(Model::RuleRowRole).toInt())
                                  : QString();
    if (companion.isEmpty()) {
        withdrawOffer();
        return;
    }
    const QFontMetrics metrics = m_offer->fontMetrics();
    const QString name = metrics.elidedText(displayPattern(companion), Qt::ElideMiddle,
                                            m_table.viewport()->width() - 2 * Space::group * 2);
    //: %1 is a name pattern that is offered as one more rule
    m_offer->setText(tr("+ %1").arg(isolated(name)));
    m_offer->setAccessibleName(tr("Add %1").arg(companion));
    m_offer->setToolTip(tr("Adds a rule for %1 with the same action").arg(isolated(companion)));
    placeOffer();
}

void RuleHints::place()
{
    const QRect view = m_table.viewport()->rect();
    if (!m_note->isHidden()) {
        const QRect anchor = noteAnchor();
        if (m_note->role() == ColorRole::Info && !anchor.intersects(view))
            m_note->hide(); // scrolled away
        else
            m_note->moveTo(anchor);
    }
    placeOffer();
}

QRect RuleHints::besideName(const QSize &size) const
{
    const QRect cell = m_table.cellRect(m_offerFor);
    const QFontMetrics fixed(fontFor(TextRole::Fixed, m_table.font()));
    const int start = cell.left() + 2 * Space::small + fixed.horizontalAdvance(m_offerFor.data().toString());
    // From right to left the name stands at the far side of its cell: only that is free.
    const int end = m_table.isRightToLeft() ? cell.right() - Space::tiny : m_table.freeUntil(m_offerFor);
    const int least = std::min(cell.right() - Space::tiny, end) - size.width() + 1;
    const int left = std::max(start, least);
    if (left + size.width() - 1 > end)
        return {};
    return {QPoint(left, cell.top() + (cell.height() - size.height()) / 2), size};
}

void RuleHints::placeOffer()
{
    if (!m_offerFor.isValid() || m_table.isRowHidden(m_offerFor.row())) {
        m_offer->hide();
        return;
    }
    const QSize size = m_offer->sizeHint();
    QRect place = besideName(size);
    if (!place.isValid() && m_table.newRule()->isHidden()) {
        const QRect cell = m_table.cellRect(m_offerFor);
        const bool note = !m_note->isHidden() && m_noteFor == m_offerFor;
        const QRect above = note ? m_note->geometry().united(cell) : cell;
        int top = above.bottom() + Space::tiny;
        if (top + size.height() > m_table.viewport()->height())
            top = std::max(0, above.top() - Space::tiny - size.height());
        const int left = m_table.isRightToLeft() ? cell.right() - size.width() + 1 : cell.left();
        const int room = m_table.viewport()->width() - size.width();
        place = QRect(QPoint(std::clamp(left, 0, std::max(0, room)), top), size);
    }
    if (place.isValid())
        m_offer->setGeometry(place);
    m_offer->setVisible(place.isValid());
    m_offer->raise();
}

} // namespace Spritarium
