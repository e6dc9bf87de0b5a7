// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/apiclient.h"

#include "domain/account.h"
#include "service/apireply.h"
#include "service/logging.h"
#include "service/singleusebody.h"
#include "service/streamreply.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>

namespace Spritarium {

ApiClient::ApiClient(const QUrl &endpoint, const QString &token, const ApiLimits &limits, QObject *parent,
                     const SystemProxy::Lookup &lookup)
    : QObject(parent)
    , m_factory(endpoint, token)
    , m_limits(limits)
    , m_addressProblem(apiUrlProblem(endpoint))
    , m_proxy(new SystemProxy(m_addressProblem.isEmpty() ? endpoint : QUrl(), this, lookup))
    , m_controlPlane(new QNetworkAccessManager(this))
    , m_insideSprite(new QNetworkAccessManager(this))
{
    if (m_addressProblem.isEmpty())
        m_addressProblem = m_proxy->problem();
    const auto useProxy = [this] {
        m_controlPlane->setProxy(m_proxy->route()->proxy());
        m_insideSprite->setProxy(m_proxy->route()->proxy());
    };
    useProxy();
    connect(m_proxy, &SystemProxy::changed, this, useProxy);
}

ApiClient::~ApiClient() = default;

ApiReply *ApiClient::send(const ApiRequest &request)
{
    return new ApiReply(*this, request, this);
}

StreamReply *ApiClient::stream(const ApiRequest &request)
{
    return new StreamReply(*this, request, this);
}

QString ApiClient::host() const
{
    return m_factory.endpoint().host();
}

ApiError ApiClient::unreadable(ApiError error, const ApiReply &reply) const
{
    error.host = host();
    error.httpStatus = reply.answer().status;
    error.requestId = scrubbed(reply.requestId());
    error.serverText = scrubbed(error.serverText);
    error.raw = scrubbed(error.raw);
    return error;
}

QNetworkReply *ApiClient::startQuery(const ApiRequest &request)
{
    QNetworkAccessManager &manager = request.reach == Reach::ControlPlane ? *m_controlPlane : *m_insideSprite;
    return startOn(manager, m_factory.request(request, timeoutOf(request)), request);
}

QNetworkReply *ApiClient::startStream(const ApiRequest &request, QObject *owner)
{
    auto *manager = new QNetworkAccessManager(owner);
    manager->setProxy(m_proxy->route()->proxy());
    QNetworkReply *reply = startOn(*manager, m_factory.streamRequest(request), request);
    reply->setReadBufferSize(m_limits.streamBuffer);
    return reply;
}

QNetworkReply *ApiClient::startOn(QNetworkAccessManager &manager, const QNetworkRequest &made,
                                  const ApiRequest &request)
{
    if (request.isRead())
        return manager.get(made);
    auto *body = new SingleUseBody(request.body);
    QNetworkReply *reply = manager.sendCustomRequest(made, request.method, body);
    body->setParent(reply);
    return reply;
}

std::chrono::milliseconds ApiClient::timeoutOf(const ApiRequest &request) const
{
    return request.timeout.value_or(m_limits.query);
}

void ApiClient::exchangeEnded(const ApiRequest &request, const HttpAnswer &answer, qint64 milliseconds,
                              bool isCanceled)
{
    RequestRecord record;
    record.method = QString::fromLatin1(request.method);
    record.path = scrubbed(QString::fromLatin1(request.path));
    record.status = answer.status;
    record.milliseconds = milliseconds;
    record.requestId = scrubbed(QString::fromLatin1(answer.header("fly-request-id")));
    record.at = QDateTime::currentDateTimeUtc();
    qCDebug(lcApi).noquote() << record.method << record.path << record.status << milliseconds << "ms"
                             << record.requestId;
    if (answer.status == 0 && !isCanceled)
        m_proxy->askAgain(); // the computer may be in another network by now
    const QPointer<ApiClient> alive(this);
    emit requestFinished(record, request.reach);
    if (alive && answer.status == 401)
        emit tokenRefused(ApiError::fromAnswer(answer, host(), m_factory.token()));
}

} // namespace Spritarium
