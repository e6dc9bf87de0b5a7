// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/operationflow.h"
#include "app/parts.h"
#include "app/timelinefeed.h"
#include "domain/networkpolicy.h"

#include <QHash>
#include <QObject>
#include <QPointer>
#include <QSet>

#include <functional>

namespace Spritarium {

class AccountSession;
class InspectorPanel;
class OperationLogModel;
class RestoreSheet;
class TimelinePanel;

//! What a person asks for in the Checkpoints tab becomes a flow, and what the flow tells comes back as rows,
//! logs and banners (ux-spec 9).
class TimelineWiring : public QObject
{
    Q_OBJECT

public:
    TimelineWiring(const Parts &parts, TimelineFeed &feed, TimelinePanel &panel, InspectorPanel &inspector,
                   const FlowTiming &timing, QObject *parent);

    //! What was typed before the program ended, and what is offered again.
    void restoreDrafts(const QHash<QString, QString> &drafts, const QStringList &recentComments);
    //! Operations that ran when the program ended. A restore is looked after once its account is signed in;
    //! what else was under way is told as unknown.
    void addInterrupted(const QList<Operation> &operations);
    void updateReasons();
    void askRestore(const CheckpointId &checkpoint);
    //! The selected sprite is gone, and the person agrees that its row goes, too.
    void removeFromList();

private:
    //! The newest verified restore of a sprite, and the rules around it.
    struct RestoredSprite
    {
        Operation operation;
        std::optional<NetworkPolicy> before;
        std::optional<NetworkPolicy> after;
        bool bannerClosed = false; //!< it still can be undone, from the menu
        bool rulesKept = false;

        bool rulesChanged() const { return before && after && *before != *after; }
    };

    void sessionCloses(AccountSession *session);
    void resumeFor(AccountSession *session);
    void watchPanel();
    void watchOperationRows();
    void watchDesk();
    void watchActions();
    void showSelection();
    void showSprite();
    void create(const QString &comment);
    void restore(const SpriteKey &sprite, const CheckpointId &checkpoint, bool withSafety);
    void watchBusy(RestoreSheet &sheet, const SpriteKey &sprite);
    void readForSheet(RestoreSheet &sheet, const CheckpointId &checkpoint);
    void readWhatStops(RestoreSheet &sheet, const SpriteKey &sprite);
    void askDelete(const CheckpointId &checkpoint);
    void tryAgain(const OperationId &operation, bool withoutSafety);
    void undo(const OperationId &operation);
    //! The safety checkpoint that takes the newest restore of the shown sprite back, also one of an earlier
    //! run; empty where there is none.
    CheckpointId undoPoint() const;
    void applyStored(const SeenSprite &seen);
    void putBackRules(const OperationId &operation);
    void copyCommand(const CheckpointId &checkpoint, bool asCli);
    void applyChange(const Operation &operation);
    void applySettled(const Operation &operation);
    void showBanners(const SpriteKey &sprite);
    void showRules(const OperationId &operation);
    void remember(const Operation &operation);
    void keepComment(const Operation &operation);
    //! A sprite of the same name is another one.
    void forgetSprites(const std::function<bool(const SpriteKey &)> &isGone);
    //! Of operations that ended on sprites not shown, the oldest beyond a handful are forgotten; Activity has
    //! them.
    void forgetOldOperations();
    void forgetOperation(const OperationId &operation);
    OperationLogModel *logOf(const OperationId &operation);
    //! Why nothing can be changed now; `mayNot` where the token is good, but not for this.
    QString disabledReason(const QString &mayNot) const;
    std::optional<Operation> operation(const OperationId &id) const;

    Parts m_parts;
    TimelineFeed &m_feed;
    TimelinePanel &m_panel;
    InspectorPanel &m_inspector;
    FlowTiming m_timing;
    QHash<OperationId, OperationLogModel *> m_logs;
    QHash<OperationId, Operation> m_operations; //!< checkpoint operations of this run
    QSet<OperationId> m_hidden;                 //!< of these, the rows that a person put away
    QHash<QString, QString> m_drafts;           //!< typed comments that were not sent, by sprite
    QStringList m_recentComments;
    QList<OperationId> m_settled; //!< oldest first
    QList<Operation> m_interrupted;
    QHash<SpriteKey, RestoredSprite> m_restored; //!< until the next restore
    QHash<SpriteKey, CheckpointId> m_storedUndo; //!< the same of restores that this computer remembers
    QSet<SpriteKey> m_unsure; //!< what the last restore did is not known: those before it are past undoing
};

} // namespace Spritarium
