// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/account.h"
#include "domain/sprite.h"
#include "domain/spritequery.h"
#include "models/viewstate.h"

#include <memory>
#include <variant>
#include <vector>

namespace Spritarium {

struct AccountNode
{
    Account account;
    ViewState state;
    OrganizationCounts counts;
};

struct GroupNode
{
    enum class Kind { Favorites, Label, Prefix };

    Kind kind = Kind::Label;
    QString name; //!< empty for favorites

    friend bool operator==(const GroupNode &, const GroupNode &) = default;
};

struct SpriteNode
{
    Sprite sprite;
    QString haystack; //!< SpriteQuery::haystackOf, kept so that a keystroke costs no conversions
    std::optional<bool> restricted;
    int forwards = 0;
    QDateTime heldUntil;
    bool busy = false;
    bool deleting = false;
    bool favorite = false;
    quint32 seen = 0; //!< number of the last listing that named it
};

//! One row of the sprite tree. Parents own their children; a row number is computed when asked for, since
//! removing a thousand runs must not renumber a thousand times.
class SpriteTreeNode
{
public:
    using Payload = std::variant<std::monostate, AccountNode, GroupNode, SpriteNode>;
    using Pointer = std::unique_ptr<SpriteTreeNode>;

    SpriteTreeNode() = default;
    explicit SpriteTreeNode(Payload payload)
        : m_payload(std::move(payload))
    {}

    AccountNode *account() { return std::get_if<AccountNode>(&m_payload); }
    const AccountNode *account() const { return std::get_if<AccountNode>(&m_payload); }
    const GroupNode *group() const { return std::get_if<GroupNode>(&m_payload); }
    SpriteNode *sprite() { return std::get_if<SpriteNode>(&m_payload); }
    const SpriteNode *sprite() const { return std::get_if<SpriteNode>(&m_payload); }

    //! The account this row belongs to; itself for an account, null for the root.
    const SpriteTreeNode *accountNode() const;
    const AccountId &accountId() const;

    const SpriteTreeNode *parent() const { return m_parent; }
    SpriteTreeNode *parent() { return m_parent; }
    int row() const;
    int childCount() const { return int(m_children.size()); }
    SpriteTreeNode *child(int row) const { return m_children[size_t(row)].get(); }
    const std::vector<Pointer> &children() const { return m_children; }

    void append(Pointer child);
    Pointer take(int row);
    void remove(int first, int last);

private:
    void renumber() const;

    Payload m_payload;
    SpriteTreeNode *m_parent = nullptr;
    std::vector<Pointer> m_children;
    mutable int m_row = 0;
    mutable int m_numberedUpTo = 0; //!< children below this row know their number
};

} // namespace Spritarium
