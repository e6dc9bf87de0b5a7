// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/spriteports.h"

#include <algorithm>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

bool isPort(int number)
{
    return number >= 1 && number <= 65535;
}

} // namespace

QJsonObject SpritePort::wireObject() const
{
    return {{u"port"_s, port}, {u"address"_s, address}, {u"pid"_s, pid}};
}

QJsonObject SpritePort::toJson() const
{
    QJsonObject object = wireObject();
    object.insert(u"host"_s, host.isEmpty() ? u"localhost"_s : host);
    object.insert(u"command"_s, command);
    if (target.isNull()) {
        object.insert(u"target"_s, u"inside"_s);
        return object;
    }
    const QString shown = target.protocol() == QAbstractSocket::IPv6Protocol ? u"[%1]"_s : u"%1"_s;
    object.insert(u"target"_s, shown.arg(target.toString()) + u':' + QString::number(targetPort));
    return object;
}

std::optional<SpritePort> SpritePort::fromJson(const QJsonObject &object)
{
    const QString target = object.value("target"_L1).toString();
    const qsizetype colon = target.lastIndexOf(u':');
    QString host = target.left(std::max<qsizetype>(colon, 0));
    if (host.startsWith(u'[') && host.endsWith(u']'))
        host = host.mid(1, host.size() - 2);
    const int targetPort = colon < 0 ? 0 : QStringView(target).mid(colon + 1).toInt();
    const int wanted = object.value("port"_L1).toInt();
    SpritePort port;
    port.target = host == u"localhost"_s ? QHostAddress(QHostAddress::LocalHost) : QHostAddress(host);
    if (!isPort(wanted) || !isPort(targetPort) || !port.target.isLoopback())
        return std::nullopt;
    port.host = SpritePorts::canonicalHost(object.value("host"_L1).toString());
    port.port = quint16(wanted);
    port.targetPort = quint16(targetPort);
    port.address = object.value("address"_L1).toString(port.address);
    port.command = object.value("command"_L1).toString();
    port.pid = object.value("pid"_L1).toInteger();
    return port;
}

QString SpritePorts::canonicalHost(const QString &host)
{
    QString name = host.trimmed().toLower();
    if (name.startsWith(u'[') && name.endsWith(u']'))
        name = name.mid(1, name.size() - 2);
    static const QStringList own{u""_s,   u"localhost"_s, u"127.0.0.1"_s, u"::1"_s,
                                 u"::"_s, u"0.0.0.0"_s,   u"10.0.0.1"_s,  u"fdf::1"_s};
    return own.contains(name) ? QString() : name;
}

void SpritePorts::declare(const QString &sprite, const SpritePort &port)
{
    const QList<SpritePort> before = listening(sprite);
    m_declared[sprite].insert({port.host, port.port}, port);
    tellChange(sprite, before);
}

bool SpritePorts::withdraw(const QString &sprite, const QString &host, quint16 port)
{
    const QList<SpritePort> before = listening(sprite);
    const bool wasThere = m_declared[sprite].remove({canonicalHost(host), port}) > 0;
    tellChange(sprite, before);
    return wasThere;
}

void SpritePorts::withdrawAll(const QString &sprite)
{
    const QList<SpritePort> before = listening(sprite);
    m_declared.remove(sprite);
    tellChange(sprite, before);
}

void SpritePorts::setReal(const QString &sprite, const QList<SpritePort> &ports)
{
    const QList<SpritePort> before = listening(sprite);
    QMap<Key, SpritePort> real;
    for (const SpritePort &port : ports)
        real.insert({port.host, port.port}, port);
    if (real.isEmpty())
        m_real.remove(sprite);
    else
        m_real.insert(sprite, real);
    tellChange(sprite, before);
}

void SpritePorts::setBuiltIn(const QString &sprite, const std::optional<SpritePort> &port)
{
    const QList<SpritePort> before = listening(sprite);
    if (port)
        m_builtIn.insert(sprite, *port);
    else
        m_builtIn.remove(sprite);
    tellChange(sprite, before);
}

QList<SpritePort> SpritePorts::all(const QString &sprite) const
{
    QMap<Key, SpritePort> ports = m_real.value(sprite);
    ports.insert(m_declared.value(sprite));
    const auto builtIn = m_builtIn.constFind(sprite);
    if (builtIn != m_builtIn.constEnd() && !ports.contains({builtIn->host, builtIn->port}))
        ports.insert({builtIn->host, builtIn->port}, *builtIn);
    return ports.values();
}

QList<SpritePort> SpritePorts::listening(const QString &sprite) const
{
    QList<SpritePort> ports = all(sprite);
    ports.removeIf([](const SpritePort &port) { return !port.isTheSpritesOwn(); });
    return ports;
}

std::optional<SpritePort> SpritePorts::find(const QString &sprite, const QString &host, quint16 port) const
{
    const QList<SpritePort> ports = all(sprite);
    const auto found = std::find_if(ports.cbegin(), ports.cend(),
                                    [name = canonicalHost(host), port](const SpritePort &candidate) {
                                        return candidate.host == name && candidate.port == port;
                                    });
    return found == ports.cend() ? std::nullopt : std::optional(*found);
}

std::optional<SpritePort> SpritePorts::findDeclared(const QString &sprite, const QString &host,
                                                    quint16 port) const
{
    const QMap<Key, SpritePort> declared = m_declared.value(sprite);
    const auto found = declared.constFind({canonicalHost(host), port});
    return found == declared.constEnd() ? std::nullopt : std::optional(*found);
}

std::optional<SpritePort> SpritePorts::findBuiltIn(const QString &sprite, const QString &host,
                                                   quint16 port) const
{
    const auto found = m_builtIn.constFind(sprite);
    const bool isIt =
        found != m_builtIn.constEnd() && found->host == canonicalHost(host) && found->port == port;
    return isIt ? std::optional(*found) : std::nullopt;
}

void SpritePorts::tellChange(const QString &sprite, const QList<SpritePort> &before)
{
    const QList<SpritePort> now = listening(sprite);
    for (const SpritePort &port : before) {
        if (!now.contains(port))
            emit closed(sprite, port);
    }
    for (const SpritePort &port : now) {
        if (!before.contains(port))
            emit opened(sprite, port);
    }
}

} // namespace Spritarium::Playground
