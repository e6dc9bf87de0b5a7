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
        const auto running = std::count_if(all.begin(), all.end(), [&forwards](const PortForward &forward) {
            return forwards.status(forward.id).localPort != 0; // else it listens nowhere, whatever the reason
        });
        tree.setForwards(sprite, int(running));
    };
    connect(&forwards, &Forwards::changed, this, count);
    connect(&forwards, &Forwards::statusChanged, this, count);
}

} // namespace Spritarium
