// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHash>
#include <QHostAddress>
#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QObject>

#include <optional>

namespace Spritarium::Playground {

//! A host and port as a sprite sees it, and what it really is on this computer.
struct SpritePort
{
    QString host; //!< lower case; empty is the sprite itself
    quint16 port = 0;
    QString address = QStringLiteral("127.0.0.1"); //!< what it is bound to, as told to clients
    qint64 pid = 0;
    QString command;
    QHostAddress target; //!< loopback; null for what really listens inside
    quint16 targetPort = 0;

    bool isTheSpritesOwn() const { return host.isEmpty(); }
    //! "port", "address" and "pid" as on the wire (sprites-api 12).
    QJsonObject wireObject() const;
    //! All of it, as on /playground/ports.
    QJsonObject toJson() const;
    //! {"port":5432,"target":"127.0.0.1:40123"} with "host", "address", "command" and "pid" as one likes;
    //! nothing unless the ports are ports and the target is on loopback.
    static std::optional<SpritePort> fromJson(const QJsonObject &object);

    friend bool operator==(const SpritePort &, const SpritePort &) = default;
};

//! What can be dialled in each sprite's view, as far as it is known. A sprite does not reach this computer.
class SpritePorts : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    //! Takes the place of one with the same host and port.
    void declare(const QString &sprite, const SpritePort &port);
    //! False if there is none. Does not reach the built-in one.
    bool withdraw(const QString &sprite, const QString &host, quint16 port);
    void withdrawAll(const QString &sprite);
    //! What really listens inside now, in place of what did; hidden where one is declared.
    void setReal(const QString &sprite, const QList<SpritePort> &ports);
    //! The playground's own service in a sprite; hidden while something else is at its port. Absent: gone.
    void setBuiltIn(const QString &sprite, const std::optional<SpritePort> &port);

    //! By host and port. All that can be dialled.
    QList<SpritePort> all(const QString &sprite) const;
    //! What listens in the sprite itself, by port.
    QList<SpritePort> listening(const QString &sprite) const;
    std::optional<SpritePort> find(const QString &sprite, const QString &host, quint16 port) const;
    std::optional<SpritePort> findDeclared(const QString &sprite, const QString &host, quint16 port) const;
    std::optional<SpritePort> findBuiltIn(const QString &sprite, const QString &host, quint16 port) const;

    //! The name a host has here: the sprite's own names (localhost, its bridge) become an empty one.
    static QString canonicalHost(const QString &host);

signals:
    //! Of listening(); one that is replaced by a different one is closed and opened.
    void opened(const QString &sprite, const Spritarium::Playground::SpritePort &port);
    void closed(const QString &sprite, const Spritarium::Playground::SpritePort &port);

private:
    using Key = QPair<QString, quint16>;

    void tellChange(const QString &sprite, const QList<SpritePort> &before);

    QHash<QString, QMap<Key, SpritePort>> m_declared;
    QHash<QString, QMap<Key, SpritePort>> m_real;
    QHash<QString, SpritePort> m_builtIn;
};

} // namespace Spritarium::Playground
