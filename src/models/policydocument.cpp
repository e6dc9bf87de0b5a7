// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "models/policydocument.h"

#include "models/policycommands.h"

#include <QHash>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

constexpr int TestedNames = 20;

QString valueKey(const EgressRule &rule)
{
    return rule.domain + u'\n' + rule.include + u'\n' + rule.action + u'\n' + QString::fromUtf8(rule.unknown);
}

QString nameKey(const EgressRule &rule)
{
    return rule.domain + u'\n' + rule.include;
}

//! Gives the ids of rules of `old` that nobody has to rules of `fresh` without one, where `keyOf` is the
//! same; among equals in their order.
template <typename KeyOf>
void handOn(const QList<DraftRule> &old, QList<bool> &taken, QList<DraftRule> &fresh, KeyOf keyOf)
{
    QHash<QString, QList<qsizetype>> places;
    for (qsizetype i = old.size() - 1; i >= 0; --i) {
        if (!taken[i])
            places[keyOf(old[i].rule)].append(i);
    }
    for (DraftRule &rule : fresh) {
        if (rule.id != 0)
            continue;
        const auto place = places.find(keyOf(rule.rule));
        if (place == places.end() || place->isEmpty())
            continue;
        const qsizetype i = place->takeLast();
        taken[i] = true;
        rule.id = old[i].id;
    }
}

} // namespace

PolicyDocument::PolicyDocument(QObject *parent)
    : QObject(parent)
{}

void PolicyDocument::open(const SpriteKey &key)
{
    const bool hadRules = !m_rules.isEmpty();
    const bool wasPublished = m_published.has_value();
    m_key = key;
    m_published.reset();
    m_asOf = {};
    m_base.reset();
    m_rules.clear();
    m_unknown.clear();
    m_notes = {};
    m_isModified = false;
    m_stack.clear();
    Q_EMIT opened(m_key);
    if (hadRules)
        Q_EMIT rulesChanged();
    if (wasPublished)
        Q_EMIT publishedChanged();
    Q_EMIT modifiedChanged();
}

void PolicyDocument::setPublished(const NetworkPolicy &policy, const QDateTime &asOf)
{
    const bool follows = !m_isModified;
    const bool differs = m_published != policy;
    if (!differs && m_asOf == asOf)
        return;
    m_published = policy;
    m_asOf = asOf;
    if (follows || !m_base)
        m_base = policy;
    if (follows)
        takeOver(policy);
    else if (draft() == policy) // somebody else did the same
        m_base = policy;
    refreshModified();
    Q_EMIT publishedChanged();
    if (differs)
        Q_EMIT modifiedChanged();
}

void PolicyDocument::markPublished(const NetworkPolicy &posted, const QDateTime &asOf)
{
    m_published = posted;
    m_asOf = asOf;
    m_base = posted;
    refreshModified();
    Q_EMIT publishedChanged();
    Q_EMIT modifiedChanged();
}

void PolicyDocument::clearPublished()
{
    if (!m_published)
        return;
    const bool hadDraft = m_isModified;
    m_published.reset();
    m_asOf = {};
    if (!hadDraft) {
        m_base.reset();
        takeOver({});
    }
    refreshModified();
    Q_EMIT publishedChanged();
    Q_EMIT modifiedChanged();
}

void PolicyDocument::restoreDraft(const PolicyDraft &draft)
{
    if (m_isModified) // what is typed now is younger
        return;
    m_base = draft.base;
    takeOver(draft.rules);
    refreshModified();
    if (m_published && (!m_isModified || !m_base))
        m_base = *m_published;
    Q_EMIT modifiedChanged();
}

NetworkPolicy PolicyDocument::base() const
{
    return m_published && !m_isModified ? *m_published : m_base.value_or(NetworkPolicy());
}

NetworkPolicy PolicyDocument::draft() const
{
    NetworkPolicy policy;
    policy.unknown = m_unknown;
    policy.rules.reserve(m_rules.size());
    for (const DraftRule &rule : m_rules)
        policy.rules << rule.rule;
    return policy;
}

bool PolicyDocument::isOutdated() const
{
    return m_isModified && m_published && m_base != *m_published;
}

void PolicyDocument::insertRules(int row, const QList<EgressRule> &rules)
{
    if (!rules.isEmpty() && (hasRow(row) || row == m_rules.size()))
        push(new InsertRulesCommand(*this, row, withNewIds(rules)));
}

void PolicyDocument::removeRules(QList<int> rows)
{
    rows = rowsThatAre(rows);
    if (!rows.isEmpty())
        push(new RemoveRulesCommand(*this, rows));
}

void PolicyDocument::moveRules(QList<int> rows, int to)
{
    rows = rowsThatAre(rows);
    if (rows.isEmpty() || to < 0 || to > m_rules.size())
        return;
    const bool isBlock = rows.last() - rows.first() == rows.size() - 1;
    if (isBlock && to >= rows.first() && to <= rows.last() + 1) // they stand there
        return;
    push(new MoveRulesCommand(*this, rows, to));
}

void PolicyDocument::changeRule(int row, const EgressRule &rule, int typing)
{
    if (hasRow(row) && m_rules.at(row).rule != rule)
        push(new ChangeRuleCommand(*this, row, rule, typing));
}

