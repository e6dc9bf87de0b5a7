// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/supervisedservice.h"

#include "domain/sprite.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

QStringList textsOf(const QJsonValue &value)
{
    QStringList texts;
    const QJsonArray array = value.toArray();
    for (const QJsonValue &each : array)
        texts << each.toString();
    return texts;
}

//! A time that was never is told as the year 1.
QDateTime timeOf(const QJsonValue &value)
{
    const QDateTime time = parseTime(value.toString());
    return time.date().year() > 1 ? time : QDateTime();
}

SupervisedService serviceFromJson(const QJsonObject &object)
{
    SupervisedService service;
    service.name = object.value("name"_L1).toString();
    service.command = object.value("cmd"_L1).toString();
    service.arguments = textsOf(object.value("args"_L1));
    service.needs = textsOf(object.value("needs"_L1));
    const int port = object.value("http_port"_L1).toInt();
    if (port > 0 && port <= 65535)
        service.httpPort = quint16(port);
    const QJsonObject environment = object.value("env"_L1).toObject();
    for (auto it = environment.begin(); it != environment.end(); ++it)
        service.environment.insert(it.key(), it->toString());
    service.folder = object.value("dir"_L1).toString();
    const QJsonObject state = object.value("state"_L1).toObject();
    service.status = state.value("status"_L1).toString();
    service.pid = state.value("pid"_L1).toInteger();
    service.startedAt = timeOf(state.value("started_at"_L1));
    service.error = state.value("error"_L1).toString();
    service.restarts = state.value("restart_count"_L1).toInt();
    service.nextRestart = timeOf(state.value("next_restart_at"_L1));
    return service;
}

} // namespace

Result<QList<SupervisedService>> parseServices(const QByteArray &body)
{
    const QJsonDocument document = QJsonDocument::fromJson(body);
    // An empty list may be encoded as null.
    if (!document.isArray() && body.trimmed() != "null")
        return ApiError::protocol(u"a list of services that is none"_s, body);
    QList<SupervisedService> services;
    const QJsonArray array = document.array();
    services.reserve(array.size());
    for (const QJsonValue &value : array) {
        SupervisedService service = serviceFromJson(value.toObject());
        if (service.name.isEmpty())
            return ApiError::protocol(u"a service without a name"_s, body);
        services << std::move(service);
    }
    return services;
}

namespace {

const SupervisedService *serviceNamed(const QList<SupervisedService> &services, const QString &name)
{
    const auto found =
        std::find_if(services.begin(), services.end(),
                     [&name](const SupervisedService &service) { return service.name == name; });
    return found == services.end() ? nullptr : &*found;
}

} // namespace

ServiceChanges serviceChanges(const QList<SupervisedService> &before, const QList<SupervisedService> &after)
{
    ServiceChanges changes;
    for (const SupervisedService &service : before) {
        const SupervisedService *now = serviceNamed(after, service.name);
        if (!now)
            changes.gone << service.name;
        else if (service.isRunning() && !now->isRunning())
            changes.ended << service.name;
    }
    for (const SupervisedService &service : after) {
        if (!serviceNamed(before, service.name))
            changes.added << service.name;
    }
    return changes;
}

bool mayStillStart(const QList<SupervisedService> &before, const QList<SupervisedService> &after)
{
    return std::any_of(before.begin(), before.end(), [&after](const SupervisedService &service) {
        const SupervisedService *now = service.isRunning() ? serviceNamed(after, service.name) : nullptr;
        if (!now || now->isRunning())
            return false;
        if (now->status == "starting"_L1 || now->nextRestart.isValid())
            return true;
        // One that ran since and is stopped was ended, or has done what it was for.
        return now->status != "failed"_L1 && !now->startedAt.isValid();
    });
}

} // namespace Spritarium
