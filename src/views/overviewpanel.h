// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/checkpoint.h"
#include "domain/operation.h"
#include "domain/sprite.h"
#include "views/actiondoor.h"

#include <QWidget>

#include <optional>

class QBoxLayout;
class QTimer;
class QVBoxLayout;

namespace Spritarium {

class Card;
class EgressCard;
class PortForwardModel;
class PortsCard;
class TextLabel;

//! The Overview tab: the newest checkpoint, the egress rules and ports, facts with copy buttons, the five
//! newest activities (ux-spec 8).
class OverviewPanel : public QWidget
{
    Q_OBJECT

public:
    OverviewPanel(PortForwardModel &ports, const ActionSet &actions, QWidget *parent = nullptr);

    EgressCard &egress() { return *m_egressCard; }
    PortsCard &ports() { return *m_portsCard; }

    void showSprite(const Sprite &sprite);
    //! The one the card names: the newest that was not taken by the service itself.
    static std::optional<Checkpoint> newestOf(const QList<Checkpoint> &checkpoints);
    //! As last seen; of an empty list "No checkpoints yet". `newestTaken`: when the newest was taken, if this
    //! computer knows; the listed time is not it (sprites-api 5.2).
    void showCheckpoints(const QList<Checkpoint> &checkpoints, const QDateTime &newestTaken = {});
    //! Newest first; the first five are shown.
    void showActivities(const QList<Operation> &operations);
    //! Texts that hold an age are right again.
    void refreshAges(const QDateTime &now);

Q_SIGNALS:
    //! Only where no action "checkpoint.create" was given.
    void checkpointRequested();
    void openCheckpointsRequested();
    void openActivityRequested(const Spritarium::OperationId &operation);
    //! A copy button was pressed; the value is on the clipboard already. For a toast.
    void copied(const QString &what);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    TextLabel *addFact(const QString &name, const QString &caption, const QString &value,
                       const QString &toolTip = {}, bool copyable = true);
    void showFacts();
    //! "12 min ago · today 14:05"; empty when it is not known.
    QString timeText(const QDateTime &at) const;
    void showNewest();

    Card *m_checkpointCard;
    TextLabel *m_newest;
    TextLabel *m_newestAge;
    EgressCard *m_egressCard;
    PortsCard *m_portsCard;
    QBoxLayout *m_live = nullptr; //!< beside each other where there is room
    Card *m_factCard;
    QWidget *m_facts = nullptr;
    QList<std::pair<TextLabel *, QDateTime>> m_factTimes;
    Card *m_activityCard;
    QVBoxLayout *m_activities;
    QList<std::pair<TextLabel *, QDateTime>> m_activityTimes;
    Sprite m_sprite;
    QList<Checkpoint> m_checkpoints;
    QDateTime m_newestTaken;
    QDateTime m_now;
    QTimer *m_ages; //!< runs while the tab is seen
};

} // namespace Spritarium
