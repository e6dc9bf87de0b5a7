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
//! down by the clock. A hold ends by itself, by Release, with a restore, when its sprite sleeps all the same,
//! and with what is remembered of the sprite. Signing in again ends none. One whose answer was lost is not
//! claimed, but can be released.
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
    bool mayHold(const SpriteKey &sprite) const;
    QString releaseReason(const QList<SpriteKey> &keys) const;
    QString disabledReason(const QList<SpriteKey> &keys) const;
    void updateReasons();
    void tellHeld(const SpriteKey &sprite, const QDateTime &until);
    void tellTaken();
    void tellReleased(const SpriteKey &sprite);
    void take(const QList<SpriteKey> &keys, std::chrono::minutes time);
    void tellFailure(const SpriteKey &sprite, const ApiError &error);
    void tellLost(const SpriteKey &sprite, const ApiError &error);
    void loosen(const QDateTime &now);
    void forget(const AccountId &account);
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
    QHash<SpriteKey, QDateTime> m_lost; //!< may be held, by a lost answer, until then
    QSet<SpriteKey> m_releasing;        //!< for telling which of the two failed
    int m_released = 0;                 //!< since m_releasing was empty
    QSet<SpriteKey> m_taking;
    int m_asked = 0;          //!< since m_taking was empty
    QList<SpriteKey> m_taken; //!< the same
    QDateTime m_takenUntil;
    QStringList m_problems;    //!< since then, to be told at the end
    QList<SpriteKey> m_unsure; //!< those of them that may be held
    QTimer m_clock;            //!< runs while there are holds
};

} // namespace Spritarium
