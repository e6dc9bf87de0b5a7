// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/apireply.h"

#include "service/apiclient.h"

#include <QNetworkReply>

namespace Spritarium {

ApiReply::ApiReply(ApiClient &client, const ApiRequest &request, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_request(request)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &ApiReply::timeUp);
    m_timer.start(0);
}

ApiReply::~ApiReply()
{
    dropNetworkReply();
}

void ApiReply::timeUp()
{
    if (m_state == State::Canceling)
        end(End::Canceled);
    else
        begin();
}

void ApiReply::begin()
{
    m_state = State::Running;
    if (!m_client.m_addressProblem.isEmpty())
        return end(End::Failed, ApiError::invalid(m_client.m_addressProblem));
    if (m_request.path.isEmpty())
        return end(End::Failed, ApiError::invalid(tr("A name is missing.")));
    if (!m_client.m_proxy->isKnown()) {
        m_state = State::Scheduled;
        const auto goOn = [this] {
            if (m_state == State::Scheduled)
                begin();
        };
        connect(m_client.m_proxy, &SystemProxy::known, this, goOn, Qt::SingleShotConnection);
        return;
    }
    m_answer = {};
    m_requestSent = false;
    m_proxy = proxyName(m_client.route()->proxy());
    m_clock.start();
    QNetworkReply *reply = startExchange();
    m_networkReply = reply;
    connect(reply, &QNetworkReply::requestSent, this, [this] { m_requestSent = true; });
    connect(reply, &QNetworkReply::finished, this, [this, reply] {
        readHead(reply);
        concluded(reply);
    });
    attached(reply);
}

QNetworkReply *ApiReply::startExchange()
{
    return m_client.startQuery(m_request);
}

void ApiReply::attached(QNetworkReply *) {}

void ApiReply::concluded(QNetworkReply *reply)
{
    if (reply->isOpen()) // the transfer timeout closes it
        setBody(reply->readAll());
    if (!finishExchange())
        return;
    const int status = m_answer.status;
    if (status >= 200 && status < 300 && reply->error() == QNetworkReply::NoError)
        return end(End::Succeeded);
    const ApiError error = errorOf(reply);
    if (sendAgain(error))
        return;
    const bool refused = (status >= 300 && !isGatewayFailure()) || m_request.isRead();
    end(refused ? End::Failed : endOfBroken(reply), error);
}

void ApiReply::cancel()
{
    if (m_state == State::Ended || m_state == State::Canceling)
        return;
    const bool wasUnderWay = m_networkReply && m_state == State::Running;
    m_state = State::Canceling;
    dropNetworkReply();
    m_timer.start(0);
    if (wasUnderWay)
        (void)finishExchange();
}

bool ApiReply::isGatewayFailure() const
{
    const QByteArray body = m_answer.body.trimmed();
    const bool isNobodys = body.isEmpty() || body.startsWith('<');
    return m_answer.status == 502 || m_answer.status == 504 || (m_answer.status == 503 && isNobodys);
}

QString ApiReply::requestId() const
{
    return QString::fromLatin1(m_answer.header("fly-request-id"));
}

void ApiReply::readHead(QNetworkReply *reply)
{
    m_answer.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    m_answer.headers.clear();
    for (const auto &[name, value] : reply->rawHeaderPairs())
        m_answer.headers.append({name.toLower(), value});
}

ApiError ApiReply::errorOf(QNetworkReply *reply) const
{
    const QString host = m_client.host();
    if (m_answer.status >= 400)
        return ApiError::fromAnswer(m_answer, host, m_client.m_factory.token());
    ApiError error;
    if (m_answer.status >= 300) {
        error = ApiError::protocol(tr("The service redirects to another address."),
                                   m_answer.header("location"), m_client.m_factory.token());
    } else if (reply->error() == QNetworkReply::OperationCanceledError) {
        // Our own abort() disconnects first, so this can only be the transfer timeout.
        error = timeUpError(m_client.timeoutOf(m_request));
    } else {
        const QString reason = reply->errorString();
        error = ApiError::network(
            host, m_proxy.isEmpty() ? reason : tr("%1 (through the proxy %2)").arg(reason, m_proxy),
            m_client.m_factory.token());
    }
    error.requestId = requestId();
    return error;
}

ApiError ApiReply::timeUpError(std::chrono::milliseconds limit) const
{
    ApiError error = ApiError::timeout(m_client.host(), std::chrono::ceil<std::chrono::seconds>(limit));
    if (neverLeft())
        error.serverText = tr("The way leads through the proxy %1.").arg(m_proxy);
    return error;
}

bool ApiReply::finishExchange()
{
    const QPointer<ApiReply> alive(this);
    m_client.exchangeEnded(m_request, m_answer, m_clock.elapsed(), m_state == State::Canceling);
    return alive && m_state == State::Running;
}

ApiReply::End ApiReply::endOfBroken(QNetworkReply *reply) const
{
    if (m_requestSent)
        return End::Interrupted;
    if (neverLeft()) // Qt tells a proxy's no in many ways
        return End::Failed;
    switch (reply->error()) {
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::HostNotFoundError:
    case QNetworkReply::SslHandshakeFailedError:
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyAuthenticationRequiredError:
    case QNetworkReply::ProtocolUnknownError:
        return End::Failed;
    default:
        return End::Interrupted;
    }
}

bool ApiReply::sendAgain(const ApiError &error)
{
    if (!m_request.isRead())
        return false;
    const int status = m_answer.status;
    const bool waking =
        m_request.reach == Reach::InsideSprite && (status == 502 || status == 503 || status == 504);
    const bool lost = error.kind == ApiError::Kind::Timeout || error.kind == ApiError::Kind::Network;
    if (!waking && !lost)
        return false;
    const QList<std::chrono::milliseconds> &pauses =
        waking ? m_client.limits().wakingBackoff : m_client.limits().readBackoff;
    int &tries = waking ? m_wakingTries : m_readTries;
    if (tries >= pauses.size())
        return false;
    dropNetworkReply();
    m_state = State::Scheduled;
    m_timer.start(pauses.at(tries++));
    return true;
}

void ApiReply::dropNetworkReply()
{
    QNetworkReply *reply = m_networkReply;
    m_networkReply = nullptr;
    if (!reply)
        return;
    reply->disconnect(this);
    reply->abort();
    reply->deleteLater();
}

void ApiReply::end(End end, const std::optional<ApiError> &error)
{
    if (m_state == State::Ended)
        return;
    m_state = State::Ended;
    m_timer.stop();
    dropNetworkReply();
    const QPointer<ApiReply> alive(this);
    switch (end) {
    case End::Succeeded:
        emit succeeded(QPrivateSignal());
        break;
    case End::Failed:
        emit failed(error.value_or(ApiError()), QPrivateSignal());
        break;
    case End::Interrupted:
        emit interrupted(error.value_or(ApiError()), QPrivateSignal());
        break;
    case End::Canceled:
        emit canceled(QPrivateSignal());
        break;
    }
    if (!alive)
        return;
    emit finished(QPrivateSignal());
    if (alive)
        deleteLater();
}

} // namespace Spritarium
