// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/spriteports.h"
#include "playground/spriteuptime.h"
#include "playground/websocketlink.h"

namespace Spritarium::Playground {

//! One client that watches a sprite's ports (sprites-api 12): the list, then every change. Goes with its
//! link.
class PortWatcher : public QObject
{
    Q_OBJECT

public:
    PortWatcher(WebSocketLink *link, const QString &sprite, const SpritePorts &ports,
                const SpriteUptime &uptime, const Fault &fault);

private:
    void tell(const QJsonObject &message);
    void tellChange(const QString &type, const SpritePort &port);

    WebSocketLink *m_link;
    Fault m_fault;
    int m_told = 0;
};

} // namespace Spritarium::Playground
