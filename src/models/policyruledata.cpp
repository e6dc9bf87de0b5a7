// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "models/policyrulemodel.h"

#include "domain/ruleinput.h"
#include "models/policyruletexts.h"

#include <QLocale>

using namespace Qt::StringLiterals;

namespace Spritarium {

QVariant PolicyRuleModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const PolicyRuleRow &row = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return displayText(row, index.column());
    case Qt::EditRole:
        return editValue(row, index.column());
    case Qt::ToolTipRole: {
        const QString text = ruleToolTip(row);
        return text.isEmpty() ? QVariant() : text;
    }
    case Qt::AccessibleTextRole:
        return accessibleText(row, index.column());
    case Qt::AccessibleDescriptionRole:
        return accessibleDescription(row);
    case RuleRole:
        return QVariant::fromValue(row.rule);
    case RuleRowRole:
        return row.documentRow;
    case RowTypeRole:
        return int(row.type);
    case FindingsRole:
        return QVariant::fromValue(row.findings);
    case DeniesRole:
        return row.rule.denies();
    case DecidesRole:
        return row.decides;
    case DecidingRole:
        return isDeciding(row);
    case RuleKindRole:
        return int(row.rule.kind());
    case PatternRole:
        return row.rule.domain;
    case SearchRole:
        return ruleSearchText(row);
    default:
        return {};
    }
}

QString PolicyRuleModel::displayText(const PolicyRuleRow &row, int column) const
{
    if (row.type != RowType::Rule)
        return column == Pattern ? ruleNameText(row) : QString();
    switch (Column(column)) {
    case Number:
        return QLocale().toString(row.documentRow + 1);
    case Action:
        return ruleActionText(row.rule);
    case Pattern:
        return ruleNameText(row);
    case Kind:
        return ruleKindText(row.rule);
    case Note:
        return row.note;
    case Findings:
        return ruleFindingsText(row);
    case ColumnCount:
        break;
    }
    return {};
}

QVariant PolicyRuleModel::editValue(const PolicyRuleRow &row, int column) const
{
    if (row.type != RowType::Rule)
        return {};
    if (column == Action)
        return row.rule.denies() ? u"deny"_s : u"allow"_s;
    if (column == Pattern)
        return row.rule.kind() == RuleKind::Preset ? row.rule.include : displayPattern(row.rule.domain);
    return displayText(row, column);
}

QString PolicyRuleModel::accessibleText(const PolicyRuleRow &row, int column) const
{
    // Whoever goes down these columns hears the whole row; the others tell their own part.
    if (row.type != RowType::Rule || column == Number || column == Pattern)
        return ruleSpokenText(row);
    const QString text = displayText(row, column);
    if (!text.isEmpty())
        return text;
    return column == Note ? tr("No note") : tr("No findings");
}

QString PolicyRuleModel::accessibleDescription(const PolicyRuleRow &row) const
{
    QStringList sentences;
    if (isDeciding(row))
        sentences << tr("Decides the tested name.");
    if (!row.note.isEmpty())
        sentences << tr("Note: %1").arg(row.note);
    for (const Finding &finding : row.findings)
        sentences << findingText(finding);
    return sentences.join(u' ');
}

bool PolicyRuleModel::isDeciding(const PolicyRuleRow &row) const
{
    return row.documentRow >= 0 && m_deciding.contains(row.documentRow);
}

QVariant PolicyRuleModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical) {
        const bool isRow = section >= 0 && section < m_rows.size();
        return role == Qt::DisplayRole && isRow ? displayText(m_rows.at(section), Number) : QVariant();
    }
    if (role == Qt::ToolTipRole && section == Note)
        return tr("Only on this computer");
    if (role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case Number:
        return tr("#", "column of row numbers");
    case Action:
        return tr("Action");
    case Pattern:
        return tr("Name pattern");
    case Kind:
        return tr("Kind");
    case Note:
        return tr("Notes");
    case Findings:
        return tr("Findings");
    case ColumnCount:
        break;
    }
    return {};
}

Qt::ItemFlags PolicyRuleModel::flags(const QModelIndex &index) const
{
    // Between the rows, never onto one.
    if (!index.isValid())
        return canMoveRules() ? Qt::ItemIsDropEnabled : Qt::NoItemFlags;
    const PolicyRuleRow &row = m_rows.at(index.row());
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemNeverHasChildren;
    if (row.type == RowType::Header)
        return flags;
    flags |= Qt::ItemIsSelectable;
    if (row.type == RowType::Fallback || m_readOnly)
        return flags;
    if (canMoveRules())
        flags |= Qt::ItemIsDragEnabled;
    const bool isPreset = row.rule.kind() == RuleKind::Preset;
    if (index.column() == Action || index.column() == Note || (index.column() == Pattern && !isPreset))
        flags |= Qt::ItemIsEditable;
    return flags;
}

} // namespace Spritarium
