// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/portfilter.h"

#include "models/portforwardmodel.h"

#include <QRegularExpression>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;
using Model = PortForwardModel;

PortFilter::PortFilter(QObject *parent)
    : QSortFilterProxyModel(parent)
{
    setDynamicSortFilter(true);
}

void PortFilter::setText(const QString &text)
{
    static const QRegularExpression spaces(u"\\s+"_s);
    const QStringList words = text.split(spaces, Qt::SkipEmptyParts);
    if (words == m_words)
        return;
    m_words = words;
    invalidateFilter();
}

QVariant PortFilter::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role == Qt::TextAlignmentRole && orientation == Qt::Horizontal && section == Model::Actions)
        return int(Qt::AlignTrailing | Qt::AlignVCenter);
    return QSortFilterProxyModel::headerData(section, orientation, role);
}

bool PortFilter::accepts(int row) const
{
    const QString text = sourceModel()->index(row, 0).data(Model::SearchRole).toString();
    return std::all_of(m_words.begin(), m_words.end(),
                       [&](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
}

bool PortFilter::filterAcceptsRow(int row, const QModelIndex &) const
{
    if (m_words.isEmpty())
        return true;
    const auto typeOf = [this](int at) {
        return static_cast<Model::RowType>(sourceModel()->index(at, 0).data(Model::RowTypeRole).toInt());
    };
    const Model::RowType type = typeOf(row);
    if (type != Model::RowType::Header)
        return type != Model::RowType::Note && accepts(row);
    for (int below = row + 1; below < sourceModel()->rowCount(); ++below) {
        const Model::RowType kind = typeOf(below);
        if (kind == Model::RowType::Header)
            return false;
        if (kind != Model::RowType::Note && accepts(below))
            return true;
    }
    return false;
}

} // namespace Spritarium
