// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "models/spritetreemodel_p.h"

#include <algorithm>
#include <limits>

namespace Spritarium {

namespace {

constexpr qsizetype AtOnce = 2000;
constexpr qsizetype SliceRows = 250;
constexpr qint64 SliceMs = 5; // leaves two thirds of a frame to the views

} // namespace

SpriteTreeModel::Private::Private(SpriteTreeModel &model)
    : q(model)
    , slice(&model)
{
    slice.setInterval(0);
    QObject::connect(&slice, &QTimer::timeout, &model, [this] { workOff(); });
}

SpriteKey SpriteTreeModel::Private::keyOf(const Node &node) const
{
    return {node.accountId(), node.sprite() ? node.sprite()->sprite.name : SpriteName()};
}

std::optional<GroupNode> SpriteTreeModel::Private::groupOf(const SpriteNode &node) const
{
    if (node.favorite)
        return GroupNode{GroupNode::Kind::Favorites, {}};
    const QString &name = node.sprite.name.toString();
    if (grouping == Grouping::ByLabel && !node.sprite.labels.isEmpty())
        return GroupNode{GroupNode::Kind::Label, node.sprite.labels.first()};
    if (const qsizetype dash = name.indexOf(u'-'); grouping == Grouping::ByPrefix && dash > 0)
        return GroupNode{GroupNode::Kind::Prefix, name.left(dash)};
    return {};
}

SpriteTreeNode *SpriteTreeModel::Private::findGroup(Node *account, const GroupNode &group) const
{
    const auto it = groups.find({account, int(group.kind), group.name});
    return it == groups.end() ? nullptr : it->second;
}

SpriteTreeNode::Pointer SpriteTreeModel::Private::newGroup(Node *account, const GroupNode &group)
{
    auto node = std::make_unique<Node>(group);
    groups.emplace(GroupKey(account, int(group.kind), group.name), node.get());
    return node;
}

SpriteNode SpriteTreeModel::Private::freshNode(const SpriteKey &key, const Sprite &sprite) const
{
    SpriteNode node;
    node.sprite = sprite;
    node.haystack = SpriteQuery::haystackOf(sprite);
    node.favorite = favorites.contains(key);
    node.busy = busy.contains(key);
    node.deleting = deleting.contains(key);
    node.forwards = forwards.value(key);
    node.heldUntil = holds.value(key);
    if (restricted.contains(key))
        node.restricted = restricted.value(key);
    return node;
}

void SpriteTreeModel::Private::feed(Node *account, std::span<const Sprite> list, quint32 listing)
{
    std::vector<Node::Pointer> fresh;
    std::vector<Node *> changed, astray;
    SpriteKey key{account->accountId(), {}};
    for (const Sprite &sprite : list) {
        key.sprite = sprite.name;
        Node *node = sprites.value(key);
        if (!node) {
            fresh.push_back(std::make_unique<Node>(freshNode(key, sprite)));
            node = fresh.back().get();
            sprites.insert(key, node);
        } else if (node->sprite()->sprite != sprite) {
            node->sprite()->sprite = sprite;
            node->sprite()->haystack = SpriteQuery::haystackOf(sprite);
            if (node->parent()) // a name twice on one page has no row yet
                changed.push_back(node);
        }
        node->sprite()->seen = listing;
    }
    if (grouping == Grouping::ByLabel)
        astray = changed;
    emitChanged(std::move(changed), {});
    place(account, std::move(fresh), [this](Node *parent, std::vector<Node::Pointer> &nodes) {
        const int first = parent->childCount();
        q.beginInsertRows(q.indexOf(parent), first, first + int(nodes.size()) - 1);
        for (Node::Pointer &node : nodes)
            parent->append(std::move(node));
        q.endInsertRows();
    });
    for (Node *node : astray)
        moveToItsGroup(node);
}

void SpriteTreeModel::Private::place(Node *account, std::vector<Node::Pointer> nodes, const Append &appendAll)
{
    std::map<Node *, std::vector<Node::Pointer>> batches;
    std::vector<Node::Pointer> newGroups;
    QSet<Node *> isNew;
    for (Node::Pointer &node : nodes) {
        const std::optional<GroupNode> group = groupOf(*node->sprite());
        Node *parent = group ? findGroup(account, *group) : account;
        if (!parent) {
            newGroups.push_back(newGroup(account, *group));
            parent = newGroups.back().get();
            isNew.insert(parent);
        }
        if (isNew.contains(parent))
            parent->append(std::move(node));
        else
            batches[parent].push_back(std::move(node));
    }
    for (auto &[parent, batch] : batches)
        appendAll(parent, batch);
    if (!newGroups.empty())
        appendAll(account, newGroups);
}

void SpriteTreeModel::Private::startListing(Node *account, const QList<Sprite> &list)
{
    PendingListing &listing = pending[account->accountId()];
    listing = PendingListing();
    listing.sprites = list;
    listing.number = ++listingNumber;
    // Whoever tells a long list has worked for it in this turn already.
    if (list.size() > AtOnce || account->childCount() > AtOnce)
        return slice.start();
    QElapsedTimer clock;
    clock.start();
    workOffOne(account, listing, clock, std::numeric_limits<qint64>::max());
    pending.erase(account->accountId());
}

void SpriteTreeModel::Private::workOff()
{
    QElapsedTimer clock;
    clock.start();
    for (auto it = pending.begin(); it != pending.end() && clock.elapsed() < SliceMs;) {
        Node *node = account(it->first);
        if (!node || workOffOne(node, it->second, clock, SliceMs))
            it = pending.erase(it);
        else
            ++it;
    }
    if (pending.empty())
        slice.stop();
    Q_EMIT q.changesApplied();
}

bool SpriteTreeModel::Private::workOffOne(Node *account, PendingListing &listing, const QElapsedTimer &clock,
                                          qint64 budget)
{
    while (!listing.isRead()) {
        const qsizetype count = std::min(SliceRows, listing.sprites.size() - listing.next);
        const std::span<const Sprite> rows(listing.sprites.constData() + listing.next, size_t(count));
        listing.next += count;
        if (listing.newer.isEmpty()) {
            feed(account, rows, listing.number);
        } else {
            for (const Sprite &sprite : rows) {
                if (!listing.newer.contains(sprite.name))
                    feed(account, {&sprite, 1}, listing.number);
            }
        }
        if (clock.elapsed() >= budget)
            return false;
    }
    return removeUnseen(account, listing.number, clock, budget);
}

bool SpriteTreeModel::Private::removeUnseen(Node *parent, quint32 listing, const QElapsedTimer &clock,
                                            qint64 budget)
{
    const QSet<SpriteName> &newer = pending[parent->accountId()].newer;
    const auto stays = [listing, &newer](const Node *node) {
        return node->sprite()->seen == listing || newer.contains(node->sprite()->sprite.name);
    };
    for (int last = parent->childCount() - 1; last >= 0; --last) {
        Node *child = parent->child(last);
        if (child->group()) {
            if (!removeUnseen(child, listing, clock, budget))
                return false;
            removeIfEmptyGroup(child);
            continue;
        }
        int first = last;
        while (first >= 0 && parent->child(first)->sprite() && !stays(parent->child(first)))
            --first;
        if (first == last)
            continue;
        removeRows(parent, first + 1, last);
        if (clock.elapsed() >= budget)
            return false;
        last = first + 1;
    }
    return true;
}

void SpriteTreeModel::Private::noteNewer(const SpriteKey &key)
{
    const auto it = pending.find(key.account);
    if (it != pending.end())
        it->second.newer.insert(key.sprite);
}

void SpriteTreeModel::Private::removeRows(Node *parent, int first, int last)
{
    q.beginRemoveRows(q.indexOf(parent), first, last);
    for (int row = first; row <= last; ++row)
        forget(*parent->child(row));
    parent->remove(first, last);
    q.endRemoveRows();
}

void SpriteTreeModel::Private::forget(const Node &node)
{
    if (node.sprite()) {
        const SpriteKey key = keyOf(node);
        sprites.remove(key);
        deleting.remove(key); // a new sprite of that name is another one
    }
    if (node.account()) {
        accounts.remove(node.accountId());
        pending.erase(node.accountId());
    }
    if (const GroupNode *group = node.group())
        groups.erase({node.parent(), int(group->kind), group->name});
    for (const auto &child : node.children())
        forget(*child);
}

void SpriteTreeModel::Private::removeIfEmptyGroup(Node *parent)
{
    if (parent->group() && parent->childCount() == 0)
        removeRows(parent->parent(), parent->row(), parent->row());
}

void SpriteTreeModel::Private::moveToItsGroup(Node *node)
{
    Node *from = node->parent();
    Node *account = from->group() ? from->parent() : from;
    const std::optional<GroupNode> group = groupOf(*node->sprite());
    Node *to = group ? findGroup(account, *group) : account;
    if (from == to)
        return;
    if (!to) {
        q.beginInsertRows(q.indexOf(account), account->childCount(), account->childCount());
        account->append(newGroup(account, *group));
        q.endInsertRows();
        to = account->child(account->childCount() - 1);
    }
    const int row = node->row();
    q.beginMoveRows(q.indexOf(from), row, row, q.indexOf(to), to->childCount());
    to->append(from->take(row));
    q.endMoveRows();
    removeIfEmptyGroup(from);
}

void SpriteTreeModel::Private::emitChanged(std::vector<Node *> nodes, const QList<int> &roles)
{
    std::sort(nodes.begin(), nodes.end(), [](const Node *a, const Node *b) {
        return a->parent() != b->parent() ? std::less<>()(a->parent(), b->parent()) : a->row() < b->row();
    });
    for (size_t first = 0; first < nodes.size();) {
        size_t last = first;
        while (last + 1 < nodes.size() && nodes[last + 1]->parent() == nodes[first]->parent() &&
               nodes[last + 1]->row() <= nodes[last]->row() + 1)
            ++last;
        Q_EMIT q.dataChanged(q.indexOf(nodes[first]), q.indexOf(nodes[last]), roles);
        first = last + 1;
    }
}

void SpriteTreeModel::Private::regroupAll()
{
    Q_EMIT q.layoutAboutToBeChanged();
    const QModelIndexList before = q.persistentIndexList();
    std::vector<const Node *> nodes;
    for (const QModelIndex &index : before)
        nodes.push_back(q.nodeOf(index));
    QSet<const Node *> gone;
    groups.clear();
    for (const auto &account : root.children()) {
        std::vector<Node::Pointer> taken;
        while (account->childCount() > 0) {
            Node::Pointer child = account->take(account->childCount() - 1);
            while (child->group() && child->childCount() > 0)
                taken.push_back(child->take(child->childCount() - 1));
            if (child->group())
                gone.insert(child.get());
            else
                taken.push_back(std::move(child));
        }
        std::reverse(taken.begin(), taken.end());
        place(account.get(), std::move(taken), [](Node *parent, std::vector<Node::Pointer> &nodes) {
            for (Node::Pointer &node : nodes)
                parent->append(std::move(node));
        });
    }
    QModelIndexList after;
    for (const Node *node : nodes)
        after << (gone.contains(node) ? QModelIndex() : q.indexOf(node));
    q.changePersistentIndexList(before, after);
    Q_EMIT q.layoutChanged();
}

} // namespace Spritarium
