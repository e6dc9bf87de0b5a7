// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "models/spritetreemodel.h"

#include "models/spritetreemodel_p.h"
#include "models/spritetreetexts.h"

#include <algorithm>

namespace Spritarium {

SpriteTreeModel::SpriteTreeModel(QObject *parent)
    : QAbstractItemModel(parent)
    , d(std::make_unique<Private>(*this))
{}

SpriteTreeModel::~SpriteTreeModel() = default;

void SpriteTreeModel::applyAccounts(const QList<Account> &fresh)
{
    const auto named = [&fresh](const AccountId &id) {
        return std::any_of(fresh.begin(), fresh.end(),
                           [&id](const Account &account) { return account.id == id; });
    };
    for (int row = d->root.childCount() - 1; row >= 0; --row) {
        if (!named(d->root.child(row)->accountId()))
            d->removeRows(&d->root, row, row);
    }
    for (const Account &account : fresh) {
        SpriteTreeNode *node = d->account(account.id);
        if (!node) {
            beginInsertRows({}, d->root.childCount(), d->root.childCount());
            d->root.append(std::make_unique<SpriteTreeNode>(AccountNode{account, {}, {}}));
            d->accounts.insert(account.id, d->root.child(d->root.childCount() - 1));
            endInsertRows();
        } else if (node->account()->account != account) {
            node->account()->account = account;
            d->changeAccount(node, {});
        }
    }
    Q_EMIT changesApplied();
}

void SpriteTreeModel::applyPage(const AccountId &id, const QList<Sprite> &sprites,
                                const OrganizationCounts &counts)
{
    SpriteTreeNode *account = d->account(id);
    if (!account)
        return;
    if (d->pending.contains(id)) {
        for (const Sprite &sprite : sprites)
            d->noteNewer({id, sprite.name});
    }
    d->feed(account, {sprites.constData(), size_t(sprites.size())}, 0);
    d->applyCounts(account, counts);
    Q_EMIT changesApplied();
}

void SpriteTreeModel::applyListing(const AccountId &id, const QList<Sprite> &sprites,
                                   const OrganizationCounts &counts)
{
    SpriteTreeNode *account = d->account(id);
    if (!account)
        return;
    d->startListing(account, sprites);
    d->applyCounts(account, counts);
    Q_EMIT changesApplied();
}

void SpriteTreeModel::applySprite(const AccountId &id, const Sprite &sprite)
{
    SpriteTreeNode *account = d->account(id);
    if (!account)
        return;
    d->noteNewer({id, sprite.name});
    d->feed(account, {&sprite, 1}, 0);
    Q_EMIT changesApplied();
}

void SpriteTreeModel::applyRemoval(const SpriteKey &key)
{
    d->noteNewer(key);
    SpriteTreeNode *node = d->sprites.value(key);
    if (!node)
        return;
    SpriteTreeNode *parent = node->parent();
    d->removeRows(parent, node->row(), node->row());
    d->removeIfEmptyGroup(parent);
    Q_EMIT changesApplied();
}

void SpriteTreeModel::applyAccountState(const AccountId &id, const ViewState &state)
{
    SpriteTreeNode *account = d->account(id);
    if (!account || account->account()->state == state)
        return;
    account->account()->state = state;
    if (state.kind == ViewState::Kind::Denied && account->childCount() > 0) {
        d->pending.erase(id);
        d->removeRows(account, 0, account->childCount() - 1);
    }
    d->changeAccount(account, {AccountStateRole, SecondLineRole, Qt::AccessibleTextRole});
    Q_EMIT changesApplied();
}

void SpriteTreeModel::Private::applyCounts(Node *account, const OrganizationCounts &counts)
{
    if (account->account()->counts == counts)
        return;
    account->account()->counts = counts;
    changeAccount(account, {CountsRole, Qt::AccessibleTextRole});
}

void SpriteTreeModel::Private::changeAccount(Node *account, const QList<int> &roles)
{
    const QModelIndex index = q.indexOf(account);
    Q_EMIT q.dataChanged(index, index, roles);
}

void SpriteTreeModel::Private::changeSprite(const SpriteKey &key, const QList<int> &roles,
                                            const std::function<void(SpriteNode &)> &change)
{
    Node *node = sprites.value(key);
    if (!node)
        return;
    change(*node->sprite());
    emitChanged({node}, roles);
    Q_EMIT q.changesApplied();
}

namespace {

//! True when the set changed.
bool put(QSet<SpriteKey> &set, const SpriteKey &key, bool in)
{
    if (set.contains(key) == in)
        return false;
    if (in)
        set.insert(key);
    else
        set.remove(key);
    return true;
}

} // namespace

void SpriteTreeModel::setBusy(const SpriteKey &key, bool busy)
{
    if (put(d->busy, key, busy))
        d->changeSprite(key, {BusyRole, Qt::AccessibleTextRole},
                        [busy](SpriteNode &node) { node.busy = busy; });
}

void SpriteTreeModel::setDeleting(const SpriteKey &key, bool deleting)
{
    if (put(d->deleting, key, deleting))
        d->changeSprite(key, {DeletingRole, Qt::AccessibleTextRole},
                        [deleting](SpriteNode &node) { node.deleting = deleting; });
}

void SpriteTreeModel::setForwards(const SpriteKey &key, int count)
{
    if (d->forwards.value(key) == count)
        return;
    if (count > 0)
        d->forwards.insert(key, count);
    else
        d->forwards.remove(key);
    d->changeSprite(key, {ForwardedRole, ForwardsRole, Qt::AccessibleTextRole},
                    [count](SpriteNode &node) { node.forwards = count; });
}

void SpriteTreeModel::setHold(const SpriteKey &key, const QDateTime &until)
{
    if (d->holds.value(key) == until)
        return;
    if (until.isValid())
        d->holds.insert(key, until);
    else
        d->holds.remove(key);
    d->changeSprite(key, {HoldRole, Qt::AccessibleTextRole},
                    [until](SpriteNode &node) { node.heldUntil = until; });
}

void SpriteTreeModel::setFavorite(const SpriteKey &key, bool favorite)
{
    if (!put(d->favorites, key, favorite) || !d->sprites.contains(key))
        return;
    d->changeSprite(key, {FavoriteRole, Qt::AccessibleTextRole},
                    [favorite](SpriteNode &node) { node.favorite = favorite; });
    d->moveToItsGroup(d->sprites.value(key));
    Q_EMIT changesApplied();
}

void SpriteTreeModel::setRestricted(const SpriteKey &key, std::optional<bool> restricted)
{
    const std::optional<bool> known =
        d->restricted.contains(key) ? std::optional(d->restricted.value(key)) : std::nullopt;
    if (known == restricted)
        return;
    if (restricted)
        d->restricted.insert(key, *restricted);
    else
        d->restricted.remove(key);
    d->changeSprite(key, {RestrictedRole, Qt::AccessibleTextRole},
                    [restricted](SpriteNode &node) { node.restricted = restricted; });
}

void SpriteTreeModel::setGrouping(Grouping grouping)
{
    if (grouping == d->grouping)
        return;
    d->grouping = grouping;
    d->regroupAll();
    Q_EMIT changesApplied();
}

SpriteTreeModel::Grouping SpriteTreeModel::grouping() const
{
    return d->grouping;
}

void SpriteTreeModel::refreshAges(const QDateTime &now)
{
    d->now = now;
    static const QList<int> roles{SecondLineRole, Qt::AccessibleTextRole};
    const auto refresh = [this](const SpriteTreeNode *parent) {
        if (parent->childCount() > 0)
            Q_EMIT dataChanged(indexOf(parent->child(0)), indexOf(parent->child(parent->childCount() - 1)),
                               roles);
    };
    for (const auto &account : d->root.children())
        refresh(account.get());
    for (const auto &[key, group] : d->groups)
        refresh(group);
}

QModelIndex SpriteTreeModel::indexOf(const SpriteKey &key) const
{
    return indexOf(d->sprites.value(key));
}

QModelIndex SpriteTreeModel::indexOf(const AccountId &account) const
{
    return indexOf(d->accounts.value(account));
}

QModelIndex SpriteTreeModel::indexOf(const SpriteTreeNode *node) const
{
    return node && node->parent() ? createIndex(node->row(), 0, node) : QModelIndex();
}

const SpriteTreeNode *SpriteTreeModel::nodeOf(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<const SpriteTreeNode *>(index.constInternalPointer()) : &d->root;
}

std::optional<Sprite> SpriteTreeModel::sprite(const SpriteKey &key) const
{
    const SpriteTreeNode *node = d->sprites.value(key);
    return node ? std::optional(node->sprite()->sprite) : std::nullopt;
}

QStringList SpriteTreeModel::spriteNames(const AccountId &account) const
{
    QStringList names;
    for (auto it = d->sprites.keyBegin(); it != d->sprites.keyEnd(); ++it) {
        if (it->account == account)
            names << it->sprite.toString();
    }
    return names;
}

QList<SpriteKey> SpriteTreeModel::sprites() const
{
    return d->sprites.keys();
}

int SpriteTreeModel::spriteCount() const
{
    return int(d->sprites.size());
}

SpriteFacts SpriteTreeModel::factsOf(const SpriteKey &key) const
{
    const SpriteTreeNode *node = d->sprites.value(key);
    const SpriteTreeNode *account = d->accounts.value(key.account);
    SpriteFacts facts;
    if (account)
        facts.organization = account->account()->account.organization;
    if (node) {
        facts.restricted = node->sprite()->restricted;
        facts.forwarded = node->sprite()->forwards > 0;
    }
    return facts;
}

OrganizationCounts SpriteTreeModel::countsOf(const AccountId &account) const
{
    const SpriteTreeNode *node = d->accounts.value(account);
    return node ? node->account()->counts : OrganizationCounts();
}

bool SpriteTreeModel::isApplying() const
{
    return !d->pending.empty();
}

QModelIndex SpriteTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    const SpriteTreeNode *node = nodeOf(parent);
    if (column != 0 || row < 0 || parent.column() > 0 || row >= node->childCount())
        return {};
    return createIndex(row, 0, node->child(row));
}

