// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/rulefilter.h"

#include "models/policyrulemodel.h"

#include <QRegularExpression>

namespace Spritarium {

using namespace Qt::StringLiterals;

RuleFilter::RuleFilter(QObject *parent)
    : QSortFilterProxyModel(parent)
{
    setDynamicSortFilter(true);
}

void RuleFilter::setText(const QString &text)
{
    static const QRegularExpression spaces(u"\\s+"_s);
    const QStringList words = text.split(spaces, Qt::SkipEmptyParts);
    if (words == m_words)
        return;
    m_words = words;
    invalidateFilter();
}

void RuleFilter::keepRule(int row)
{
    m_kept = row;
}

QVariant RuleFilter::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role == Qt::TextAlignmentRole && orientation == Qt::Horizontal && section == PolicyRuleModel::Number)
        return int(Qt::AlignTrailing | Qt::AlignVCenter);
    return QSortFilterProxyModel::headerData(section, orientation, role);
}

bool RuleFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    if (m_words.isEmpty())
        return true;
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    const auto type = static_cast<PolicyRuleModel::RowType>(index.data(PolicyRuleModel::RowTypeRole).toInt());
    if (type != PolicyRuleModel::RowType::Rule)
        return type == PolicyRuleModel::RowType::Fallback;
    if (m_kept >= 0 && index.data(PolicyRuleModel::RuleRowRole).toInt() == m_kept)
        return true;
    const QString text = index.data(PolicyRuleModel::SearchRole).toString();
    return std::all_of(m_words.begin(), m_words.end(),
                       [&](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
}

} // namespace Spritarium
