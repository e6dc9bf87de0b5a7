// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/spritetreemodel.h"
#include "models/spritetreenode.h"

#include <QElapsedTimer>
#include <QTimer>

#include <functional>
#include <map>
#include <span>
#include <tuple>

namespace Spritarium {

//! A listing too long for one go.
struct PendingListing
{
    QList<Sprite> sprites;
    qsizetype next = 0;
    quint32 number = 0;
    QSet<SpriteName> newer; //!< told meanwhile by somebody else

    bool isRead() const { return next >= sprites.size(); }
};

struct SpriteTreeModel::Private
{
    using Node = SpriteTreeNode;
    using GroupKey = std::tuple<const Node *, int, QString>;

    explicit Private(SpriteTreeModel &model);

    Node *account(const AccountId &id) const { return accounts.value(id); }
    SpriteKey keyOf(const Node &node) const;
    std::optional<GroupNode> groupOf(const SpriteNode &node) const;
    Node *findGroup(Node *account, const GroupNode &group) const;
    SpriteNode freshNode(const SpriteKey &key, const Sprite &sprite) const;

    void feed(Node *account, std::span<const Sprite> sprites, quint32 listing);
    void startListing(Node *account, const QList<Sprite> &sprites);
    void workOff();
    //! True when the listing of this account is done.
    bool workOffOne(Node *account, PendingListing &pending, const QElapsedTimer &clock, qint64 budget);
    bool removeUnseen(Node *parent, quint32 listing, const QElapsedTimer &clock, qint64 budget);
    void noteNewer(const SpriteKey &key);

    using Append = std::function<void(Node *, std::vector<Node::Pointer> &)>;
    //! Each parent gets its rows at once; new groups arrive filled.
    void place(Node *account, std::vector<Node::Pointer> nodes, const Append &appendAll);
    Node::Pointer newGroup(Node *account, const GroupNode &group);
    void removeRows(Node *parent, int first, int last);
    void removeIfEmptyGroup(Node *parent);
    void forget(const Node &node);
    void moveToItsGroup(Node *node);
    void emitChanged(std::vector<Node *> nodes, const QList<int> &roles);
    void changeSprite(const SpriteKey &key, const QList<int> &roles,
                      const std::function<void(SpriteNode &)> &change);
    void applyCounts(Node *account, const OrganizationCounts &counts);
    QVariant spriteData(const SpriteNode &node, int role) const;
    QVariant groupData(const GroupNode &node, int role) const;
    QVariant accountData(const AccountNode &node, int role) const;
    void changeAccount(Node *account, const QList<int> &roles);
    void regroupAll();

    SpriteTreeModel &q;
    Node root;
    QHash<AccountId, Node *> accounts;
    QHash<SpriteKey, Node *> sprites;
    QSet<SpriteKey> favorites, busy, deleting;
    QHash<SpriteKey, int> forwards;
    QHash<SpriteKey, QDateTime> holds;
    QHash<SpriteKey, bool> restricted;
    std::map<GroupKey, Node *> groups;
    std::map<AccountId, PendingListing> pending;
    QTimer slice;
    quint32 listingNumber = 0;
    Grouping grouping = Grouping::Flat;
    QDateTime now = QDateTime::currentDateTimeUtc();
};

} // namespace Spritarium
