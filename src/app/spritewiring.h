// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/operationflow.h"
#include "app/parts.h"
#include "domain/networkpolicy.h"
#include "domain/sprite.h"

#include <QHash>
#include <QObject>
#include <QStringList>

#include <optional>

namespace Spritarium {

class AccountSession;
class NewSpriteSheet;
class SpriteTreePanel;

//! What can be done to whole sprites: create, delete, labels, address, and what can be copied of them.
class SpriteWiring : public QObject
{
    Q_OBJECT

public:
    SpriteWiring(const Parts &parts, SpriteTreePanel &panel, const FlowTiming &timing, QObject *parent);

    void updateReasons();
    void askNew(const AccountId &account);
    //! What was typed before the program ended.
    void restoreDrafts(const QHash<QString, QString> &drafts) { m_drafts.insert(drafts); }

private:
    void watchActions();
    void watchHeader();
    void watchDesk();
    void saveDraft(const AccountId &account, const QString &text);
    bool isOffline(const AccountId &account) const;
    void create(NewSpriteSheet &sheet, AccountSession &session, const NewSprite &sprite,
                const std::optional<NetworkPolicy> &policy);
    void askDelete(const QList<SpriteKey> &keys);
    void askLabels(const QList<SpriteKey> &keys);
    void changeLabels(const SpriteKey &key, const QStringList &labels, bool offerUndo);
    void askAddress(const SpriteKey &key);
    void changeAddress(const SpriteKey &key, bool isPublic);
    void copyAddress(const SpriteKey &key);
    void openAddress(const SpriteKey &key);
    void copyCommand(const SpriteKey &key, bool asCli);
    void finishCreate(const Operation &operation);
    //! The selected sprites, or the shown one.
    QList<SpriteKey> targets() const;
    QString disabledReason(const QList<SpriteKey> &keys) const;

    Parts m_parts;
    SpriteTreePanel &m_panel;
    FlowTiming m_timing;
    QHash<QString, QString> m_drafts; //!< of sheets that were not sent, by the store's key
    QHash<OperationId, std::optional<NetworkPolicy>> m_policies; //!< chosen for sprites that are being made
};

} // namespace Spritarium
