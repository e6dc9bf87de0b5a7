// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/ids.h"
#include "models/actionfacts.h"

#include <QAbstractListModel>

#include <functional>
#include <memory>

namespace Spritarium {

//! What the command palette lists for the typed text: sprites to go to, actions, settings (ux-spec 4).
//!
//! Subsequences match; recent choices stand first, then the better match. At most 50 rows. A disabled action
//! is listed with its reason and cannot be activated; one that does not apply at all (visible == false) is
//! absent.
class PaletteModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum class EntryKind { Sprite, Action, Setting, Offer };
    Q_ENUM(EntryKind)
    enum Role {
        KindRole = Qt::UserRole + 1, //!< EntryKind as int
        IdRole,                      //!< QString: action or setting id; "sprite:<account>/<name>" for sprites
        TextRole,                    //!< what the person reads
        DetailRole,                  //!< organization of a sprite
        ShortcutRole,                //!< portable text, may be empty
        DisabledReasonRole,          //!< QString, empty when it can be activated
        MatchPositionsRole,          //!< QVariantList of int: letters of TextRole to highlight
        SpriteKeyRole,               //!< SpriteKey (sprites)
        RecentRole                   //!< bool
    };

    struct SpriteEntry
    {
        SpriteKey key;
        QString organization;
    };

    explicit PaletteModel(QObject *parent = nullptr);
    ~PaletteModel() override;

    void setSprites(const QList<SpriteEntry> &sprites);
    void setActions(const QList<ActionFacts> &actions);
    void setSettings(const QList<ActionFacts> &settings);
    //! What the typed text itself offers, such as "Would … be allowed?": asked with every query, listed first
    //! and as it is.
    void setOffers(std::function<QList<ActionFacts>(const QString &query)> offers);
    //! Ids of IdRole, newest first; what is gone since is passed over.
    void setRecent(const QStringList &ids);
    //! The rows are right when this returns.
    void setQuery(const QString &text);
    QString query() const;
    //! Whether Enter on this row does something.
    bool canActivate(const QModelIndex &index) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    struct Private;
    friend struct Private;
    std::unique_ptr<Private> d;
};

} // namespace Spritarium
