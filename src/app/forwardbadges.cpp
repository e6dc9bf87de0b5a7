// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/forwardbadges.h"

#include "app/forwards.h"
#include "models/spritetreemodel.h"

#include <algorithm>

namespace Spritarium {

ForwardBadges::ForwardBadges(const Parts &parts, Forwards &forwards, QObject *parent)
    : QObject(parent)
{
    const auto count = [&tree = parts.tree, &forwards](const SpriteKey &sprite) {
        const QList<PortForward> all = forwards.of(sprite);
        // One that was not stopped by hand may still not have been started since the program was.
        const auto running = std::count_if(all.begin(), all.end(), [&forwards](const PortForward &forward) {
            return !forward.isStopped && forwards.status(forward.id).state != ForwardState::Stopped;
        });
        tree.setForwards(sprite, int(running));
    };
    connect(&forwards, &Forwards::changed, this, count);
    connect(&forwards, &Forwards::statusChanged, this, count);
}

} // namespace Spritarium
