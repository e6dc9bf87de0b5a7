// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "models/spritefilter.h"

#include "models/spritefilter_p.h"

#include <algorithm>

namespace Spritarium {

SpriteFilter::SpriteFilter(SpriteTreeModel &model, QObject *parent)
    : QAbstractProxyModel(parent)
    , d(std::make_unique<Private>(*this, model))
{
    setSourceModel(&model);
    d->rebuild();
    d->connectSource();
}

SpriteFilter::~SpriteFilter() = default;

void SpriteFilter::setQueryText(const QString &text)
{
    if (text == d->queryText)
        return;
    d->queryText = text;
    const SpriteQuery query(text);
    if (query != d->query) {
        d->query = query;
        d->refilter(false);
    }
    Q_EMIT queryChanged();
}

QString SpriteFilter::queryText() const
{
    return d->queryText;
}

const SpriteQuery &SpriteFilter::query() const
{
    return d->query;
}

void SpriteFilter::setOrder(Order order)
{
    if (order == d->order)
        return;
    d->order = order;
    d->refilter(true);
}

SpriteFilter::Order SpriteFilter::order() const
{
    return d->order;
}

void SpriteFilter::setOrderHeld(bool held)
{
    if (held == d->held)
        return;
    d->held = held;
    if (!held)
        d->settle();
}

int SpriteFilter::matchCount() const
{
    int count = 0;
    for (const auto &[source, mapping] : d->mappings) {
        count += int(std::count_if(mapping->accepted().begin(), mapping->accepted().end(),
                                   [](const SpriteTreeNode *node) { return node->sprite(); }));
    }
    return count;
}

QModelIndex SpriteFilter::mapToSource(const QModelIndex &index) const
{
    return index.isValid() ? d->model.indexOf(d->nodeOf(index)) : QModelIndex();
}

QModelIndex SpriteFilter::mapFromSource(const QModelIndex &index) const
{
    return index.isValid() ? d->proxyIndex(d->model.nodeOf(index)) : QModelIndex();
}

QModelIndex SpriteFilter::index(int row, int column, const QModelIndex &parent) const
{
    SpriteFilterMapping *mapping = d->find(d->nodeOf(parent));
    if (!mapping || column != 0 || row < 0 || row >= int(mapping->accepted().size()))
        return {};
    return createIndex(row, 0, mapping);
}

QModelIndex SpriteFilter::parent(const QModelIndex &child) const
{
    if (!child.isValid())
        return {};
    return d->proxyIndex(static_cast<const SpriteFilterMapping *>(child.constInternalPointer())->source());
}

int SpriteFilter::rowCount(const QModelIndex &parent) const
{
    const SpriteFilterMapping *mapping = d->find(d->nodeOf(parent));
    return mapping && parent.column() <= 0 ? int(mapping->accepted().size()) : 0;
}

int SpriteFilter::columnCount(const QModelIndex &) const
{
    return 1;
}

bool SpriteFilter::hasChildren(const QModelIndex &parent) const
{
    return rowCount(parent) > 0;
}

} // namespace Spritarium
