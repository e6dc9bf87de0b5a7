// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "models/policyrulemodel.h"

#include "models/keyedreconcile.h"

#include <QHash>

#include <algorithm>
#include <optional>
#include <utility>

using namespace Qt::StringLiterals;

namespace Spritarium {

namespace {

// Above every rule's id.
constexpr quint64 FallbackKey = ~quint64(0);
constexpr quint64 HeaderKey = FallbackKey - 100;
//! Beyond it a new order is told as one.
constexpr qsizetype MostMoves = 64;

QList<quint64> keysOf(const QList<PolicyRuleRow> &rows)
{
    QList<quint64> keys;
    keys.reserve(rows.size());
    for (const PolicyRuleRow &row : rows)
        keys << row.key;
    return keys;
}

} // namespace

//! Hands the steps of reconcile() to the model.
struct PolicyRuleModel::Host
{
    PolicyRuleModel &model;

    void beginRemove(int first, int last) { model.beginRemoveRows({}, first, last); }
    void endRemove() { model.endRemoveRows(); }
    void beginMove(int from, int to) { model.beginMoveRows({}, from, from, {}, to > from ? to + 1 : to); }
    void endMove() { model.endMoveRows(); }
    void beginInsert(int first, int last) { model.beginInsertRows({}, first, last); }
    void endInsert() { model.endInsertRows(); }
    void changed(int first, int last)
    {
        Q_EMIT model.dataChanged(model.index(first, 0), model.index(last, ColumnCount - 1));
    }
};

PolicyRuleModel::PolicyRuleModel(PolicyDocument &document, PolicyAnalysis &analysis, QObject *parent)
    : QAbstractTableModel(parent)
    , m_document(document)
    , m_analysis(analysis)
{
    // The analysis was there before, so it has forgotten what is out of date when these are called.
    connect(&document, &PolicyDocument::opened, this, &PolicyRuleModel::reset);
    connect(&document, &PolicyDocument::rulesChanged, this, [this] { rebuild(false); });
    connect(&document, &PolicyDocument::notesChanged, this, [this] { rebuild(false); });
    connect(&document, &PolicyDocument::notesRestored, this, [this] { rebuild(false); });
    connect(&analysis, &PolicyAnalysis::changed, this, [this] { rebuild(true); });
    m_rows = freshRows(true);
}

int PolicyRuleModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int PolicyRuleModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

PolicyRuleRow PolicyRuleModel::ruleRow(int documentRow) const
{
    const DraftRule &rule = m_document.rules().at(documentRow);
    PolicyRuleRow row;
    row.key = rule.id;
    row.documentRow = documentRow;
    row.rule = rule.rule;
    row.note = m_document.noteOf(rule.rule);
    return row;
}

QList<PolicyRuleRow> PolicyRuleModel::freshRows(bool withFindings)
{
    QList<PolicyRuleRow> rows;
    const int count = int(m_document.rules().size());
    rows.reserve(count + 6);
    if (m_arrangement == Arrangement::AsSaved) {
        for (int i = 0; i < count; ++i)
            rows << ruleRow(i);
    } else {
        std::optional<EvaluationGroup> group;
        for (const EvaluatedRule &evaluated : m_analysis.evaluated()) {
            if (group != evaluated.group) {
                group = evaluated.group;
                rows << PolicyRuleRow{
                    RowType::Header, HeaderKey + quint64(*group), -1, {}, *group, {}, {}, true};
            }
            rows << ruleRow(evaluated.rule);
            rows.last().decides = evaluated.decides;
        }
    }
    PolicyRuleRow last;
    last.type = RowType::Fallback;
    last.key = FallbackKey;
    last.rule.action = count == 0 ? u"allow"_s : u"deny"_s;
    rows << last;
    if (withFindings)
        addFindings(rows);
    else
        keepFindings(rows);
    return rows;
}

void PolicyRuleModel::addFindings(QList<PolicyRuleRow> &rows)
{
    for (PolicyRuleRow &row : rows) {
        if (row.type != RowType::Rule)
            continue;
        row.findings = m_analysis.findingsOf(row.documentRow);
        row.findings.removeIf([](const Finding &finding) { return finding.kind == FindingKind::FirstRule; });
        if (m_arrangement == Arrangement::AsSaved)
            row.decides =
                std::none_of(row.findings.cbegin(), row.findings.cend(), [](const Finding &finding) {
                    return finding.kind == FindingKind::NeverDecides;
                });
    }
}

//! Until the analysis tells, what was said before stays, so that nothing flickers while somebody types.
void PolicyRuleModel::keepFindings(QList<PolicyRuleRow> &rows) const
{
    QHash<quint64, qsizetype> known;
    known.reserve(m_rows.size());
    for (qsizetype i = 0; i < m_rows.size(); ++i)
        known.insert(m_rows[i].key, i);
    for (PolicyRuleRow &row : rows) {
        const auto before = known.constFind(row.key);
        if (before == known.cend())
            continue;
        row.findings = m_rows[*before].findings;
        if (m_arrangement == Arrangement::AsSaved)
            row.decides = m_rows[*before].decides;
    }
}

void PolicyRuleModel::rebuild(bool withFindings)
{
    const QList<PolicyRuleRow> fresh = freshRows(withFindings);
    bringIntoOrder(fresh);
    Host host{*this};
    reconcile(
        m_rows, fresh, [](const PolicyRuleRow &row) { return row.key; }, host);
}

//! Before reconcile(), which would lift all others over a rule that is dragged down.
void PolicyRuleModel::bringIntoOrder(const QList<PolicyRuleRow> &fresh)
{
    const QList<quint64> before = keysOf(m_rows), after = keysOf(fresh);
    if (before == after)
        return;
    const QList<RowMove> moves = movesIntoOrder(before, after);
    if (moves.size() > MostMoves) {
        sortRows(after);
        return;
    }
    Host host{*this};
    for (const RowMove &move : moves) {
        host.beginMove(move.from, move.to);
        m_rows.move(move.from, move.to);
        host.endMove();
    }
}

//! All at once, where a filter above would sort itself anew with every single move.
void PolicyRuleModel::sortRows(const QList<quint64> &keys)
{
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QList<PolicyRuleRow> before = m_rows;
    QHash<quint64, int> rowOf;
    rowOf.reserve(before.size());
    for (int row = 0; row < before.size(); ++row)
        rowOf.insert(before[row].key, row);
    QList<int> kept; // rows of before in the order of the keys
    for (const quint64 key : keys) {
        if (const auto row = rowOf.constFind(key); row != rowOf.cend())
            kept << *row;
    }
    QList<int> places = kept; // rows that are to go keep theirs
    std::sort(places.begin(), places.end());
    QHash<int, int> newRow;
    for (qsizetype i = 0; i < kept.size(); ++i) {
        m_rows[places[i]] = before[kept[i]];
        newRow.insert(kept[i], places[i]);
    }
    const QModelIndexList from = persistentIndexList();
    QModelIndexList to;
    for (const QModelIndex &old : from)
        to << index(newRow.value(old.row(), old.row()), old.column());
    changePersistentIndexList(from, to);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

void PolicyRuleModel::reset()
{
    beginResetModel();
    m_deciding.clear();
    m_rows = freshRows(true);
    endResetModel();
}

void PolicyRuleModel::setArrangement(Arrangement arrangement)
{
    if (m_arrangement == arrangement)
        return;
    beginResetModel();
    m_arrangement = arrangement;
    m_rows = freshRows(true);
    endResetModel();
}

void PolicyRuleModel::setReadOnly(bool readOnly)
{
    if (m_readOnly == readOnly)
        return;
    m_readOnly = readOnly;
    Host{*this}.changed(0, int(m_rows.size()) - 1); // flags have no signal of their own
}

void PolicyRuleModel::setDeciding(const QList<int> &rows)
{
    if (m_deciding == rows)
        return;
    const QList<int> before = std::exchange(m_deciding, rows);
    for (const int row : before) {
        if (!rows.contains(row))
            tellDeciding(row);
    }
    for (const int row : rows) {
        if (!before.contains(row))
            tellDeciding(row);
    }
}

void PolicyRuleModel::tellDeciding(int documentRow)
{
    const QModelIndex first = indexOf(documentRow, Number);
    if (first.isValid())
        Q_EMIT dataChanged(first, first.siblingAtColumn(ColumnCount - 1),
                           {DecidingRole, Qt::AccessibleDescriptionRole});
}

QModelIndex PolicyRuleModel::indexOf(int documentRow, Column column) const
{
    if (documentRow < 0)
        return {};
    for (int row = 0; row < m_rows.size(); ++row) {
        if (m_rows[row].documentRow == documentRow)
            return index(row, column);
    }
    return {};
}

} // namespace Spritarium
