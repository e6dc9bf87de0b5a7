// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/activityfilter.h"

#include "models/activitymodel.h"

namespace Spritarium {

namespace {

bool fits(ActivityFilter::Result wanted, Outcome outcome)
{
    switch (wanted) {
    case ActivityFilter::Result::Any:
        return true;
    case ActivityFilter::Result::Running:
        return outcome == Outcome::Running;
    case ActivityFilter::Result::Succeeded:
        return outcome == Outcome::Succeeded;
    case ActivityFilter::Result::NeedsALook:
        return outcome == Outcome::SucceededWithDifferences;
    case ActivityFilter::Result::Failed:
        return outcome == Outcome::Failed || outcome == Outcome::Canceled;
    case ActivityFilter::Result::Unknown:
        return outcome == Outcome::Unknown;
    }
    return true;
}

} // namespace

ActivityFilter::ActivityFilter(QObject *parent)
    : QSortFilterProxyModel(parent)
{}

void ActivityFilter::setSprite(const std::optional<SpriteKey> &sprite)
{
    m_sprite = sprite;
    invalidateFilter();
}

void ActivityFilter::setKind(std::optional<OperationKind> kind)
{
    m_kind = kind;
    invalidateFilter();
}

void ActivityFilter::setResult(Result result)
{
    m_result = result;
    invalidateFilter();
}

bool ActivityFilter::filterAcceptsRow(int sourceRow, const QModelIndex &sourceParent) const
{
    if (sourceParent.isValid())
        return true;
    const QModelIndex index = sourceModel()->index(sourceRow, 0);
    if (m_sprite && index.data(ActivityModel::SpriteRole).value<SpriteKey>() != *m_sprite)
        return false;
    if (m_kind && static_cast<OperationKind>(index.data(ActivityModel::KindRole).toInt()) != *m_kind)
        return false;
    return fits(m_result, static_cast<Outcome>(index.data(ActivityModel::OutcomeRole).toInt()));
}

} // namespace Spritarium
