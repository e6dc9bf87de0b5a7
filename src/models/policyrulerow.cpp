// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "models/policyrulerow.h"

#include <QHash>
#include <QSet>

#include <algorithm>
#include <optional>

namespace Spritarium {

namespace {

//! Keys of a longest part of `rows` that is in the order of `place` already; keys without a place are left
//! out.
QSet<quint64> inOrder(const QList<quint64> &rows, const QHash<quint64, qsizetype> &place)
{
    QList<qsizetype> ends;              // by length of the run: where the one that ends lowest ends
    QHash<qsizetype, qsizetype> before; // place before, in the run that ends with a place
    QHash<qsizetype, quint64> keyAt;
    for (const quint64 key : rows) {
        const auto found = place.constFind(key);
        if (found == place.cend())
            continue;
        keyAt.insert(*found, key);
        const auto end = std::lower_bound(ends.begin(), ends.end(), *found);
        before.insert(*found, end == ends.begin() ? -1 : *std::prev(end));
        if (end == ends.end())
            ends << *found;
        else
            *end = *found;
    }
    QSet<quint64> keys;
    for (qsizetype at = ends.isEmpty() ? -1 : ends.last(); at >= 0; at = before.value(at))
        keys.insert(keyAt.value(at));
    return keys;
}

} // namespace

QList<RowMove> movesIntoOrder(QList<quint64> rows, const QList<quint64> &fresh)
{
    QHash<quint64, qsizetype> place;
    place.reserve(fresh.size());
    for (const quint64 key : fresh)
        place.insert(key, place.size());
    const QSet<quint64> staying = inOrder(rows, place);
    const QSet<quint64> known(rows.cbegin(), rows.cend());

    QList<RowMove> moves;
    std::optional<quint64> previous;
    for (const quint64 key : fresh) {
        if (!known.contains(key))
            continue;
        if (!staying.contains(key)) {
            const qsizetype from = rows.indexOf(key);
            const qsizetype after = previous ? rows.indexOf(*previous) : -1;
            const qsizetype to = after < from ? after + 1 : after;
            if (from != to) {
                rows.move(from, to);
                moves << RowMove{int(from), int(to)};
            }
        }
        previous = key;
    }
    return moves;
}

} // namespace Spritarium
