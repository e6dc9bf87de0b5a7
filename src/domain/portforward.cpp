// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/portforward.h"

#include <QCoreApplication>
#include <QUuid>

#include <algorithm>
#include <array>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Spritarium::PortForward)
};

//! A program that has a port to itself. Names that mean several ports (http) are not here.
struct Service
{
    quint16 port;
    QLatin1StringView shownName;
    QLatin1StringView connection; //!< %1: address and port; empty: it has no such form
};

constexpr std::array Services = {
    Service{22, QLatin1StringView("SSH"), {}},
    Service{1433, QLatin1StringView("SQL Server"), {}},
    Service{3306, QLatin1StringView("MySQL"), QLatin1StringView("mysql://%1/")},
    Service{4222, QLatin1StringView("NATS"), QLatin1StringView("nats://%1")},
    Service{5432, QLatin1StringView("PostgreSQL"), QLatin1StringView("postgres://%1/")},
    Service{5672, QLatin1StringView("RabbitMQ"), QLatin1StringView("amqp://%1")},
    Service{6379, QLatin1StringView("Redis"), QLatin1StringView("redis://%1")},
    Service{9042, QLatin1StringView("Cassandra"), {}},
    Service{9092, QLatin1StringView("Kafka"), {}},
    Service{9200, QLatin1StringView("Elasticsearch"), QLatin1StringView("http://%1/")},
    Service{11211, QLatin1StringView("Memcached"), {}},
    Service{27017, QLatin1StringView("MongoDB"), QLatin1StringView("mongodb://%1/")},
};

struct ServiceName
{
    QLatin1StringView name;
    quint16 port;
};

constexpr std::array ServiceNames = {
    ServiceName{QLatin1StringView("ssh"), 22},          ServiceName{QLatin1StringView("mssql"), 1433},
    ServiceName{QLatin1StringView("sqlserver"), 1433},  ServiceName{QLatin1StringView("mysql"), 3306},
    ServiceName{QLatin1StringView("mariadb"), 3306},    ServiceName{QLatin1StringView("nats"), 4222},
    ServiceName{QLatin1StringView("postgres"), 5432},   ServiceName{QLatin1StringView("postgresql"), 5432},
    ServiceName{QLatin1StringView("amqp"), 5672},       ServiceName{QLatin1StringView("rabbitmq"), 5672},
    ServiceName{QLatin1StringView("redis"), 6379},      ServiceName{QLatin1StringView("cassandra"), 9042},
    ServiceName{QLatin1StringView("kafka"), 9092},      ServiceName{QLatin1StringView("elasticsearch"), 9200},
    ServiceName{QLatin1StringView("memcached"), 11211}, ServiceName{QLatin1StringView("mongo"), 27017},
    ServiceName{QLatin1StringView("mongodb"), 27017},
};

//! What development servers open by themselves.
constexpr std::array<quint16, 23> HttpPorts = {80,   1313, 3000, 3001, 3002, 3003, 4000, 4200,
                                               4321, 5000, 5173, 5174, 6006, 7860, 8000, 8001,
                                               8008, 8080, 8081, 8501, 8787, 8888, 9200};

const Service *serviceOf(quint16 port)
{
    const auto *found = std::find_if(Services.begin(), Services.end(),
                                     [port](const Service &service) { return service.port == port; });
    return found == Services.end() ? nullptr : found;
}

QString loopbackAddress(quint16 port)
{
    return u"127.0.0.1:%1"_s.arg(port);
}

} // namespace

ForwardId newForwardId()
{
    return ForwardId(QUuid::createUuid().toString(QUuid::WithoutBraces));
}

PortScheme guessedScheme(quint16 port)
{
    if (port == 443 || port == 8443)
        return PortScheme::Https;
    const bool isHttp = std::find(HttpPorts.begin(), HttpPorts.end(), port) != HttpPorts.end();
    return isHttp ? PortScheme::Http : PortScheme::None;
}

QString wellKnownService(quint16 port)
{
    const Service *service = serviceOf(port);
    return service ? QString(service->shownName) : QString();
}

std::optional<quint16> portOfService(const QString &name)
{
    for (const ServiceName &known : ServiceNames) {
        if (name.compare(known.name, Qt::CaseInsensitive) == 0)
            return known.port;
    }
    return std::nullopt;
}

bool isSpriteItself(const QString &host)
{
    return host.isEmpty() || host.compare("localhost"_L1, Qt::CaseInsensitive) == 0 ||
           host.startsWith("127."_L1) || host == "0.0.0.0"_L1 || host == "::1"_L1 || host == "::"_L1 ||
           host == "10.0.0.1"_L1 || host.compare("fdf::1"_L1, Qt::CaseInsensitive) == 0;
}

QString spritePortText(const PortForward &forward)
{
    if (isSpriteItself(forward.host))
        return QString::number(forward.port);
    const QString host = forward.host.contains(u':') ? u'[' + forward.host + u']' : forward.host;
    return host + u':' + QString::number(forward.port);
}

QString forwardText(const PortForward &forward)
{
    const QString sprite = spritePortText(forward);
    if (forward.localPort == 0)
        return Text::tr("any free port → sprite %1").arg(sprite);
    const QString local =
        forward.onNetwork ? u"0.0.0.0:%1"_s.arg(forward.localPort) : loopbackAddress(forward.localPort);
    return Text::tr("%1 → sprite %2").arg(local, sprite);
}

QString forwardLink(const PortForward &forward, quint16 localPort)
{
    if (forward.scheme == PortScheme::None || localPort == 0)
        return {};
    const QString scheme = forward.scheme == PortScheme::Https ? u"https"_s : u"http"_s;
    return scheme + u"://"_s + loopbackAddress(localPort) + u'/';
}

QString connectionString(const PortForward &forward, quint16 localPort)
{
    const Service *service = serviceOf(forward.port);
    if (!service || service->connection.isEmpty() || localPort == 0)
        return {};
    return QString(service->connection).arg(loopbackAddress(localPort));
}

QString ListeningPort::proxyHost() const
{
    QString host = address.trimmed();
    if (host.startsWith(u'[') && host.endsWith(u']'))
        host = host.sliced(1, host.size() - 2);
    // One colon is a port behind the host: as much a place to call as a URL is, and as little a host.
    if (host.isEmpty() || host.contains(u'/') || host.count(u':') == 1)
        return u"localhost"_s;
    return host;
}

bool reaches(const PortForward &forward, const ListeningPort &port)
{
    return forward.port == port.port && (isSpriteItself(forward.host) || forward.host == port.proxyHost());
}

} // namespace Spritarium
