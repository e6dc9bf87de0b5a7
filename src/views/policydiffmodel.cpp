// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/policydiffmodel.h"

#include "views/egressruletext.h"

#include <QLocale>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;
using Kind = RuleDifference::Kind;

namespace {

//! Among changes that touch each other what goes stands before what comes, as people know it from other
//! diffs.
void putRemovedFirst(QList<RuleDifference> &lines)
{
    const auto isSame = [](const RuleDifference &line) { return line.kind == Kind::Same; };
    for (auto first = lines.begin(); first != lines.end();) {
        first = std::find_if_not(first, lines.end(), isSame);
        const auto last = std::find_if(first, lines.end(), isSame);
        std::stable_partition(first, last,
                              [](const RuleDifference &line) { return line.kind == Kind::Removed; });
        first = last;
    }
}

} // namespace

PolicyDiffModel::PolicyDiffModel(QObject *parent)
    : QAbstractListModel(parent)
{}

void PolicyDiffModel::setDiff(const PolicyDiff &diff)
{
    beginResetModel();
    m_diff = diff;
    m_rows.clear();
    m_highestRow = 0;
    putRemovedFirst(m_diff.lines);
    const auto &lines = m_diff.lines;
    const auto isChange = [&](qsizetype line) {
        return line >= 0 && line < lines.size() && lines.at(line).kind != Kind::Same;
    };
    for (qsizetype line = 0; line < lines.size(); ++line) {
        m_highestRow = std::max({m_highestRow, lines.at(line).before + 1, lines.at(line).after + 1});
        const bool shown = isChange(line) || isChange(line - 1) || isChange(line + 1);
        if (!shown && !m_rows.isEmpty() && m_rows.last().folded > 0)
            ++m_rows.last().folded;
        else
            m_rows.append({int(line), shown ? 0 : 1});
    }
    for (Row &row : m_rows) {
        if (row.folded == 1 && !m_diff.isEmpty())
            row.folded = 0; // the fold would be as high as the rule
    }
    endResetModel();
}

const RuleDifference *PolicyDiffModel::lineAt(int row) const
{
    if (row < 0 || row >= m_rows.size() || m_rows.at(row).folded > 0)
        return nullptr;
    return &m_diff.lines.at(m_rows.at(row).line);
}

int PolicyDiffModel::foldedAt(int row) const
{
    return row >= 0 && row < m_rows.size() ? m_rows.at(row).folded : 0;
}

void PolicyDiffModel::unfold(int row)
{
    const int count = foldedAt(row);
    if (count == 0)
        return;
    const int first = m_rows.at(row).line;
    m_rows[row].folded = 0;
    if (count > 1) {
        beginInsertRows({}, row + 1, row + count - 1);
        m_rows.insert(row + 1, count - 1, Row{});
        for (int i = 1; i < count; ++i)
            m_rows[row + i].line = first + i;
        endInsertRows();
    }
    Q_EMIT dataChanged(index(row), index(row));
}

int PolicyDiffModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant PolicyDiffModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
        return spokenText(index.row());
    if (role == Qt::ToolTipRole)
        return lineAt(index.row()) ? spokenText(index.row()) : tr("Shows these rules");
    return {};
}

QString PolicyDiffModel::spokenText(int row) const
{
    const RuleDifference *line = lineAt(row);
    if (!line)
        return tr("%n rule(s) unchanged", nullptr, foldedAt(row));
    const QString rule = egressRuleText(line->rule);
    const QString before = QLocale().toString(line->before + 1);
    const QString after = QLocale().toString(line->after + 1);
    switch (line->kind) {
    case Kind::Removed:
        return tr("Removed, was rule %1: %2").arg(before, rule);
    case Kind::Added:
        return tr("Added as rule %1: %2").arg(after, rule);
    case Kind::Moved:
        return tr("Moved from %1 to %2: %3").arg(before, after, rule);
    case Kind::Same:
        break;
    }
    return tr("Unchanged, rule %1: %2").arg(after, rule);
}

QString PolicyDiffModel::signText(Kind kind)
{
    switch (kind) {
    case Kind::Removed:
        return u"−"_s;
    case Kind::Added:
        return u"+"_s;
    case Kind::Moved:
        return u"↕"_s;
    case Kind::Same:
        break;
    }
    return {};
}

QString PolicyDiffModel::wordText(Kind kind)
{
    switch (kind) {
    case Kind::Removed:
        return tr("Removed");
    case Kind::Added:
        return tr("Added");
    case Kind::Moved:
        return tr("Moved");
    case Kind::Same:
        break;
    }
    return tr("Unchanged");
}

QString PolicyDiffModel::rowsText(const RuleDifference &line)
{
    const QLocale locale;
    switch (line.kind) {
    case Kind::Removed:
        return locale.toString(line.before + 1);
    case Kind::Moved:
        return u"%1 → %2"_s.arg(locale.toString(line.before + 1), locale.toString(line.after + 1));
    case Kind::Added:
    case Kind::Same:
        break;
    }
    return locale.toString(line.after + 1);
}

} // namespace Spritarium
