// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "models/spritefilter_p.h"

#include <algorithm>

namespace Spritarium {

namespace {

//! Favorites first, then groups, then sprites that stand alone.
int rankOf(const SpriteTreeNode &node)
{
    if (!node.group())
        return 2;
    return node.group()->kind == GroupNode::Kind::Favorites ? 0 : 1;
}

bool touchesRows(const QList<int> &roles)
{
    static const QSet<int> harmless{SpriteTreeModel::SecondLineRole, Qt::AccessibleTextRole,
                                    SpriteTreeModel::BusyRole,       SpriteTreeModel::DeletingRole,
                                    SpriteTreeModel::CountsRole,     SpriteTreeModel::AccountStateRole,
                                    SpriteTreeModel::FavoriteRole,   SpriteTreeModel::HoldRole};
    return roles.isEmpty() ||
           std::any_of(roles.begin(), roles.end(), [](int role) { return !harmless.contains(role); });
}

} // namespace

SpriteFilter::Private::Private(SpriteFilter &filter, SpriteTreeModel &source)
    : q(filter)
    , model(source)
{}

const SpriteTreeNode *SpriteFilter::Private::nodeOf(const QModelIndex &index) const
{
    if (!index.isValid())
        return model.nodeOf({});
    return static_cast<const Mapping *>(index.constInternalPointer())->accepted()[size_t(index.row())];
}

SpriteFilterMapping *SpriteFilter::Private::find(const Node *source) const
{
    const auto it = mappings.find(source);
    return it == mappings.end() ? nullptr : it->second.get();
}

SpriteFilterMapping &SpriteFilter::Private::mapping(const Node *source)
{
    std::unique_ptr<Mapping> &slot = mappings[source];
    if (!slot)
        slot = std::make_unique<Mapping>(source);
    return *slot;
}

QModelIndex SpriteFilter::Private::proxyIndex(const Node *node) const
{
    if (!node || !node->parent() || !isShown(node->parent()))
        return {};
    Mapping *mapping = find(node->parent());
    const int row = mapping ? mapping->rowOf(node) : -1;
    return row < 0 ? QModelIndex() : q.createIndex(row, 0, mapping);
}

bool SpriteFilter::Private::isShown(const Node *parent) const
{
    return !parent->parent() || proxyIndex(parent).isValid();
}

bool SpriteFilter::Private::less(const Node &a, const Node &b) const
{
    if (const int ranks = rankOf(a) - rankOf(b); ranks != 0)
        return ranks < 0;
    if (a.account())
        return a.row() < b.row();
    if (a.group())
        return a.group()->name.compare(b.group()->name, Qt::CaseInsensitive) < 0;
    // Haystacks begin with the name in lower case, and a line end sorts before every letter.
    const int names = a.sprite()->haystack.compare(b.sprite()->haystack);
    const Sprite &left = a.sprite()->sprite;
    const Sprite &right = b.sprite()->sprite;
    if (order == Order::State && left.state != right.state)
        return left.state < right.state;
    if (order == Order::LastRun && left.lastRunningAt != right.lastRunningAt)
        return left.lastRunningAt > right.lastRunningAt;
    if (order == Order::Created && left.createdAt != right.createdAt)
        return left.createdAt > right.createdAt;
    return names != 0 ? names < 0 : left.name < right.name;
}

bool SpriteFilter::Private::accepts(const Node &node, const QDateTime &now) const
{
    const SpriteNode *sprite = node.sprite();
    if (!sprite)
        return node.account() || (find(&node) && !find(&node)->accepted().empty());
    if (!query.matchesHaystack(sprite->haystack))
        return false;
    if (!query.hasConditions())
        return true;
    const SpriteFacts facts{node.accountNode()->account()->account.organization, sprite->restricted,
                            sprite->forwards > 0};
    return query.matchesConditions(sprite->sprite, facts, now);
}

SpriteFilterMapping::Nodes SpriteFilter::Private::acceptedOf(const Mapping &mapping) const
{
    Nodes accepted;
    accepted.reserve(mapping.sorted().size());
    const QDateTime now = QDateTime::currentDateTimeUtc();
    size_t at = 0;
    if (query.isEmpty() && !held) {
        // Sprites stand last, and all of them pass.
        for (; at < mapping.sorted().size() && !mapping.sorted()[at]->sprite(); ++at) {
            if (accepts(*mapping.sorted()[at], now))
                accepted.push_back(mapping.sorted()[at]);
        }
        accepted.insert(accepted.end(), mapping.sorted().begin() + std::ptrdiff_t(at),
                        mapping.sorted().end());
        return accepted;
    }
    for (; at < mapping.sorted().size(); ++at) {
        const QStringView haystack = mapping.haystackAt(at);
        const Node *node = mapping.sorted()[at];
        if (haystack.isNull()
                ? accepts(*node, now)
                : query.matchesHaystack(haystack) && (!query.hasConditions() || accepts(*node, now)))
            accepted.push_back(node);
    }
    return accepted;
}

void SpriteFilter::Private::connectSource()
{
    connect(&model, &SpriteTreeModel::rowsInserted, &q,
            [this](const QModelIndex &parent, int first, int last) { onInserted(parent, first, last); });
    connect(
        &model, &SpriteTreeModel::rowsAboutToBeRemoved, &q,
        [this](const QModelIndex &parent, int first, int last) { onAboutToBeRemoved(parent, first, last); });
    connect(&model, &SpriteTreeModel::rowsRemoved, &q, [this](const QModelIndex &parent) {
        for (const Node *node : std::as_const(dying))
            dropTree(node);
        dying.clear();
        mapping(model.nodeOf(parent)).invalidateRows();
    });
    // A row that changes its parent keeps its persistent indexes, hence a layout change around the move.
    connect(&model, &SpriteTreeModel::rowsAboutToBeMoved, &q,
            [this](const QModelIndex &parent, int first, int) {
                beginRelayout();
                const Node *node = model.nodeOf(parent)->child(first);
                Mapping &from = mapping(node->parent());
                from.remove({node});
                Nodes accepted = from.accepted();
                std::erase(accepted, node);
                from.setAccepted(std::move(accepted));
                touched[node->parent()].remove(node);
                std::erase(fresh[node->parent()], node);
            });
    connect(&model, &SpriteTreeModel::rowsMoved, &q,
            [this](const QModelIndex &from, int, int, const QModelIndex &to, int row) {
                mapping(model.nodeOf(from)).invalidateRows();
                const Node *node = model.nodeOf(to)->child(row);
                const auto lessThan = [this](const Node &a, const Node &b) { return less(a, b); };
                for (; node->parent(); node = node->parent()) {
                    Mapping &at = mapping(node->parent());
                    at.resort({node}, lessThan);
                    at.setAccepted(acceptedOf(at));
                }
                endRelayout();
            });
    connect(&model, &SpriteTreeModel::dataChanged, &q,
            [this](const QModelIndex &first, const QModelIndex &last, const QList<int> &roles) {
                onChanged(first, last, roles);
            });
    connect(&model, &SpriteTreeModel::layoutAboutToBeChanged, &q, [this] { beginRelayout(); });
    connect(&model, &SpriteTreeModel::layoutChanged, &q, [this] {
        // Groups are new rows: their old addresses mean nothing any more.
        beforeNodes.clear();
        for (const QPersistentModelIndex &index : std::as_const(sourceBefore))
            beforeNodes.push_back(index.isValid() ? model.nodeOf(index) : nullptr);
        sourceBefore.clear();
        rebuild();
        endRelayout();
    });
    connect(&model, &SpriteTreeModel::changesApplied, &q, [this] { settle(); });
}

void SpriteFilter::Private::onInserted(const QModelIndex &parent, int first, int last)
{
    const Node *source = model.nodeOf(parent);
    mapping(source).invalidateRows();
    for (int row = first; row <= last; ++row)
        touchTree(source->child(row));
}

void SpriteFilter::Private::touchTree(const Node *node)
{
    touched[node->parent()].insert(node);
    fresh[node->parent()].push_back(node);
    for (const auto &child : node->children())
        touchTree(child.get());
}

void SpriteFilter::Private::onAboutToBeRemoved(const QModelIndex &parent, int first, int last)
{
    const Node *source = model.nodeOf(parent);
    Mapping &rows = mapping(source);
    for (int row = first; row <= last; ++row)
        dying.insert(source->child(row));
    touched[source].subtract(dying);
    if (const auto added = fresh.find(source); added != fresh.end())
        std::erase_if(*added, [this](const Node *node) { return dying.contains(node); });
    Nodes accepted = rows.accepted();
    std::erase_if(accepted, [this](const Node *node) { return dying.contains(node); });
    replace(rows, std::move(accepted));
    rows.remove(dying);
}

void SpriteFilter::Private::dropTree(const Node *node)
{
    // Only the address is left of the row; its mapping still knows the children's.
    const auto it = mappings.find(node);
    if (it == mappings.end())
        return;
    const Nodes children = it->second->sorted();
    mappings.erase(it);
    touched.remove(node);
    fresh.remove(node);
    for (const Node *child : children)
        dropTree(child);
}

void SpriteFilter::Private::onChanged(const QModelIndex &first, const QModelIndex &last,
                                      const QList<int> &roles)
{
    const Node *source = model.nodeOf(first)->parent();
    Mapping &rows = mapping(source);
    const bool matters = touchesRows(roles);
    if (matters) {
        NodeSet &set = touched[source];
        for (int row = first.row(); row <= last.row(); ++row)
            set.insert(source->child(row));
    }
    if (!isShown(source) || rows.accepted().empty())
        return;
    int from = int(rows.accepted().size()), to = -1;
    if (first.row() == 0 && last.row() == source->childCount() - 1) {
        from = 0;
        to = int(rows.accepted().size()) - 1;
    } else {
        for (int row = first.row(); row <= last.row(); ++row) {
            const int proxyRow = rows.rowOf(source->child(row));
            from = proxyRow < 0 ? from : std::min(from, proxyRow);
            to = std::max(to, proxyRow);
        }
    }
    if (from <= to)
        Q_EMIT q.dataChanged(q.createIndex(from, 0, &rows), q.createIndex(to, 0, &rows), roles);
}

void SpriteFilter::Private::settle()
{
    if (held) {
        settleHeld();
        return;
    }
    const auto lessThan = [this](const Node &a, const Node &b) { return less(a, b); };
    for (auto it = touched.cbegin(); it != touched.cend(); ++it)
        mapping(it.key()).resort(it.value(), lessThan);
    const QList<const Node *> parents = touched.keys();
    touched.clear();
    fresh.clear();
    settleParents(parents);
}

void SpriteFilter::Private::settleHeld()
{
    // Only what is new shows itself now, and only at the end; the rest stays touched until the release.
    const QDateTime now = QDateTime::currentDateTimeUtc();
    QList<const Node *> parents = fresh.keys();
    const auto depth = [](const Node *node) { return node->group() ? 2 : node->account() ? 1 : 0; };
    std::sort(parents.begin(), parents.end(),
              [&depth](const Node *a, const Node *b) { return depth(a) > depth(b); });
    for (const Node *parent : std::as_const(parents)) {
        const Nodes added = fresh.take(parent);
        Mapping &rows = mapping(parent);
        rows.append(added);
        Nodes accepted = rows.accepted();
        std::copy_if(added.begin(), added.end(), std::back_inserter(accepted),
                     [&](const Node *node) { return accepts(*node, now); });
        replace(rows, std::move(accepted));
    }
}

void SpriteFilter::Private::refilter(bool resort)
{
    const auto lessThan = [this](const Node &a, const Node &b) { return less(a, b); };
    QList<const Node *> parents;
    for (const auto &[source, rows] : mappings) {
        if (resort)
            rows->sortAll(lessThan);
        else if (touched.contains(source))
            rows->resort(touched.value(source), lessThan);
        parents << source;
    }
    touched.clear();
    fresh.clear();
    settleParents(parents);
}

void SpriteFilter::Private::settleParents(const QList<const Node *> &parents)
{
    // Groups first, since accounts show those that hold matches; a group that comes or goes changes unseen.
    QSet<const Node *> accounts;
    bool root = false;
    QHash<const Node *, Nodes> emptied;
    for (const Node *parent : parents) {
        if (parent->group()) {
            accounts.insert(parent->parent());
            Nodes accepted = acceptedOf(mapping(parent));
            if (accepted.empty())
                emptied.insert(parent, {});
            else
                replace(mapping(parent), std::move(accepted));
        } else if (parent->account()) {
            accounts.insert(parent);
        } else {
            root = true;
        }
    }
    // Accounts that are new show themselves with what they hold.
    for (const Node *account : std::as_const(accounts)) {
        Nodes accepted = acceptedOf(mapping(account));
        std::erase_if(accepted, [&emptied](const Node *node) { return emptied.contains(node); });
        replace(mapping(account), std::move(accepted));
    }
    for (auto it = emptied.cbegin(); it != emptied.cend(); ++it)
        mapping(it.key()).setAccepted({});
    if (root)
        replace(mapping(model.nodeOf({})), acceptedOf(mapping(model.nodeOf({}))));
}

void SpriteFilter::Private::rebuild()
{
    mappings.clear();
    touched.clear();
    fresh.clear();
    const auto lessThan = [this](const Node &a, const Node &b) { return less(a, b); };
    const std::function<void(const Node *)> build = [&](const Node *node) {
        for (const auto &child : node->children()) {
            if (!child->sprite())
                build(child.get());
        }
        Mapping &rows = mapping(node);
        rows.sortAll(lessThan);
        rows.setAccepted(acceptedOf(rows));
    };
    build(model.nodeOf({}));
}

void SpriteFilter::Private::replace(Mapping &rows, Nodes accepted)
{
    if (accepted == rows.accepted())
        return;
    if (!isShown(rows.source())) {
        rows.setAccepted(std::move(accepted));
        return;
    }
    const RowSteps steps = stepsBetween(rows.sorted(), rows.accepted(), accepted);
    if (!steps.isFew()) {
        beginRelayout();
        rows.setAccepted(std::move(accepted));
        endRelayout();
        return;
    }
    const QModelIndex parent = proxyIndex(rows.source());
    for (auto run = steps.removals.rbegin(); run != steps.removals.rend(); ++run) {
        q.beginRemoveRows(parent, run->first, run->last);
        Nodes less = rows.accepted();
        less.erase(less.begin() + run->first, less.begin() + run->last + 1);
        rows.setAccepted(std::move(less));
        q.endRemoveRows();
    }
    for (const RowSteps::Run &run : steps.insertions) {
        q.beginInsertRows(parent, run.first, run.last);
        Nodes more = rows.accepted();
        more.insert(more.begin() + run.first, accepted.begin() + run.first, accepted.begin() + run.last + 1);
        rows.setAccepted(std::move(more));
        q.endInsertRows();
    }
}

void SpriteFilter::Private::beginRelayout()
{
    Q_EMIT q.layoutAboutToBeChanged();
    before = q.persistentIndexList();
    beforeNodes.clear();
    sourceBefore.clear();
    for (const QModelIndex &index : std::as_const(before)) {
        beforeNodes.push_back(nodeOf(index));
        sourceBefore << QPersistentModelIndex(model.indexOf(beforeNodes.back()));
    }
}

void SpriteFilter::Private::endRelayout()
{
    QModelIndexList after;
    after.reserve(before.size());
    for (const Node *node : beforeNodes)
        after << proxyIndex(node);
    q.changePersistentIndexList(before, after);
    before.clear();
    beforeNodes.clear();
    sourceBefore.clear();
    Q_EMIT q.layoutChanged();
}

} // namespace Spritarium
