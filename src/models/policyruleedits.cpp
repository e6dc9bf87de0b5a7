// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "models/policyrulemodel.h"

#include "domain/ruleinput.h"

#include <QCoreApplication>
#include <QDataStream>
#include <QIODevice>
#include <QMimeData>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Spritarium {

namespace {

QString rowsMimeType()
{
    return u"application/x-spritarium-rule-rows"_s;
}

} // namespace

bool PolicyRuleModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    // A view that empties what was dragged away sends invalid values.
    if (role != Qt::EditRole || m_readOnly || !value.isValid() ||
        !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    const PolicyRuleRow row = m_rows.at(index.row());
    if (row.type != RowType::Rule)
        return false;
    switch (Column(index.column())) {
    case Action:
        return setAction(row, value.toString());
    case Pattern:
        return setPattern(index, value.toString());
    case Note:
        m_document.setNote(row.rule, value.toString());
        return true;
    case Number:
    case Kind:
    case Findings:
    case ColumnCount:
        break;
    }
    return false;
}

bool PolicyRuleModel::setAction(const PolicyRuleRow &row, const QString &action)
{
    if (action != "allow"_L1 && action != "deny"_L1)
        return false;
    m_document.setAction(row.documentRow, action == "deny"_L1);
    return true;
}

bool PolicyRuleModel::setPattern(const QModelIndex &index, const QString &typed)
{
    const PolicyRuleRow row = m_rows.at(index.row());
    // An editor that is closed without a change must not clean what came from the service.
    if (typed == editValue(row, Pattern).toString())
        return true;
    if (row.rule.kind() == RuleKind::Preset) {
        Q_EMIT refused(index, typed, tr("A preset cannot be renamed. Remove it, or add a rule for a name."));
        return false;
    }
    const RuleInput input = cleanRuleInput(typed);
    if (!input.isOk()) {
        Q_EMIT refused(index, typed, input.refusal);
        return false;
    }
    EgressRule rule = row.rule;
    rule.domain = input.pattern;
    rule.include.clear();
    const QPersistentModelIndex place(index);
    m_document.changeRule(row.documentRow, rule);
    if (!row.note.isEmpty() && m_document.noteOf(rule).isEmpty())
        m_document.setNote(rule, row.note);
    if (!input.note.isEmpty())
        Q_EMIT cleaned(place, input.note);
    return true;
}

QStringList PolicyRuleModel::mimeTypes() const
{
    return {rowsMimeType()};
}

QMimeData *PolicyRuleModel::mimeData(const QModelIndexList &indexes) const
{
    QSet<quint64> ids;
    for (const QModelIndex &index : indexes) {
        const PolicyRuleRow &row = m_rows.at(index.row());
        if (row.type == RowType::Rule)
            ids << row.key;
    }
    if (ids.isEmpty())
        return nullptr;
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    // Ids are of this document in this program only.
    stream << qint64(QCoreApplication::applicationPid()) << quint64(quintptr(this)) << ids;
    auto *data = new QMimeData;
    data->setData(rowsMimeType(), bytes);
    return data;
}

QList<int> PolicyRuleModel::draggedRows(const QMimeData *data) const
{
    if (!data || !data->hasFormat(rowsMimeType()))
        return {};
    const QByteArray bytes = data->data(rowsMimeType());
    QDataStream stream(bytes);
    qint64 process = 0;
    quint64 model = 0;
    QSet<quint64> ids;
    stream >> process >> model >> ids;
    if (stream.status() != QDataStream::Ok || process != QCoreApplication::applicationPid() ||
        model != quint64(quintptr(this)))
        return {};
    QList<int> rows;
    for (int row = 0; row < m_document.rules().size(); ++row) {
        if (ids.contains(m_document.rules().at(row).id))
            rows << row;
    }
    return rows;
}

bool PolicyRuleModel::canDropMimeData(const QMimeData *data, Qt::DropAction action, int, int,
                                      const QModelIndex &) const
{
    return action == Qt::MoveAction && canMoveRules() && !draggedRows(data).isEmpty();
}

bool PolicyRuleModel::dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column,
                                   const QModelIndex &parent)
{
    if (!canDropMimeData(data, action, row, column, parent))
        return false;
    const int count = int(m_document.rules().size());
    const int wanted = row >= 0 ? row : parent.isValid() ? parent.row() : count;
    m_document.moveRules(draggedRows(data), std::min(wanted, count));
    return false;
}

} // namespace Spritarium
