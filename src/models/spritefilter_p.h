// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/spritefilter.h"
#include "models/spritefiltermapping.h"

#include <unordered_map>

namespace Spritarium {

struct SpriteFilter::Private
{
    using Node = SpriteTreeNode;
    using Mapping = SpriteFilterMapping;
    using Nodes = Mapping::Nodes;
    using NodeSet = QSet<const Node *>;

    Private(SpriteFilter &filter, SpriteTreeModel &source);

    const Node *nodeOf(const QModelIndex &index) const;
    Mapping *find(const Node *source) const;
    Mapping &mapping(const Node *source);
    QModelIndex proxyIndex(const Node *node) const;
    bool isShown(const Node *parent) const;

    void connectSource();
    void onInserted(const QModelIndex &parent, int first, int last);
    void onAboutToBeRemoved(const QModelIndex &parent, int first, int last);
    void onChanged(const QModelIndex &first, const QModelIndex &last, const QList<int> &roles);
    void touchTree(const Node *node);
    void dropTree(const Node *node);

    bool less(const Node &a, const Node &b) const;
    bool accepts(const Node &node, const QDateTime &now) const;
    Nodes acceptedOf(const Mapping &mapping) const;

    //! Brings the rows of everything touched to order.
    void settle();
    void settleHeld();
    //! Evaluates all rows again; with `resort` also their order.
    void refilter(bool resort);
    void rebuild();
    void settleParents(const QList<const Node *> &parents);
    void replace(Mapping &mapping, Nodes accepted);
    void beginRelayout();
    void endRelayout();

    SpriteFilter &q;
    SpriteTreeModel &model;
    SpriteQuery query;
    QString queryText;
    Order order = Order::State;
    bool held = false;
    std::unordered_map<const Node *, std::unique_ptr<Mapping>> mappings;
    QHash<const Node *, NodeSet> touched; //!< per parent
    QHash<const Node *, Nodes> fresh;     //!< those of them that have not been shown yet
    NodeSet dying;
    QModelIndexList before; //!< during a layout change
    Nodes beforeNodes;
    QList<QPersistentModelIndex> sourceBefore;
};

} // namespace Spritarium
