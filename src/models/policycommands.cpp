// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "models/policycommands.h"

#include <algorithm>

namespace Spritarium {

PolicyCommand::PolicyCommand(PolicyDocument &document, const QString &text)
    : QUndoCommand(text)
    , m_document(document)
{}

void PolicyCommand::setRules(const QList<DraftRule> &rules)
{
    State state = m_document.state();
    state.rules = rules;
    m_document.setState(state);
}

InsertRulesCommand::InsertRulesCommand(PolicyDocument &document, int row, const QList<DraftRule> &rules)
    : PolicyCommand(document, tr("Add %n rule(s)", nullptr, int(rules.size())))
    , m_row(row)
    , m_rules(rules)
{}

void InsertRulesCommand::redo()
{
    setRules(rules().mid(0, m_row) + m_rules + rules().mid(m_row));
}

void InsertRulesCommand::undo()
{
    setRules(rules().mid(0, m_row) + rules().mid(m_row + m_rules.size()));
}

RemoveRulesCommand::RemoveRulesCommand(PolicyDocument &document, const QList<int> &rows)
    : PolicyCommand(document, tr("Remove %n rule(s)", nullptr, int(rows.size())))
    , m_rows(rows)
{
    for (const int row : rows)
        m_rules << rules().at(row);
}

void RemoveRulesCommand::redo()
{
    QList<DraftRule> left;
    left.reserve(rules().size() - m_rows.size());
    for (int row = 0; row < rules().size(); ++row) {
        if (!std::binary_search(m_rows.begin(), m_rows.end(), row))
            left << rules().at(row);
    }
    setRules(left);
}

void RemoveRulesCommand::undo()
{
    QList<DraftRule> all = rules();
    for (qsizetype i = 0; i < m_rows.size(); ++i)
        all.insert(m_rows[i], m_rules[i]);
    setRules(all);
}

MoveRulesCommand::MoveRulesCommand(PolicyDocument &document, const QList<int> &rows, int to)
    : PolicyCommand(document, tr("Move %n rule(s)", nullptr, int(rows.size())))
    , m_rows(rows)
    , m_first(to - int(std::lower_bound(rows.begin(), rows.end(), to) - rows.begin()))
{}

void MoveRulesCommand::redo()
{
    QList<DraftRule> moved, left;
    for (int row = 0; row < rules().size(); ++row)
        (std::binary_search(m_rows.begin(), m_rows.end(), row) ? moved : left) << rules().at(row);
    setRules(left.mid(0, m_first) + moved + left.mid(m_first));
}

void MoveRulesCommand::undo()
{
    const QList<DraftRule> moved = rules().mid(m_first, m_rows.size());
    QList<DraftRule> all = rules().mid(0, m_first) + rules().mid(m_first + m_rows.size());
    for (qsizetype i = 0; i < m_rows.size(); ++i)
        all.insert(m_rows[i], moved[i]);
    setRules(all);
}

ChangeRuleCommand::ChangeRuleCommand(PolicyDocument &document, int row, const EgressRule &rule, int typing)
    : PolicyCommand(document, tr("Change rule %1").arg(row + 1))
    , m_row(row)
    , m_typing(typing)
    , m_before(rules().at(row).rule)
    , m_after(rule)
{}

bool ChangeRuleCommand::mergeWith(const QUndoCommand *other)
{
    const auto *next = dynamic_cast<const ChangeRuleCommand *>(other);
    if (!next || !isOf(*next) || m_typing == 0 || next->m_typing != m_typing || next->m_row != m_row)
        return false;
    m_after = next->m_after;
    setObsolete(m_after == m_before);
    return true;
}

void ChangeRuleCommand::put(const EgressRule &rule)
{
    QList<DraftRule> all = rules();
    all[m_row].rule = rule;
    setRules(all);
}

ReplaceDraftCommand::ReplaceDraftCommand(PolicyDocument &document, const QList<DraftRule> &rules,
                                         const QByteArray &unknown, const QString &text, int typing)
    : PolicyCommand(document, text)
    , m_typing(typing)
    , m_before(state())
    , m_after{rules, unknown, {}}
{}

void ReplaceDraftCommand::withBase(const NetworkPolicy &before, const NetworkPolicy &after)
{
    m_before.base = before;
    m_after.base = after;
}

bool ReplaceDraftCommand::mergeWith(const QUndoCommand *other)
{
    const auto *next = dynamic_cast<const ReplaceDraftCommand *>(other);
    if (!next || !isOf(*next) || m_typing == 0 || next->m_typing != m_typing)
        return false;
    m_after = next->m_after;
    setObsolete(m_after == m_before);
    return true;
}

} // namespace Spritarium
