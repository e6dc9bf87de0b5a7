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
    connect(&forwards, &Forwards::changed, this, [&tree = parts.tree, &forwards](const SpriteKey &sprite) {
        const QList<PortForward> all = forwards.of(sprite);
        const auto running = std::count_if(all.begin(), all.end(),
                                           [](const PortForward &forward) { return !forward.isStopped; });
        tree.setForwards(sprite, int(running));
    });
}

} // namespace Spritarium
