// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/portforward.h"
#include "service/tunnelorigin.h"

#include <QObject>

#include <memory>

namespace Spritarium {

//! The forwards of one account: listeners on this computer's loopback addresses, IPv4 and IPv6, and one
//! tunnel per accepted connection (sprites-api 8.4). A broken tunnel ends its local connection; the listener
//! stays. Memory per connection is bounded in both directions; a slow client slows no other.
class PortForwarder : public QObject
{
    Q_OBJECT

public:
    PortForwarder(const TunnelOrigin &origin, QObject *parent);
    ~PortForwarder() override;

    //! Begins to listen; the answer is statusChanged(). A forward that runs is left alone unless it differs.
    void start(const PortForward &forward);
    //! At once: no new connection, and open ones end.
    void stop(const ForwardId &id);
    void stopAll();
    //! Refuse or take connections while the sprite sleeps; what a guarded forward refuses never reaches the
    //! service.
    void setAsleep(const SpriteName &sprite, bool asleep);
    //! A restore runs: listeners stay and say Waiting; new connections are refused until it is over.
    void setWaiting(const SpriteName &sprite, bool waiting);
    ForwardStatus status(const ForwardId &id) const;
    int openConnections() const;
    //! The most that any connection ever held in one direction, in bytes, as last counted: the memory bound.
    qsizetype mostBytesHeld() const;

Q_SIGNALS:
    //! At most four times a second per forward, except for changes of state, which are told at once.
    void statusChanged(const Spritarium::ForwardStatus &status);
    //! One connection was refused or broke off; the forward goes on.
    void connectionFailed(const Spritarium::ForwardId &id, const Spritarium::ApiError &error);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace Spritarium
