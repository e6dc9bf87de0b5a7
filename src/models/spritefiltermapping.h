// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/spritetreenode.h"

#include <QSet>

#include <functional>
#include <vector>

namespace Spritarium {

//! The children of one row of the sprite tree as the filter shows them: all of them sorted, and those that
//! pass.
class SpriteFilterMapping
{
public:
    using Node = SpriteTreeNode;
    using Nodes = std::vector<const Node *>;
    using Less = std::function<bool(const Node &, const Node &)>;

    explicit SpriteFilterMapping(const Node *source)
        : m_source(source)
    {}

    const Node *source() const { return m_source; }
    const Nodes &sorted() const { return m_sorted; }
    const Nodes &accepted() const { return m_accepted; }
    void setAccepted(Nodes accepted);
    //! Where `node` stands among the accepted; -1 when it does not pass.
    int rowOf(const Node *node) const;
    //! Source rows moved: numbers are looked up again.
    void invalidateRows() { m_rowsValid = false; }
    //! The haystack of sorted()[at]; null for a row that is no sprite. All of them stand in one piece of
    //! memory: reaching for 100,000 rows one by one would cost more than a frame.
    QStringView haystackAt(size_t at) const;

    void sortAll(const Less &less);
    //! Puts `touched` where they belong now, new ones included; the others keep their order.
    void resort(const QSet<const Node *> &touched, const Less &less);
    void append(const Nodes &nodes);
    void remove(const QSet<const Node *> &nodes);

private:
    void buildHaystacks() const;

    const Node *m_source;
    Nodes m_sorted;
    Nodes m_accepted;
    mutable std::vector<int> m_rows; //!< by source row
    mutable bool m_rowsValid = false;
    mutable int m_lookups = 0; //!< since the rows were invalidated
    mutable QString m_haystacks;
    mutable std::vector<qsizetype> m_haystackEnds; //!< negative: no sprite; empty: to be built again
};

//! How to get from one list of rows to another.
struct RowSteps
{
    struct Run
    {
        int first = 0;
        int last = 0;
    };
    std::vector<Run> removals;   //!< rows of the old list, ascending
    std::vector<Run> insertions; //!< rows of the new list, ascending
    bool inOrder = true;         //!< false: rows that stay change places

    static constexpr size_t Few = 24;
    bool isFew() const { return inOrder && removals.size() + insertions.size() <= Few; }
};
//! Both lists are to be in the order of `sorted`; where `before` is not, rows have changed places. Gives up
//! counting when the steps are no longer few.
RowSteps stepsBetween(const SpriteFilterMapping::Nodes &sorted, const SpriteFilterMapping::Nodes &before,
                      const SpriteFilterMapping::Nodes &after);

} // namespace Spritarium