QModelIndex SpriteTreeModel::parent(const QModelIndex &child) const
{
    return child.isValid() ? indexOf(nodeOf(child)->parent()) : QModelIndex();
}

int SpriteTreeModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : nodeOf(parent)->childCount();
}

int SpriteTreeModel::columnCount(const QModelIndex &) const
{
    return 1;
}

Qt::ItemFlags SpriteTreeModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    const Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    return nodeOf(index)->sprite() ? flags | Qt::ItemNeverHasChildren : flags;
}

QVariant SpriteTreeModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const SpriteTreeNode &node = *nodeOf(index);
    if (role == AccountIdRole)
        return node.accountId().toString();
    if (role == KeyRole)
        return QVariant::fromValue(d->keyOf(node));
    if (node.sprite())
        return d->spriteData(*node.sprite(), role);
    return node.group() ? d->groupData(*node.group(), role) : d->accountData(*node.account(), role);
}

QVariant SpriteTreeModel::Private::spriteData(const SpriteNode &node, int role) const
{
    switch (role) {
    case KindRole:
        return int(NodeKind::Sprite);
    case Qt::DisplayRole:
    case NameRole:
        return node.sprite.name.toString();
    case Qt::AccessibleTextRole:
        return spriteAccessibleText(node, now);
    case StateRole:
    case SortStateRole:
        return int(node.sprite.state);
    case StateTextRole:
        return spriteStateText(node.sprite);
    case SecondLineRole:
        return spriteSecondLine(node, now);
    case LabelsRole:
        return node.sprite.labels;
    case PublicRole:
        return node.sprite.isPublic();
    case RestrictedRole:
        return node.restricted ? QVariant(*node.restricted) : QVariant();
    case ForwardedRole:
        return node.forwards > 0;
    case HoldRole:
        return node.heldUntil.isValid() ? QVariant(node.heldUntil) : QVariant();
    case ForwardsRole:
        return node.forwards;
    case FavoriteRole:
        return node.favorite;
    case BusyRole:
        return node.busy;
    case DeletingRole:
        return node.deleting;
    case SortTimeRole:
        return node.sprite.lastRunningAt;
    case CreatedRole:
        return node.sprite.createdAt;
    case SpriteRole:
        return QVariant::fromValue(node.sprite);
    default:
        return {};
    }
}

QVariant SpriteTreeModel::Private::groupData(const GroupNode &node, int role) const
{
    switch (role) {
    case KindRole:
        return int(NodeKind::Group);
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
    case NameRole:
        return groupName(node);
    case IsFavoritesRole:
        return node.kind == GroupNode::Kind::Favorites;
    default:
        return {};
    }
}

QVariant SpriteTreeModel::Private::accountData(const AccountNode &node, int role) const
{
    switch (role) {
    case KindRole:
        return int(NodeKind::Account);
    case Qt::DisplayRole:
    case NameRole:
        return node.account.organization;
    case Qt::AccessibleTextRole: {
        QStringList facts{node.account.organization, accountSecondLine(node), countsText(node.counts)};
        facts.removeAll({});
        return facts.join(tr(", ", "between facts read aloud"));
    }
    case SecondLineRole:
        return accountSecondLine(node);
    case AccountStateRole:
        return QVariant::fromValue(node.state);
    case CountsRole:
        return countsText(node.counts);
    case IsPlaygroundRole:
        return node.account.isPlayground;
    default:
        return {};
    }
}

} // namespace Spritarium
