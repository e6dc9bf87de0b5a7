// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/parts.h"
#include "domain/ids.h"
#include "models/viewstate.h"

#include <QDateTime>
#include <QHash>
#include <QObject>
#include <QSet>
#include <QTimer>

namespace Spritarium {

class AccountSession;
class SpriteTreePanel;

//! Keeping sprites awake for a while, on a click (ux-spec 8, 17): holds taken from this computer, counted
//! down by the clock. A hold ends by itself, by Release, with a restore, and when its sprite sleeps all the
//! same.
class KeepAwake : public QObject
{
    Q_OBJECT

public:
    KeepAwake(const Parts &parts, SpriteTreePanel &panel, QObject *parent);

    //! UTC; without a time if no hold of ours is known.
    QDateTime until(const SpriteKey &sprite) const { return m_holds.value(sprite).until; }

Q_SIGNALS:
    void changed(const Spritarium::SpriteKey &sprite);

private:
    struct Hold
    {
        QDateTime until;
        bool wasSeenRunning = false; //!< from then on one that sleeps has no hold
    };

    void watchSession(AccountSession *session);
    void watchEnds();
    ViewState::Kind accountState(const AccountId &account) const;
    QList<SpriteKey> targets() const;
    QString disabledReason(const QList<SpriteKey> &keys) const;
    void updateReasons();
    void take(std::chrono::minutes time);
    void release(const QList<SpriteKey> &keys);
    void put(const SpriteKey &sprite, const Hold &hold);
    void drop(const SpriteKey &sprite);
    void dropWhatSleeps();
    //! From the program's last run, which may have been a moment ago.
    void restore();
    void save();

    Parts m_parts;
    SpriteTreePanel &m_panel;
    QHash<SpriteKey, Hold> m_holds;
    QSet<SpriteKey> m_releasing; //!< for telling which of the two failed
    QTimer m_clock;              //!< runs while there are holds
};

} // namespace Spritarium
