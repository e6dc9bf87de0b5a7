// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/sequencematch.h"

#include <algorithm>

namespace Spritarium {

QList<bool> longestGrowingRow(const QList<int> &values)
{
    QList<int> ends; // ends[k]: the place whose value is the smallest at the end of a row of k + 1 values
    QList<int> before(values.size(), -1);
    for (int place = 0; place < values.size(); ++place) {
        if (values.at(place) < 0)
            continue;
        const auto end =
            std::lower_bound(ends.begin(), ends.end(), values.at(place),
                             [&values](int other, int value) { return values.at(other) < value; });
        if (end != ends.begin())
            before[place] = *std::prev(end);
        if (end == ends.end())
            ends << place;
        else
            *end = place;
    }
    QList<bool> belongs(values.size(), false);
    for (int place = ends.isEmpty() ? -1 : ends.last(); place >= 0; place = before.at(place))
        belongs[place] = true;
    return belongs;
}

} // namespace Spritarium
