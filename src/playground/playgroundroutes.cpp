// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/playgroundroutes.h"

#include <QJsonDocument>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {
constexpr qint64 MaxBody = 1024 * 1024;
}

PlaygroundRoutes::PlaygroundRoutes(RequestLog &log, Faults &faults, QObject *parent)
    : QObject(parent)
    , m_log(log)
    , m_faults(faults)
{}

void PlaygroundRoutes::addTo(Router &router)
{
    router.add("GET", u"/playground/log"_s, [this](HttpExchange *exchange, const QStringList &) {
        const qint64 after = exchange->request().queryValue(u"after").toLongLong();
        exchange->respond(HttpResponse::controlJson(200, QJsonObject{{u"entries"_s, m_log.toJson(after)}}));
    });
    router.add("GET", u"/playground/faults"_s,
               [this](HttpExchange *exchange, const QStringList &) { tellFaults(exchange); });
    router.add("POST", u"/playground/faults"_s, [this](HttpExchange *exchange, const QStringList &) {
        exchange->collectBody(MaxBody,
                              [this, exchange](const QByteArray &body) { addFaults(exchange, body); });
    });
    router.add("DELETE", u"/playground/faults"_s, [this](HttpExchange *exchange, const QStringList &) {
        m_faults.clear();
        exchange->respond(HttpResponse::empty(204));
    });
    router.add("POST", u"/playground/pause/{name}"_s, [this](HttpExchange *exchange, const QStringList &a) {
        emit pauseRequested(exchange, a.at(0));
    });
    router.add("POST", u"/playground/reset"_s,
               [this](HttpExchange *exchange, const QStringList &) { emit resetRequested(exchange); });
}

void PlaygroundRoutes::addFaults(HttpExchange *exchange, const QByteArray &body)
{
    const QJsonObject object = QJsonDocument::fromJson(body).object();
    QJsonArray wanted = object.value("faults"_L1).toArray();
    if (object.contains("kind"_L1))
        wanted.append(object);
    QList<Fault> faults;
    for (const QJsonValue &value : std::as_const(wanted)) {
        const Outcome<Fault, QString> fault = Fault::fromJson(value.toObject());
        if (!fault)
            return exchange->respond(HttpResponse::controlErrors(400, fault.error()));
        faults.append(*fault);
    }
    if (faults.isEmpty())
        return exchange->respond(HttpResponse::controlErrors(400, u"no fault given"_s));
    for (const Fault &fault : std::as_const(faults))
        m_faults.add(fault);
    tellFaults(exchange);
}

void PlaygroundRoutes::tellFaults(HttpExchange *exchange) const
{
    QJsonArray array;
    for (const Fault &fault : m_faults.list())
        array.append(fault.toJson());
    exchange->respond(HttpResponse::controlJson(200, QJsonObject{{u"faults"_s, array}}));
}

} // namespace Spritarium::Playground
