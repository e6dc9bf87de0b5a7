// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/lineage.h"
#include "domain/operation.h"
#include "domain/sprite.h"
#include "models/viewstate.h"

#include <QPointer>
#include <QWidget>

class QAction;
class QStackedLayout;
class QTimer;
class QVBoxLayout;

namespace Spritarium {

class AsleepStrip;
class Banner;
class CheckpointPopover;
class CheckpointTimelineModel;
class OperationLogModel;
class OperationRow;
class StatePanel;
class TimelineInfoLine;
class TimelineList;
class TimelineToolbar;

//! The registered actions of this view (ux-spec 1.5). Not owned; any may be null. Triggering one does here
//! what the row's button does, for the selected checkpoint. Their texts, keys and reasons are the owner's.
struct TimelineActions
{
    QAction *create = nullptr;
    QAction *restore = nullptr;
    QAction *remove = nullptr;
    QAction *refresh = nullptr;
    QAction *copyAsCli = nullptr;
    QAction *copyAsRequest = nullptr;
};

//! The Checkpoints tab: toolbar, confidence, banners, Asleep strip, timeline, and what stands there when
//! there is none (ux-spec 9). It asks by signals and shows what the model holds; it knows no service.
class TimelinePanel : public QWidget
{
    Q_OBJECT

public:
    TimelinePanel(CheckpointTimelineModel &model, const TimelineActions &actions, QWidget *parent = nullptr);

    //! What the Asleep strip says; `canLoadWithoutWaking` where the list can be read while asleep.
    void setSprite(const Sprite &sprite, bool canLoadWithoutWaking);
    //! Checkpoint now… is off with this reason everywhere; empty switches it on.
    void setCreateDisabledReason(const QString &reason);
    //! Automatic checkpoints cannot be listed here: no chip, and the "?" says so.
    void setAutomaticOffered(bool offered);
    //! In the menu of the Safety chip. Not owned.
    void addSafetyAction(QAction *action);
    void setRecentComments(const QStringList &comments);
    //! What was typed before a restart.
    void setCommentDraft(const QString &text);
    //! The messages of an operation; before or after its row. Not owned.
    void setLog(const OperationId &operation, OperationLogModel *log);

    //! The banner of a verified restore; stays until closed, pressed, or another sprite is shown.
    void showUndoRestore(const Operation &operation);
    //! "Egress rules changed with this restore: 3 rules fewer." `summary` is that sentence.
    void showEgressChanged(const OperationId &operation, const QString &summary);
    void clearBanners();
    //! Opens the popover under the button.
    void openCreate();
    //! The creation was not taken; what was typed is there again.
    void showCreateError(const ApiError &error);

    CheckpointId selectedCheckpoint() const;
    void selectCheckpoint(const CheckpointId &checkpoint);
    void focusFilter();
    TimelineList *list() const { return m_list; }

Q_SIGNALS:
    void createRequested(const QString &comment);
    void restoreRequested(const Spritarium::CheckpointId &checkpoint);
    void deleteRequested(const Spritarium::CheckpointId &checkpoint);
    void refreshRequested();
    //! Cancel of "Still loading…".
    void stopLoadingRequested();
    void loadWithoutWakingRequested();
    void wakeAndLoadRequested();
    void undoRestoreRequested(const Spritarium::OperationId &operation);
    //! The person closed the banner of this restore; it need not come back.
    void undoBannerClosed(const Spritarium::OperationId &operation);
    //! The person keeps the rules that changed with this restore, or closed their banner.
    void egressChangeKept(const Spritarium::OperationId &operation);
    void optionsChanged(const Spritarium::TimelineOptions &options);
    void commentDraftChanged(const QString &text);
    void copyAsCliRequested(const Spritarium::CheckpointId &checkpoint);
    void copyAsRequestRequested(const Spritarium::CheckpointId &checkpoint);
    void tryAgainRequested(const Spritarium::OperationId &operation);
    void restoreWithoutSafetyRequested(const Spritarium::OperationId &operation);
    void checkAgainRequested(const Spritarium::OperationId &operation);
    void stopWatchingRequested(const Spritarium::OperationId &operation);
    void hideRequested(const Spritarium::OperationId &operation);
    void egressShowRequested(const Spritarium::OperationId &operation);
    void egressPutBackRequested(const Spritarium::OperationId &operation);
    //! Double click on a point.
    void inspectorRequested(const Spritarium::CheckpointId &checkpoint);
    //! The sprite is gone, and the person agrees that its row goes, too.
    void removeFromListRequested();
    //! The token is refused or missing.
    void signInRequested();
    //! Another row is current; empty when it is not a point.
    void selectionChanged(const Spritarium::CheckpointId &checkpoint);
    //! A sentence for the status bar, such as why a key did nothing.
    void statusTextRequested(const QString &text);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void buildLayout();
    void connectActions(const TimelineActions &actions);
    void connectList();
    void connectStates();
    void connectRow(OperationRow &row);
    void applyState();
    void applySummary();
    void updateContent();
    bool hasOperationRow() const;
    bool hasPointRow() const;
    bool isGone() const;
    void showStrip();
    void showFailure();
    void pressPrimary();
    void openMenu(const QModelIndex &index, const QPoint &position);
    Banner *addBanner(Banner *banner, const QString &name);

    CheckpointTimelineModel &m_model;
    TimelineActions m_actions;
    TimelineToolbar *m_toolbar;
    TimelineInfoLine *m_info;
    QWidget *m_bannerArea;
    QVBoxLayout *m_banners;
    AsleepStrip *m_strip;
    QStackedLayout *m_stack;
    TimelineList *m_list;
    StatePanel *m_state;
    CheckpointPopover *m_popover;
    QPointer<Banner> m_undo;
    QPointer<Banner> m_egress;
    QPointer<Banner> m_failure;
    QPointer<Banner> m_onlyAutomatic;
    QTimer *m_ages;
    QString m_spriteName;
    SpriteState m_spriteState = SpriteState::Unknown;
    SpriteKey m_shownSprite;
    bool m_canLoadWithoutWaking = false;
};

} // namespace Spritarium
