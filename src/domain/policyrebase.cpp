// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/policydiff.h"

#include "domain/sequencematch.h"

#include <QHash>
#include <QSet>

#include <list>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

//! Rules by what they name; the second of equal ones is another one than the first.
class KeyedRules
{
public:
    explicit KeyedRules(const NetworkPolicy &policy)
    {
        QHash<QString, int> seen;
        for (const EgressRule &rule : policy.rules) {
            const QString name =
                u"%1/%2/%3"_s.arg(int(rule.kind())).arg(normalizedPattern(rule.domain), rule.include);
            const QString key = name + u'/' + QString::number(seen[name]++);
            keys << key;
            rules.insert(key, rule);
            rows.insert(key, int(keys.size()) - 1);
        }
    }

    bool has(const QString &key) const { return rules.contains(key); }

    QStringList keys;
    QHash<QString, EgressRule> rules;
    QHash<QString, int> rows;
};

//! The keys that stand elsewhere among those that both have.
QSet<QString> movedKeys(const KeyedRules &base, const KeyedRules &now)
{
    QList<int> origin;
    for (const QString &key : now.keys)
        origin << base.rows.value(key, -1);
    const QList<bool> stays = longestGrowingRow(origin);
    QSet<QString> moved;
    for (qsizetype row = 0; row < now.keys.size(); ++row) {
        if (origin.at(row) >= 0 && !stays.at(row))
            moved << now.keys.at(row);
    }
    return moved;
}

QString nameOf(const EgressRule &rule)
{
    return rule.include.isEmpty() ? normalizedPattern(rule.domain) : rule.include;
}

class Rebasing
{
public:
    Rebasing(const NetworkPolicy &base, const NetworkPolicy &mine, const NetworkPolicy &theirs)
        : m_base(base)
        , m_mine(mine)
        , m_theirs(theirs)
        , m_movedByMe(movedKeys(m_base, m_mine))
        , m_movedByThem(movedKeys(m_base, m_theirs))
    {
        m_result.policy.unknown = mine.unknown == base.unknown ? theirs.unknown : mine.unknown;
        for (const QString &key : std::as_const(m_theirs.keys))
            m_places.insert(key, m_order.insert(m_order.end(), key));
    }

    Rebase run()
    {
        m_values = m_theirs.rules;
        for (const QString &key : std::as_const(m_base.keys)) {
            if (!m_mine.has(key))
                takeAway(key);
        }
        // All of them first: what has not moved yet is no landmark for what has.
        for (const QString &key : std::as_const(m_movedByMe))
            leave(key);
        for (const QString &key : std::as_const(m_mine.keys))
            bring(key);
        for (const QString &key : m_order)
            m_result.policy.rules << m_values.value(key);
        return m_result;
    }

private:
    void takeAway(const QString &key)
    {
        if (m_theirs.has(key) && m_theirs.rules.value(key) != m_base.rules.value(key))
            conflict(m_theirs.rules.value(key));
        leave(key);
    }

    void bring(const QString &key)
    {
        const EgressRule mine = m_mine.rules.value(key);
        const bool isChanged = !m_base.has(key) || m_base.rules.value(key) != mine;
        const bool isMoved = m_movedByMe.contains(key);
        if (!isChanged && !isMoved)
            return;
        const bool isTheirs = m_theirs.has(key);
        const bool changedThere =
            m_base.has(key) ? !isTheirs || m_theirs.rules.value(key) != m_base.rules.value(key) : isTheirs;
        if (isChanged && changedThere && !(isTheirs && m_theirs.rules.value(key) == mine))
            conflict(mine);
        else if (isMoved && (!isTheirs || isMovedElsewhere(key)))
            conflict(mine);
        if (isChanged || !isTheirs)
            m_values.insert(key, mine);
        if (!m_places.contains(key))
            enter(key);
    }

    bool isMovedElsewhere(const QString &key) const
    {
        return m_movedByThem.contains(key) && m_mine.keys.value(m_mine.rows.value(key) - 1) !=
                                                  m_theirs.keys.value(m_theirs.rows.value(key) - 1);
    }

    void leave(const QString &key)
    {
        if (const auto place = m_places.constFind(key); place != m_places.cend()) {
            m_order.erase(*place);
            m_places.erase(place);
        }
    }

    //! Below the nearest rule that I have above it, else above the nearest below, else at the end.
    void enter(const QString &key)
    {
        const int row = m_mine.rows.value(key);
        for (int above = row - 1; above >= 0; --above) {
            if (const auto place = m_places.constFind(m_mine.keys.at(above)); place != m_places.cend()) {
                m_places.insert(key, m_order.insert(std::next(*place), key));
                return;
            }
        }
        for (int below = row + 1; below < m_mine.keys.size(); ++below) {
            if (const auto place = m_places.constFind(m_mine.keys.at(below)); place != m_places.cend()) {
                m_places.insert(key, m_order.insert(*place, key));
                return;
            }
        }
        m_places.insert(key, m_order.insert(m_order.end(), key));
    }

    void conflict(const EgressRule &rule)
    {
        if (const QString name = nameOf(rule); !m_result.conflicts.contains(name))
            m_result.conflicts << name;
    }

    KeyedRules m_base;
    KeyedRules m_mine;
    KeyedRules m_theirs;
    QSet<QString> m_movedByMe;
    QSet<QString> m_movedByThem;
    std::list<QString> m_order;
    QHash<QString, std::list<QString>::iterator> m_places;
    QHash<QString, EgressRule> m_values;
    Rebase m_result;
};

} // namespace

Rebase rebasePolicy(const NetworkPolicy &base, const NetworkPolicy &mine, const NetworkPolicy &theirs)
{
    return Rebasing(base, mine, theirs).run();
}

} // namespace Spritarium