void PolicyDocument::setAction(int row, bool denies)
{
    if (!hasRow(row))
        return;
    EgressRule rule = m_rules.at(row).rule;
    const bool allowsBlank = rule.kind() == RuleKind::Preset && rule.action.isEmpty();
    if (denies ? rule.denies() : allowsBlank || rule.action == "allow"_L1)
        return;
    rule.action = denies ? u"deny"_s : u"allow"_s;
    // A preset without an action allows, too; the word appears only where it stood before.
    if (!denies && rule.kind() == RuleKind::Preset && !base().rules.contains(rule))
        rule.action.clear();
    changeRule(row, rule);
}

void PolicyDocument::replaceDraft(const NetworkPolicy &policy, const QString &text, int typing)
{
    if (draft() != policy)
        push(new ReplaceDraftCommand(*this, withKnownIds(policy.rules), policy.unknown, text, typing));
}

void PolicyDocument::discard()
{
    if (!m_isModified)
        return;
    const NetworkPolicy target = m_published.value_or(base());
    auto *command =
        new ReplaceDraftCommand(*this, withKnownIds(target.rules), target.unknown, tr("Discard changes"), 0);
    // The next edit begins at what is in force; the draft that undo brings back began at the older one.
    if (m_base && m_base != target)
        command->withBase(*m_base, target);
    push(command);
}

void PolicyDocument::rebase(const NetworkPolicy &rules, const NetworkPolicy &theirs, const QString &text)
{
    auto *command = new ReplaceDraftCommand(*this, withKnownIds(rules.rules), rules.unknown, text, 0);
    command->withBase(base(), theirs);
    push(command);
}

void PolicyDocument::restoreNotes(const PolicyNotes &notes)
{
    if (m_notes == notes)
        return;
    m_notes = notes;
    Q_EMIT notesRestored();
}

void PolicyDocument::setNote(const EgressRule &rule, const QString &note)
{
    const QString key = noteKey(rule);
    const QString text = note.trimmed();
    if (m_notes.notes.value(key) == text)
        return;
    if (text.isEmpty())
        m_notes.notes.remove(key);
    else
        m_notes.notes.insert(key, text);
    Q_EMIT notesChanged();
}

void PolicyDocument::setExpectations(const QList<Expectation> &expectations)
{
    if (m_notes.expectations == expectations)
        return;
    m_notes.expectations = expectations;
    Q_EMIT notesChanged();
}

void PolicyDocument::addTested(const QString &name)
{
    if (name.isEmpty() || m_notes.tested.value(0) == name)
        return;
    m_notes.tested.removeAll(name);
    m_notes.tested.prepend(name);
    m_notes.tested = m_notes.tested.mid(0, TestedNames);
    Q_EMIT notesChanged();
}

void PolicyDocument::push(QUndoCommand *command)
{
    // The draft begins here: what stood in force when an earlier one began is of no matter to it.
    if (m_published && !m_isModified)
        m_base = *m_published;
    m_stack.push(command);
}

void PolicyDocument::setState(const State &state)
{
    m_rules = state.rules;
    m_unknown = state.unknown;
    if (state.base)
        m_base = *state.base;
    refreshModified();
    Q_EMIT rulesChanged();
    Q_EMIT modifiedChanged();
}

//! No undo step; what the steps so far speak of is gone.
void PolicyDocument::takeOver(const NetworkPolicy &policy)
{
    if (draft() == policy)
        return;
    m_rules = withKnownIds(policy.rules);
    m_unknown = policy.unknown;
    m_stack.clear();
    refreshModified();
    Q_EMIT rulesChanged();
}

void PolicyDocument::refreshModified()
{
    m_isModified = draft() != m_published.value_or(m_base.value_or(NetworkPolicy()));
}

QList<int> PolicyDocument::rowsThatAre(QList<int> rows) const
{
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    rows.removeIf([this](int row) { return !hasRow(row); });
    return rows;
}

QList<DraftRule> PolicyDocument::withNewIds(const QList<EgressRule> &rules)
{
    QList<DraftRule> result;
    result.reserve(rules.size());
    for (const EgressRule &rule : rules)
        result << DraftRule{m_nextId++, rule};
    return result;
}

QList<DraftRule> PolicyDocument::withKnownIds(const QList<EgressRule> &rules)
{
    QList<DraftRule> fresh;
    fresh.reserve(rules.size());
    for (const EgressRule &rule : rules)
        fresh << DraftRule{0, rule};
    QList<bool> taken(m_rules.size(), false);
    // Ends that stay keep their rows, also among rules that are alike.
    qsizetype front = 0, back = 0;
    const qsizetype most = std::min(m_rules.size(), fresh.size());
    const auto keep = [this, &fresh, &taken](qsizetype from, qsizetype to) {
        taken[from] = true;
        fresh[to].id = m_rules[from].id;
    };
    for (; front < most && m_rules[front].rule == fresh[front].rule; ++front)
        keep(front, front);
    for (; front + back < most; ++back) {
        const qsizetype from = m_rules.size() - 1 - back, to = fresh.size() - 1 - back;
        if (m_rules[from].rule != fresh[to].rule)
            break;
        keep(from, to);
    }
    handOn(m_rules, taken, fresh, valueKey);
    handOn(m_rules, taken, fresh, nameKey);
    for (qsizetype i = front; i < most - back; ++i) { // a name that is being typed
        if (fresh[i].id == 0 && !taken[i])
            keep(i, i);
    }
    for (DraftRule &rule : fresh) {
        if (rule.id == 0)
            rule.id = m_nextId++;
    }
    return fresh;
}

} // namespace Spritarium
