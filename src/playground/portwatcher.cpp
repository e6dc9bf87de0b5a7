// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/portwatcher.h"

#include <QJsonArray>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

PortWatcher::PortWatcher(WebSocketLink *link, const QString &sprite, const SpritePorts &ports,
                         const SpriteUptime &uptime, const Fault &fault)
    : QObject(link)
    , m_link(link)
    , m_fault(fault)
{
    link->ignoreText();
    connect(&ports, &SpritePorts::opened, this, [this, sprite](const QString &name, const SpritePort &port) {
        if (name == sprite)
            tellChange(u"port_opened"_s, port);
    });
    connect(&ports, &SpritePorts::closed, this, [this, sprite](const QString &name, const SpritePort &port) {
        if (name == sprite)
            tellChange(u"port_closed"_s, port);
    });
    connect(&uptime, &SpriteUptime::stopped, this, [this, sprite](const QString &name) {
        if (name == sprite)
            m_link->close(1001, u"the sprite has stopped"_s);
    });
    QJsonArray list;
    const QList<SpritePort> listening = ports.listening(sprite);
    for (const SpritePort &port : listening)
        list.append(port.wireObject());
    tell({{u"type"_s, u"port_list"_s}, {u"ports"_s, list}});
}

void PortWatcher::tellChange(const QString &type, const SpritePort &port)
{
    QJsonObject message = port.wireObject();
    message.insert(u"type"_s, type);
    tell(message);
}

void PortWatcher::tell(const QJsonObject &message)
{
    // The 101 counts as the first line.
    if (m_fault.kind == Fault::Kind::Stall && ++m_told >= m_fault.afterLines)
        return;
    if (!m_link->canSend())
        return m_link->drop(); // nobody reads: better gone than a list with gaps
    m_link->sendText(toWireJson(message));
}

} // namespace Spritarium::Playground
