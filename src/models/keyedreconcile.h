// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHash>
#include <QList>

#include <algorithm>

namespace Spritarium {

//! Turns `rows` into `fresh` by key, telling `host` each step before and after it, so that selection, scroll
//! position and persistent indexes survive a refresh. An identical listing tells nothing. Keys must be
//! unique.
//!
//! Host has beginRemove(first, last), endRemove(), beginMove(from, to), endMove(), beginInsert(first, last),
//! endInsert() and changed(first, last); rows are removed in runs from the back, moved up one by one,
//! inserted in runs.
template <typename Row, typename KeyOf, typename Host>
void reconcile(QList<Row> &rows, QList<Row> fresh, KeyOf keyOf, Host &host)
{
    using Key = std::decay_t<decltype(keyOf(std::declval<const Row &>()))>;
    QHash<Key, qsizetype> freshRow;
    freshRow.reserve(fresh.size());
    for (qsizetype i = 0; i < fresh.size(); ++i)
        freshRow.insert(keyOf(fresh[i]), i);
    Q_ASSERT(freshRow.size() == fresh.size());

    for (qsizetype last = rows.size() - 1; last >= 0;) {
        qsizetype first = last;
        while (first >= 0 && !freshRow.contains(keyOf(rows[first])))
            --first;
        if (first < last) {
            host.beginRemove(int(first + 1), int(last));
            rows.remove(first + 1, last - first);
            host.endRemove();
        }
        last = first - 1;
    }

    QHash<Key, bool> kept;
    kept.reserve(rows.size());
    for (const Row &row : std::as_const(rows))
        kept.insert(keyOf(row), true);
    for (qsizetype i = 0; i < fresh.size(); ++i) {
        if (i < rows.size() && keyOf(rows[i]) == keyOf(fresh[i]))
            continue;
        if (kept.contains(keyOf(fresh[i]))) {
            qsizetype from = i + 1;
            while (!(keyOf(rows[from]) == keyOf(fresh[i])))
                ++from;
            host.beginMove(int(from), int(i));
            rows.move(from, i);
            host.endMove();
            continue;
        }
        qsizetype last = i;
        while (last + 1 < fresh.size() && !kept.contains(keyOf(fresh[last + 1])))
            ++last;
        host.beginInsert(int(i), int(last));
        rows.insert(i, last - i + 1, Row());
        std::copy(fresh.begin() + i, fresh.begin() + last + 1, rows.begin() + i);
        host.endInsert();
        i = last;
    }

    for (qsizetype i = 0; i < fresh.size(); ++i) {
        const qsizetype first = i;
        while (i < fresh.size() && !(rows[i] == fresh[i])) {
            rows[i] = std::move(fresh[i]);
            ++i;
        }
        if (i > first)
            host.changed(int(first), int(i - 1));
    }
}

} // namespace Spritarium
