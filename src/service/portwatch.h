// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/apierror.h"
#include "domain/portforward.h"
#include "service/tunnelorigin.h"

#include <QObject>

#include <chrono>
#include <memory>

namespace Spritarium {

//! What listens inside one running sprite, as it comes and goes (`/ports/watch`, sprites-api 12). Opened only
//! for a sprite that runs; it reaches inside. Never opened again by itself: what looks like a broken line may be
//! a sprite that fell asleep, and a new watch would wake it. After a loss the owner asks outside first.
class PortWatch : public QObject
{
    Q_OBJECT

public:
    PortWatch(const TunnelOrigin &origin, const SpriteName &sprite, QObject *parent);
    ~PortWatch() override;

    SpriteName sprite() const;

    //! Counts tries anew.
    void start();
    //! Once more after a loss; nothing while a watch is open.
    void retry();
    void stop();

Q_SIGNALS:
    //! All of them, after each beginning and each change.
    void portsChanged(const QList<Spritarium::ListeningPort> &ports);
    //! The service has no such thing (404): it is not tried again.
    void notOffered();
    //! Lost; to be tried again after `again` (5 s, doubling to 60 s, ten times), or not when that is zero.
    void lost(const Spritarium::ApiError &error, std::chrono::seconds again);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace Spritarium
