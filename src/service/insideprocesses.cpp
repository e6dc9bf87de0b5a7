// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/insideprocesses.h"

#include "domain/listeningsockets.h"
#include "domain/session.h"
#include "domain/supervisedservice.h"
#include "service/apiclient.h"
#include "service/apireply.h"

namespace Spritarium {

using namespace Qt::StringLiterals;

ListeningPort ProcessNames::named(const ListeningPort &port) const
{
    ListeningPort result = port;
    if (result.service.isEmpty())
        result.service = port.pid != 0 ? services.value(port.pid) : QString();
    if (result.service.isEmpty())
        result.service = webPorts.value(port.port);
    if (result.command.isEmpty() && port.pid != 0)
        result.command = commands.value(port.pid);
    return result;
}

InsideProcesses::InsideProcesses(ApiClient &client, QObject *parent)
    : QObject(parent)
    , m_client(client)
{}

InsideProcesses::~InsideProcesses() = default;

void InsideProcesses::loadNames(const SpriteName &sprite)
{
    if (m_readings.contains(sprite))
        return;
    m_readings.insert(sprite, {});
    ApiReply *services =
        m_client.send(ApiRequest::get(Reach::InsideSprite, pathOf("v1", "sprites", sprite, "services")));
    connect(services, &ApiReply::succeeded, this, [this, sprite, services] {
        const Result<QList<SupervisedService>> parsed = parseServices(services->answer().body);
        for (const SupervisedService &service : parsed ? parsed.value() : QList<SupervisedService>()) {
            ProcessNames &names = m_readings[sprite].names;
            if (service.pid != 0) {
                names.services.insert(service.pid, service.name);
                names.commands.insert(service.pid, service.command.section(u'/', -1));
            }
            if (service.httpPort && service.isRunning())
                names.webPorts.insert(*service.httpPort, service.name);
        }
        settle(sprite);
    });
    ApiReply *sessions =
        m_client.send(ApiRequest::get(Reach::InsideSprite, pathOf("v1", "sprites", sprite, "exec")));
    connect(sessions, &ApiReply::succeeded, this, [this, sprite, sessions] {
        const Result<QList<Session>> parsed = parseSessions(sessions->answer().body);
        for (const Session &session : parsed ? parsed.value() : QList<Session>())
            m_readings[sprite].names.commands.insert(session.pid(), session.programName());
        settle(sprite);
    });
    for (ApiReply *reply : {services, sessions})
        connect(reply, &ApiReply::failed, this, [this, sprite] { settle(sprite); });
}

void InsideProcesses::settle(const SpriteName &sprite)
{
    if (--m_readings[sprite].missing == 0)
        emit named(sprite, m_readings.take(sprite).names);
}

void InsideProcesses::loadServices(const SpriteName &sprite)
{
    ApiReply *reply =
        m_client.send(ApiRequest::get(Reach::InsideSprite, pathOf("v1", "sprites", sprite, "services")));
    connect(reply, &ApiReply::succeeded, this, [this, sprite, reply] {
        if (const Result<QList<SupervisedService>> parsed = parseServices(reply->answer().body))
            emit servicesRead(sprite, parsed.value());
        else
            emit servicesNotRead(sprite, m_client.unreadable(parsed.error(), *reply));
    });
    connect(reply, &ApiReply::failed, this,
            [this, sprite](const ApiError &error) { emit servicesNotRead(sprite, error); });
}

void InsideProcesses::loadSessions(const SpriteName &sprite)
{
    ApiReply *reply =
        m_client.send(ApiRequest::get(Reach::InsideSprite, pathOf("v1", "sprites", sprite, "exec")));
    connect(reply, &ApiReply::succeeded, this, [this, sprite, reply] {
        if (const Result<QList<Session>> parsed = parseSessions(reply->answer().body))
            emit sessionsRead(sprite, parsed.value());
    });
}

void InsideProcesses::scan(const SpriteName &sprite)
{
    ApiRequest request = ApiRequest::post(Reach::InsideSprite, pathOf("v1", "sprites", sprite, "exec"));
    request.query = {{u"path"_s, u"cat"_s},
                     {u"cmd"_s, u"cat"_s},
                     {u"cmd"_s, u"/proc/net/tcp"_s},
                     {u"cmd"_s, u"/proc/net/tcp6"_s},
                     {u"stdin"_s, u"false"_s}};
    request.accept = "application/octet-stream";
    ApiReply *reply = m_client.send(request);
    connect(reply, &ApiReply::succeeded, this, [this, sprite, reply] {
        if (const auto ports = listeningSockets(reply->answer().body))
            emit scanned(sprite, *ports);
        else
            emit scanFailed(sprite, ApiError::protocol(u"a list of sockets that is none"_s, {}));
    });
    const auto fail = [this, sprite](const ApiError &error) { emit scanFailed(sprite, error); };
    connect(reply, &ApiReply::failed, this, fail);
    connect(reply, &ApiReply::interrupted, this, fail);
}

} // namespace Spritarium
