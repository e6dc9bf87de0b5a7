// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/apierror.h"
#include "domain/ids.h"

#include <QDateTime>
#include <QList>
#include <QMetaType>
#include <QString>

#include <optional>

namespace Spritarium {

//! One saved or running forward, made by us; unique across restarts.
using ForwardId = StringId<struct ForwardIdTag>;

//! What "Open" and "Copy" make of a port; guessed from its number, editable.
enum class PortScheme { None, Http, Https };

//! TCP from a port of this computer to a host and port as seen from inside the sprite (sprites-api 8).
struct PortForward
{
    ForwardId id;
    SpriteKey sprite;
    QString name;                               //!< what a person calls it; empty: none
    QString host = QStringLiteral("localhost"); //!< dialled inside the sprite
    quint16 port = 0;                           //!< inside the sprite
    quint16 localPort = 0;                      //!< wanted on this computer; 0: any free one
    quint16 wantedPort = 0;                     //!< asked for before localPort was taken instead; 0: none
    PortScheme scheme = PortScheme::None;
    bool onNetwork = false; //!< listens beyond loopback
    bool startWithProgram = false;
    bool guarded = false;   //!< refuses while the sprite sleeps, so that connecting cannot wake it
    bool isStopped = false; //!< by hand; stays so

    friend bool operator==(const PortForward &, const PortForward &) = default;
};

ForwardId newForwardId();
PortScheme guessedScheme(quint16 port);
//! What usually listens on that port, such as "PostgreSQL"; empty when no single program is known for it.
QString wellKnownService(quint16 port);
//! Whether `host` is what a sprite calls itself: localhost, a loopback or a wildcard address, or the bridge
//! that the service makes of these (sprites-api 8.1, 12).
bool isSpriteItself(const QString &host);
//! "3000" for the sprite itself, else "db.internal:5432"; IPv6 in brackets.
QString spritePortText(const PortForward &forward);
//! "http://127.0.0.1:3001/"; empty without a scheme or a port.
QString forwardLink(const PortForward &forward, quint16 localPort);
//! "postgres://127.0.0.1:5433/" for a sprite port whose service has such a form; empty otherwise. Never holds
//! a user or a password.
QString connectionString(const PortForward &forward, quint16 localPort);

//! The states of ux-spec 11.2 as far as they are the forward's own; asleep and guarded come from the sprite.
enum class ForwardState {
    Stopped,
    Starting,
    Forwarding,
    NothingListens, //!< the last connection found no listener inside; stays armed
    Waiting,        //!< a restore runs, or the sprite is on its way back
    PortBusy,       //!< the local port is taken
    NotPermitted,   //!< the local port needs privileges
    Failed
};

//! Everything that is known of a forward now.
struct ForwardStatus
{
    ForwardId id;
    ForwardState state = ForwardState::Stopped;
    quint16 localPort = 0; //!< where it listens; 0: nowhere
    int connections = 0;   //!< open now
    qint64 bytesUp = 0;    //!< to the sprite, since it was started
    qint64 bytesDown = 0;
    QDateTime lastActivity;        //!< UTC
    QString detail;                //!< "node (PID 4711)" with PortBusy; else the cause
    std::optional<ApiError> error; //!< of the last connection that failed
    bool refuses = false;          //!< takes no connections now: guarded while the sprite sleeps, or waiting

    friend bool operator==(const ForwardStatus &, const ForwardStatus &) = default;
};

//! A socket that listens inside the sprite (sprites-api 12).
struct ListeningPort
{
    quint16 port = 0;
    QString address;      //!< as the service tells it; fed back as proxy host unless empty or a URL
    qint64 pid = 0;       //!< 0: not told
    QString command;      //!< not on the wire; from our own sessions or services
    QString service = {}; //!< name of the supervised service it belongs to, where that is known

    //! What the proxy is to dial for it.
    QString proxyHost() const;

    friend bool operator==(const ListeningPort &, const ListeningPort &) = default;
};

//! Whether connections of `forward` end at `port`.
bool reaches(const PortForward &forward, const ListeningPort &port);

//! What the add field understands (ux-spec 11.1): `5432`, `3001:3000`, `host:port`, `3001:host:port`, several
//! separated by spaces or commas, a trailing name for the last: `5432 db`.
struct PortSpecs
{
    QList<PortForward> forwards; //!< host, port, localPort and name are set
    QString error;               //!< a sentence; empty when all was understood

    bool isOk() const { return error.isEmpty(); }

    friend bool operator==(const PortSpecs &, const PortSpecs &) = default;
};

//! Names of well-known services stand for their port: `postgres`, `16379:redis`; right behind that very port
//! they are its name; local port 0 is any free one. Nothing typed: no forward. Twice a local port: an error.
PortSpecs parsePortSpecs(const QString &typed);
//! A local port typed alone; absent when it is none. The sentence that says so is portNumberProblem().
std::optional<quint16> parsePortNumber(const QString &typed);
//! Empty when parsePortNumber() understands it.
QString portNumberProblem(const QString &typed);
//! The port a name such as "postgres" stands for; absent for names that could mean more than one.
std::optional<quint16> portOfService(const QString &name);
//! "127.0.0.1:3001 → sprite 3000", one line.
QString forwardText(const PortForward &forward);

} // namespace Spritarium

Q_DECLARE_METATYPE(Spritarium::PortForward)
Q_DECLARE_METATYPE(Spritarium::ForwardStatus)
Q_DECLARE_METATYPE(Spritarium::ListeningPort)
