// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/parts.h"
#include "app/readcountdown.h"
#include "domain/checkpoint.h"
#include "models/viewstate.h"
#include "store/storedvalues.h"

#include <QObject>
#include <QSet>
#include <QTimer>

namespace Spritarium {

class AccountSession;

//! Fills the timeline of the selected sprite, and decides what may be read: a list is answered inside the
//! sprite and would wake it (sprites-api 3.4), so it is read only while the sprite runs, or after a click
//! that said so. What this computer saw last stands there meanwhile, with its age.
class TimelineFeed : public QObject
{
    Q_OBJECT

public:
    TimelineFeed(const Parts &parts, QObject *parent);

    //! F5: reads where that wakes nothing, else does nothing.
    void refresh();
    //! A click that says so.
    void wakeAndLoad();
    //! The list is being read because an operation asked for it.
    const ViewState &state() const { return m_state; }
    //! The age after which content is called stale (ux-spec 6).
    static constexpr std::chrono::seconds StaleAfter{60};
    //! How long a listing is believed about what runs; about the time a sprite takes to fall asleep.
    static constexpr std::chrono::seconds FreshFor{30};

private:
    void show(const SpriteKey &key);
    void spriteChanged();
    void load();
    void watchSession(AccountSession *session);
    void applyListing(const SpriteKey &key, const QList<Checkpoint> &checkpoints);
    void applyFailure(const SpriteKey &key, const ApiError &error);
    void applyStored(const SeenSprite &seen);
    void watchAccount(AccountSession *session);
    void recover(const AccountId &account);
    //! What may not be read is not shown any more, either.
    void drop(ViewState::Kind kind, const ApiError &error);
    void showGone();
    void setState(ViewState::Kind kind, const std::optional<ApiError> &error = {});
    //! Whether the list of sprites is young enough to believe what it says of running.
    bool isFresh() const;
    bool loadIfRunning();
    bool isAsleep() const;

    Parts m_parts;
    ViewState m_state;
    QDateTime m_asOf;
    bool m_loading = false;
    bool m_wasRunning = false;
    bool m_asking = false; //!< outside, whether it runs
    bool m_wasListed = false;
    QSet<AccountId> m_offline;
    ReadCountdown m_countdown;
    QTimer m_stale;
};

} // namespace Spritarium
