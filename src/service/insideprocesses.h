// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/ids.h"
#include "domain/portforward.h"
#include "domain/session.h"
#include "domain/supervisedservice.h"

#include <QHash>
#include <QObject>
#include <QPointer>

#include <optional>

namespace Spritarium {

class ApiClient;
class ApiReply;

//! What a process inside a sprite is called.
struct ProcessNames
{
    QHash<qint64, QString> services;  //!< supervised services by process id
    QHash<quint16, QString> webPorts; //!< the service behind a sprite's web port
    QHash<qint64, QString> commands;  //!< programs of sessions by process id

    //! The same port with what is known of it.
    ListeningPort named(const ListeningPort &port) const;

    friend bool operator==(const ProcessNames &, const ProcessNames &) = default;
};

//! Names and ports of what runs inside one account's sprites, for showing only: what cannot be read is left
//! out. Everything here reaches inside the sprite: ask for one that runs.
class InsideProcesses : public QObject
{
    Q_OBJECT

public:
    InsideProcesses(ApiClient &client, QObject *parent);
    ~InsideProcesses() override;

    //! Two reads, of services and of sessions; ends in named(), once.
    void loadNames(const SpriteName &sprite);
    //! One read; ends in servicesRead() or servicesNotRead().
    void loadServices(const SpriteName &sprite);
    //! One read; ends in sessionsRead(), or in nothing where they cannot be read.
    void loadSessions(const SpriteName &sprite);
    //! Reads the kernel's list of sockets by one small command (sprites-api 7.7); ends in scanned() or
    //! scanFailed(). For the click that says so.
    void scan(const SpriteName &sprite);

signals:
    void named(const Spritarium::SpriteName &sprite, const Spritarium::ProcessNames &names);
    void servicesRead(const Spritarium::SpriteName &sprite,
                      const QList<Spritarium::SupervisedService> &services);
    void servicesNotRead(const Spritarium::SpriteName &sprite, const Spritarium::ApiError &error);
    void sessionsRead(const Spritarium::SpriteName &sprite, const QList<Spritarium::Session> &sessions);
    void scanned(const Spritarium::SpriteName &sprite, const QList<Spritarium::ListeningPort> &ports);
    void scanFailed(const Spritarium::SpriteName &sprite, const Spritarium::ApiError &error);

private:
    //! The two answers, until both are there.
    struct Reading
    {
        ProcessNames names;
        int missing = 2;
    };

    void settle(const SpriteName &sprite);

    ApiClient &m_client;
    QHash<SpriteName, Reading> m_readings;
};

} // namespace Spritarium
