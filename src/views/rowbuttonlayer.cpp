// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/rowbuttonlayer.h"

#include "models/checkpointtimelinemodel.h"
#include "views/timelinedelegate.h"

#include <QListView>
#include <QScopedValueRollback>
#include <QStyle>

namespace Spritarium {

using Model = CheckpointTimelineModel;

RowButtonLayer::RowButtonLayer(QListView &list, TimelineDelegate &delegate)
    : QObject(&list)
    , m_list(list)
    , m_delegate(delegate)
{}

void RowButtonLayer::setCreateDisabledReason(const QString &reason)
{
    m_createDisabledReason = reason;
    update();
}

void RowButtonLayer::update()
{
    // Asking the list for a place may make it lay out its rows, which calls here again.
    if (m_updating)
        return;
    const QScopedValueRollback<bool> guard(m_updating, true);
    m_list.visualRect(m_list.model() != nullptr ? m_list.model()->index(0, 0) : QModelIndex());
    placeVisible();
}

void RowButtonLayer::placeVisible()
{
    m_leaving.swap(m_shown);
    m_shown.clear();
    const int bottom = m_list.viewport()->height();
    QModelIndex index = m_list.indexAt(QPoint(m_list.viewport()->width() / 2, 0));
    while (index.isValid() && m_list.visualRect(index).top() < bottom) {
        const auto kind = static_cast<Model::RowKind>(index.data(Model::RowKindRole).toInt());
        if (kind == Model::RowKind::Now || index.data(Model::RestorableRole).toBool())
            place(index);
        index = index.siblingAtRow(index.row() + 1);
    }
    for (RowButtons *buttons : std::as_const(m_leaving)) {
        buttons->hide();
        m_spare.append(buttons);
    }
    m_leaving.clear();
}

RowButtons *RowButtonLayer::buttonsFor(const QString &key)
{
    if (RowButtons *same = m_leaving.take(key))
        return same;
    if (!m_spare.isEmpty())
        return m_spare.takeLast();
    auto *made = new RowButtons(m_list.viewport());
    connect(made, &RowButtons::primaryClicked, this, [this, made](const QString &rowKey) {
        if (made->facts().kind == RowButtons::Kind::Now)
            Q_EMIT createClicked();
        else
            Q_EMIT restoreClicked(rowKey);
    });
    connect(made, &RowButtons::menuClicked, this, &RowButtonLayer::menuClicked);
    return made;
}

void RowButtonLayer::place(const QModelIndex &index)
{
    const RowButtons::Facts facts = factsOf(index);
    RowButtons *buttons = buttonsFor(facts.key);
    m_shown.insert(facts.key, buttons);
    const TimelineMetrics &metrics = m_delegate.metrics();
    buttons->setFacts(facts);
    buttons->setSizes(metrics.restoreButtonWidth, metrics.buttonHeight);
    buttons->setTabStops(index == m_list.currentIndex());

    const QRect row = m_list.visualRect(index);
    const QRect body = m_delegate.bodyRect(row, index);
    const int width = std::max(buttons->sizeHint().width(), metrics.buttonsWidth() - metrics.Padding);
    const QRect place(body.right() + 1 - metrics.Padding - width, body.top() + 1, width, body.height() - 2);
    buttons->setGeometry(QStyle::visualRect(m_list.layoutDirection(), body, place));
    if (buttons->isHidden())
        buttons->show();
}

RowButtons::Facts RowButtonLayer::factsOf(const QModelIndex &index) const
{
    RowButtons::Facts facts;
    facts.key = index.data(Model::RowKeyRole).toString();
    if (static_cast<Model::RowKind>(index.data(Model::RowKindRole).toInt()) == Model::RowKind::Now) {
        facts.kind = RowButtons::Kind::Now;
        facts.disabledReason = m_createDisabledReason;
        return facts;
    }
    facts.version = index.data(Model::CheckpointIdRole).toString();
    facts.disabledReason = index.data(Model::DisabledReasonRole).toString();
    facts.unhealthy = !index.data(Model::HealthyRole).toBool();
    return facts;
}

} // namespace Spritarium
