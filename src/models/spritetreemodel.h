// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/account.h"
#include "domain/ids.h"
#include "domain/sprite.h"
#include "domain/spritequery.h"
#include "models/viewstate.h"

#include <QAbstractItemModel>
#include <QHash>
#include <QSet>

#include <memory>

namespace Spritarium {

class SpriteTreeNode;

//! Accounts, their groups and their sprites, as one tree (ux-spec 7).
//!
//! Fed by values, never reset by a refresh: rows are reconciled by SpriteKey, so selection, expansion and
//! persistent indexes survive. Sorting and filtering are SpriteFilter's; rows here keep the order of arrival.
class SpriteTreeModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum class NodeKind { Account, Group, Sprite };
    Q_ENUM(NodeKind)
    enum class Grouping { Flat, ByLabel, ByPrefix };
    Q_ENUM(Grouping)

    enum Role {
        KindRole = Qt::UserRole + 1, //!< NodeKind as int
        KeyRole,                     //!< SpriteKey (sprite rows; accounts carry an empty sprite name)
        AccountIdRole,               //!< AccountId as QString
        NameRole,                    //!< organization, group or sprite name, plain
        StateRole,                   //!< SpriteState as int (sprites)
        StateTextRole,               //!< translated state word, or the raw one
        SecondLineRole,              //!< "Running · ran 12 min ago · web" (sprites); host for accounts
        LabelsRole,                  //!< QStringList
        PublicRole,                  //!< bool
        RestrictedRole,              //!< QVariant: bool when known, invalid when not
        FavoriteRole,                //!< bool
        BusyRole,                    //!< bool: an operation of ours runs on it
        DeletingRole,                //!< bool: shown dimmed until a read no longer lists it
        AccountStateRole,            //!< ViewState (accounts)
        CountsRole,                  //!< QString, "3 of 10 running · 12 of 50 warm" (accounts)
        IsPlaygroundRole,            //!< bool (accounts)
        SortStateRole,               //!< int
        SortTimeRole,                //!< last run, QDateTime
        CreatedRole,                 //!< QDateTime
        SpriteRole,                  //!< Sprite (sprites)
        ForwardedRole,               //!< bool
        ForwardsRole,                //!< int, how many
        HoldRole,                    //!< QDateTime, UTC: until then a hold of ours keeps it awake; or nothing
        IsFavoritesRole              //!< bool (groups)
    };

    explicit SpriteTreeModel(QObject *parent = nullptr);
    ~SpriteTreeModel() override;

    void applyAccounts(const QList<Account> &accounts);
    //! One page of a running refresh: rows are added and patched, none removed. A page costs O(page),
    //! whatever is there.
    void applyPage(const AccountId &account, const QList<Sprite> &sprites, const OrganizationCounts &counts);
    //! The end of a refresh: rows not in `sprites` go. Up to 2,000 rows are done at once; more are worked off
    //! in slices of a few milliseconds, and what applySprite and its kin say meanwhile is newer and stays.
    void applyListing(const AccountId &account, const QList<Sprite> &sprites,
                      const OrganizationCounts &counts);
    void applySprite(const AccountId &account, const Sprite &sprite);
    void applyRemoval(const SpriteKey &key);
    void applyAccountState(const AccountId &account, const ViewState &state);
    void setBusy(const SpriteKey &key, bool busy);
    void setDeleting(const SpriteKey &key, bool deleting);
    void setFavorite(const SpriteKey &key, bool favorite);
    void setRestricted(const SpriteKey &key, std::optional<bool> restricted);
    //! How many of its ports are forwarded; those stopped by hand do not count.
    void setForwards(const SpriteKey &key, int count);
    //! Until then a hold of ours keeps it awake; no time: there is none.
    void setHold(const SpriteKey &key, const QDateTime &until);
    void setGrouping(Grouping grouping);
    Grouping grouping() const;
    //! Texts that hold an age are right again; one dataChanged per account.
    void refreshAges(const QDateTime &now);

    QModelIndex indexOf(const SpriteKey &key) const;
    QModelIndex indexOf(const AccountId &account) const;
    std::optional<Sprite> sprite(const SpriteKey &key) const;
    QStringList spriteNames(const AccountId &account) const;
    QList<SpriteKey> sprites() const;
    int spriteCount() const;
    SpriteFacts factsOf(const SpriteKey &key) const;
    OrganizationCounts countsOf(const AccountId &account) const;
    //! Whether slices of a long listing are still to come.
    bool isApplying() const;

    //! For SpriteFilter, which walks rows without the detour over QVariant. The root for an invalid index.
    const SpriteTreeNode *nodeOf(const QModelIndex &index) const;
    QModelIndex indexOf(const SpriteTreeNode *node) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

Q_SIGNALS:
    //! Once at the end of every call that changed something, and of every slice: proxies settle then.
    void changesApplied();

private:
    struct Private;
    friend struct Private;
    std::unique_ptr<Private> d;
};

} // namespace Spritarium
