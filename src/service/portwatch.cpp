// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/portwatch.h"

#include "domain/account.h"
#include "service/apirequest.h"
#include "service/proxyroute.h"
#include "service/requestfactory.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QRegularExpression>
#include <QTimer>
#include <QWebSocket>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

constexpr int MaxTries = 10;

//! An address may listen on the same port as another, so both together name a socket.
using PortKey = QPair<quint16, QString>;

std::optional<ListeningPort> portOf(const QJsonObject &object)
{
    const int number = object.value("port"_L1).toInt();
    if (number < 1 || number > 65535)
        return std::nullopt;
    ListeningPort port;
    port.port = quint16(number);
    port.address = object.value("address"_L1).toString();
    port.pid = object.value("pid"_L1).toInteger();
    return port;
}

//! QWebSocket tells the status of a refusal in its text only.
int statusIn(const QString &text)
{
    static const QRegularExpression pattern(u"status code: (\\d{3})"_s);
    return pattern.match(text).captured(1).toInt();
}

} // namespace

struct PortWatch::Private
{
    PortWatch *q;
    TunnelOrigin origin;
    SpriteName sprite;
    QMap<PortKey, ListeningPort> ports;
    QWebSocket *socket = nullptr; //!< none: waits, or has stopped
    QTimer *opening = nullptr;    //!< limit of the handshake
    QTimer *ping = nullptr;
    QTimer *way = nullptr; //!< until the way to the service is known
    std::chrono::steady_clock::time_point heard;
    int losses = 0;

    void open();
    void drop();
    void take(const QString &text);
    void tell();
    void pulse();
    void fail(const ApiError &error);
    ApiError errorOf(const QString &text) const;
};

void PortWatch::Private::open()
{
    drop();
    ports.clear();
    if (origin.route && !origin.route->isKnown())
        return way->start();
    if (origin.endpoint.scheme() != "https"_L1 && !isLoopbackHost(origin.endpoint.host())) {
        losses = MaxTries;
        return fail(ApiError::invalid(PortWatch::tr("Without TLS, only this computer is asked.")));
    }
    const RequestFactory factory(origin.endpoint, origin.token);
    const ApiRequest request =
        ApiRequest::get(Reach::InsideSprite, pathOf("v1", "sprites", sprite, "ports", "watch"));
    const std::chrono::milliseconds patience = origin.timing.handshake;
    QNetworkRequest upgrade = factory.request(request, patience);
    QUrl url = factory.url(request);
    url.setScheme(url.scheme() == "https"_L1 ? u"wss"_s : u"ws"_s);
    upgrade.setUrl(url);

    socket = new QWebSocket(QString(), QWebSocketProtocol::VersionLatest, q);
    connect(socket, &QWebSocket::connected, q, [this] {
        opening->stop();
        heard = std::chrono::steady_clock::now();
        ping->start(origin.timing.ping);
    });
    connect(socket, &QWebSocket::textMessageReceived, q, [this](const QString &text) { take(text); });
    connect(socket, &QWebSocket::pong, q, [this] { heard = std::chrono::steady_clock::now(); });
    connect(socket, qOverload<QAbstractSocket::SocketError>(&QWebSocket::error), q,
            [this] { fail(errorOf(socket->errorString())); });
    connect(socket, &QWebSocket::disconnected, q, [this] {
        const QString reason = socket->closeReason();
        fail(errorOf(reason.isEmpty() ? u"the connection was closed"_s : reason));
    });
    socket->setProxy(origin.route ? origin.route->proxy() : QNetworkProxy(QNetworkProxy::NoProxy));
    opening->start(patience);
    socket->open(upgrade);
}

void PortWatch::Private::drop()
{
    opening->stop();
    ping->stop();
    way->stop();
    if (!socket)
        return;
    socket->disconnect(q);
    socket->deleteLater(); // says goodbye if there is somebody left; here may be one of its own signals
    socket = nullptr;
}

ApiError PortWatch::Private::errorOf(const QString &text) const
{
    const QString host = origin.endpoint.host();
    if (const int status = statusIn(text); status >= 400)
        return ApiError::fromAnswer(HttpAnswer{status, {}, {}}, host, origin.token);
    return ApiError::network(host, text, origin.token);
}

void PortWatch::Private::fail(const ApiError &error)
{
    drop();
    if (error.kind == ApiError::Kind::NotFound) {
        emit q->notOffered();
        return;
    }
    const bool isRefused =
        error.kind == ApiError::Kind::Unauthorized || error.kind == ApiError::Kind::Forbidden;
    std::chrono::milliseconds pause(0);
    if (!isRefused && losses < MaxTries)
        pause = origin.timing.retry * std::min(1 << std::min(losses, 4), 12);
    ++losses;
    emit q->lost(error, std::chrono::ceil<std::chrono::seconds>(pause));
}

void PortWatch::Private::take(const QString &text)
{
    heard = std::chrono::steady_clock::now();
    const QJsonObject object = QJsonDocument::fromJson(text.toUtf8()).object();
    const QString type = object.value("type"_L1).toString();
    if (type == "port_list"_L1) {
        losses = 0; // it works again
        ports.clear();
        const QJsonArray all = object.value("ports"_L1).toArray();
        for (const QJsonValue &value : all) {
            if (const std::optional<ListeningPort> port = portOf(value.toObject()))
                ports.insert({port->port, port->address}, *port);
        }
        return tell();
    }
    const std::optional<ListeningPort> port = portOf(object);
    if (!port)
        return;
    const PortKey key{port->port, port->address};
    if (type == "port_opened"_L1 && ports.value(key) != *port)
        ports.insert(key, *port);
    else if (type != "port_closed"_L1 || ports.remove(key) == 0)
        return;
    tell();
}

void PortWatch::Private::tell()
{
    emit q->portsChanged(ports.values());
}

void PortWatch::Private::pulse()
{
    if (std::chrono::steady_clock::now() - heard >= origin.timing.dead) {
        const auto waited = std::chrono::round<std::chrono::seconds>(origin.timing.dead);
        return fail(ApiError::timeout(origin.endpoint.host(), waited));
    }
    socket->ping();
}

PortWatch::PortWatch(const TunnelOrigin &origin, const SpriteName &sprite, QObject *parent)
    : QObject(parent)
    , d(new Private{this, origin, sprite, {}, nullptr, nullptr, nullptr, nullptr, {}, 0})
{
    d->opening = new QTimer(this);
    d->opening->setSingleShot(true);
    connect(d->opening, &QTimer::timeout, this, [this] {
        const auto waited = std::chrono::round<std::chrono::seconds>(d->origin.timing.handshake);
        d->fail(ApiError::timeout(d->origin.endpoint.host(), waited));
    });
    d->way = new QTimer(this);
    d->way->setSingleShot(true);
    d->way->setInterval(RouteCheck);
    connect(d->way, &QTimer::timeout, this, [this] { d->open(); });
    d->ping = new QTimer(this);
    connect(d->ping, &QTimer::timeout, this, [this] { d->pulse(); });
}

PortWatch::~PortWatch() = default;

SpriteName PortWatch::sprite() const
{
    return d->sprite;
}

void PortWatch::start()
{
    if (d->socket || d->way->isActive())
        return;
    d->losses = 0;
    d->open();
}

void PortWatch::retry()
{
    if (!d->socket && !d->way->isActive())
        d->open();
}

void PortWatch::stop()
{
    d->drop();
}

} // namespace Spritarium
