// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/parts.h"
#include "domain/portforward.h"

#include <QHash>
#include <QObject>
#include <QSet>

#include <optional>

namespace Spritarium {

class AccountSession;

//! The forwards of every sprite: saved in the store, run by the forwarder of their account. One that was
//! stopped by hand stays stopped; with the program only those start that are told to.
class Forwards : public QObject
{
    Q_OBJECT

public:
    Forwards(const Parts &parts, QObject *parent);

    //! What a store remembers.
    void restore(const QList<PortForward> &forwards);
    QList<PortForward> of(const SpriteKey &sprite) const;
    std::optional<PortForward> forward(const ForwardId &id) const;
    ForwardStatus status(const ForwardId &id) const;
    //! Saves it and starts it, unless it is stopped. Without a session it starts with the next one. `at`: its
    //! place among those of its sprite; absent: the last.
    void add(const PortForward &forward, std::optional<int> at = {});
    //! Saves it as it is now; one that runs starts again where it must.
    void change(const PortForward &forward);
    //! Stops and forgets it.
    void remove(const ForwardId &id);
    void start(const ForwardId &id);
    void stop(const ForwardId &id);
    //! Forwards that carry connections now.
    int busyCount() const;

Q_SIGNALS:
    //! Forwards of this sprite came, changed or went.
    void changed(const Spritarium::SpriteKey &sprite);
    void statusChanged(const Spritarium::SpriteKey &sprite, const Spritarium::ForwardStatus &status);

private:
    void watchSession(AccountSession *session);
    void watchSprites();
    void run(const PortForward &forward);
    void halt(const PortForward &forward);
    void forget(const QList<PortForward> &forwards);
    void haltUnlisted();
    void takeStatus(const ForwardStatus &status);
    void setStopped(const ForwardId &id, bool stopped);
    void save(const PortForward &forward);
    void updateAsleep(const SpriteKey &sprite);
    bool wasListed(const AccountId &account);

    Parts m_parts;
    QList<PortForward> m_forwards; //!< in the order they were made
    QHash<ForwardId, ForwardStatus> m_statuses;
    QSet<ForwardId> m_interrupted; //!< ran, or were to run, when there was no session any more
    QSet<AccountId> m_listed;      //!< what their sprites do is known, not only remembered
};

} // namespace Spritarium
