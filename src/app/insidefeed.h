// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/parts.h"
#include "app/readcountdown.h"
#include "domain/sprite.h"
#include "models/viewstate.h"

#include <QObject>
#include <QSet>
#include <QTimer>

namespace Spritarium {

class AccountSession;

//! Fills a view of the selected sprite with something that is answered inside the sprite, and decides when it
//! may be read: reading would wake the sprite (sprites-api 3.4), so it is done only while the sprite runs, or
//! after a click that said so. What this computer saw last stands there meanwhile, with its age.
//!
//! A subclass says what is read and where it is shown; the states of ux-spec 6 come from here.
class InsideFeed : public QObject
{
    Q_OBJECT

public:
    //! F5: reads where that wakes nothing, else does nothing.
    void refresh();
    //! A click that says so.
    void wakeAndLoad();
    //! Nobody waits any longer for what was asked. If it is answered all the same, it is shown; where only
    //! the outside was asked whether the sprite runs, nothing is read after it.
    void stopLoading();
    const ViewState &state() const { return m_state; }
    //! Off: nothing is read until it is on, except by wakeAndLoad(). On from the start.
    void setActive(bool active);
    //! The age after which content is called stale (ux-spec 6).
    static constexpr std::chrono::seconds StaleAfter{60};

protected:
    InsideFeed(const Parts &parts, QObject *parent);

    //! Connects the answers of a session: each leads to applyRead() or applyFailure().
    virtual void watchAnswers(AccountSession &session) = 0;
    virtual void request(AccountSession &session, const SpriteName &sprite) = 0;
    //! Another sprite is selected, or none: nothing is known yet.
    virtual void begin(const SpriteKey &key) = 0;
    //! What may not be read is not shown any more, either.
    virtual void clearContent() = 0;
    virtual void showState(const ViewState &state) = 0;

    //! Content of the shown sprite is there now, as read at `asOf`. What is live does not grow old.
    void applyRead(const QDateTime &asOf, bool isEmpty, bool isLive = false);
    //! The service has no such thing; `asOf`: something was read another way.
    void applyNotOffered(const ApiError &error, const QDateTime &asOf = {});
    //! What was live is not; it may come back by itself.
    void applyLost(const ApiError &error);
    //! Asks outside whether the sprite still runs, however young the list is, and reads if it does.
    void lookAndLoad();
    //! The next time the view is active it reads again.
    void forgetRead();
    void applyFailure(const SpriteKey &key, const ApiError &error);
    //! Whether what this computer remembers may be shown: nothing newer is, and nothing is denied.
    bool mayShowRemembered() const;
    //! What this computer remembers is shown.
    void applyRemembered(const QDateTime &asOf);
    const Parts &parts() const { return m_parts; }
    const SpriteKey &key() const;

private:
    void watchSession(AccountSession *session);
    void watchAccount(AccountSession *session);
    void show(const SpriteKey &key);
    void spriteChanged();
    void load();
    void recover(const AccountId &account);
    void drop(ViewState::Kind kind, const ApiError &error);
    void showGone();
    void setState(ViewState::Kind kind, const std::optional<ApiError> &error = {});
    bool loadIfRunning();
    bool isAsleep() const;

    Parts m_parts;
    ViewState m_state;
    QDateTime m_asOf;
    bool m_active = true;
    bool m_loading = false;
    bool m_wasRunning = false;
    bool m_asking = false; //!< outside, whether it runs
    bool m_wasListed = false;
    QSet<AccountId> m_offline;
    ReadCountdown m_countdown;
    QTimer m_stale;
};

} // namespace Spritarium
