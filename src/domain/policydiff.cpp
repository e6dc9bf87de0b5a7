// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/policydiff.h"

#include "domain/sequencematch.h"

#include <QCoreApplication>
#include <QHash>
#include <QLocale>
#include <QSet>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Spritarium::PolicyDiff)
};

//! Rules by value as keys of a hash.
struct RuleValue
{
    EgressRule rule;

    friend bool operator==(const RuleValue &, const RuleValue &) = default;
    friend size_t qHash(const RuleValue &value, size_t seed = 0)
    {
        return qHashMulti(seed, value.rule.domain, value.rule.action, value.rule.include, value.rule.unknown);
    }
};

qsizetype equalAtFront(const QList<EgressRule> &a, const QList<EgressRule> &b)
{
    const qsizetype most = std::min(a.size(), b.size());
    qsizetype count = 0;
    while (count < most && a.at(count) == b.at(count))
        ++count;
    return count;
}

qsizetype equalAtBack(const QList<EgressRule> &a, const QList<EgressRule> &b, qsizetype front)
{
    const qsizetype most = std::min(a.size(), b.size()) - front;
    qsizetype count = 0;
    while (count < most && a.at(a.size() - 1 - count) == b.at(b.size() - 1 - count))
        ++count;
    return count;
}

//! For each row of `after` the row of `before` it comes from; -1: from none.
QList<int> originOf(const QList<EgressRule> &before, const QList<EgressRule> &after)
{
    const qsizetype front = equalAtFront(before, after);
    const qsizetype back = equalAtBack(before, after, front);
    QHash<RuleValue, QList<int>> free;
    for (qsizetype row = before.size() - back - 1; row >= front; --row)
        free[{before.at(row)}] << int(row); // the uppermost last, where it is taken
    QList<int> origin(after.size(), -1);
    for (qsizetype row = 0; row < after.size(); ++row) {
        if (row < front) {
            origin[row] = int(row);
        } else if (row >= after.size() - back) {
            origin[row] = int(row - after.size() + before.size());
        } else if (const auto it = free.find({after.at(row)}); it != free.end() && !it->isEmpty()) {
            origin[row] = it->takeLast();
        }
    }
    return origin;
}

RuleDifference::Kind kindOf(bool stays, int origin)
{
    if (stays)
        return RuleDifference::Kind::Same;
    return origin < 0 ? RuleDifference::Kind::Added : RuleDifference::Kind::Moved;
}

void add(PolicyDiff &diff, const RuleDifference &line)
{
    diff.removed += line.kind == RuleDifference::Kind::Removed;
    diff.added += line.kind == RuleDifference::Kind::Added;
    diff.moved += line.kind == RuleDifference::Kind::Moved;
    diff.lines << line;
}

} // namespace

PolicyDiff differenceBetween(const NetworkPolicy &before, const NetworkPolicy &after)
{
    const QList<int> origin = originOf(before.rules, after.rules);
    const QList<bool> stays = longestGrowingRow(origin);
    QList<bool> isGone(before.rules.size(), true);
    for (const int row : origin) {
        if (row >= 0)
            isGone[row] = false;
    }
    PolicyDiff diff;
    int old = 0;
    int next = 0; // the next row that stays: what is gone before it comes before what is new
    for (int row = 0; row < after.rules.size(); ++row) {
        for (next = std::max(next, row); next < stays.size() && !stays.at(next);)
            ++next;
        const int until = next < stays.size() ? origin.at(next) : int(before.rules.size());
        for (; old < until; ++old) {
            if (isGone.at(old))
                add(diff, {RuleDifference::Kind::Removed, before.rules.at(old), old, -1});
        }
        add(diff, {kindOf(stays.at(row), origin.at(row)), after.rules.at(row), origin.at(row), row});
    }
    for (; old < before.rules.size(); ++old) {
        if (isGone.at(old))
            add(diff, {RuleDifference::Kind::Removed, before.rules.at(old), old, -1});
    }
    return diff;
}

QString diffText(const PolicyDiff &diff)
{
    QStringList parts;
    if (diff.added > 0)
        parts << Text::tr("%n added", nullptr, diff.added);
    if (diff.removed > 0)
        parts << Text::tr("%n removed", nullptr, diff.removed);
    if (diff.moved > 0)
        parts << Text::tr("%n moved", nullptr, diff.moved);
    if (parts.isEmpty())
        return Text::tr("No changes");
    //: Between the parts of "2 added, 1 removed"
    return parts.join(Text::tr(", "));
}

QList<VerdictChange> verdictChanges(const PolicyEvaluator &before, const PolicyEvaluator &after,
                                    const QStringList &names)
{
    QList<VerdictChange> changes;
    QSet<QString> seen;
    seen.reserve(names.size());
    for (const QString &typed : names) {
        const QString name = isLookupName(typed) ? typed : lookupName(typed);
        if (name.isEmpty() || before.accessBits(name) == after.accessBits(name) || seen.contains(name))
            continue;
        seen.insert(name);
        changes << VerdictChange{name, before.verdict(name), after.verdict(name)};
    }
    return changes;
}

QStringList namesOfInterest(const PolicyEvaluator &before, const PolicyEvaluator &after)
{
    QStringList names = before.mentionedNames(true) + after.mentionedNames(true);
    names << before.unmentionedName() << after.unmentionedName();
    names.removeDuplicates();
    return names;
}

} // namespace Spritarium
