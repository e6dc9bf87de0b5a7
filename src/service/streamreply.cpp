// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/streamreply.h"

#include "service/apiclient.h"
#include "service/logging.h"

#include <QJsonDocument>
#include <QNetworkReply>

namespace Spritarium {

namespace {

constexpr qint64 ChunkSize = 16 * 1024;
constexpr qsizetype LargestErrorBody = 64 * 1024;

} // namespace

StreamReply::StreamReply(ApiClient &client, const ApiRequest &request, QObject *parent)
    : ApiReply(client, request, parent)
    , m_stallLimit(request.stall.value_or(client.limits().stall))
{
    m_stall.setSingleShot(true);
    m_continue.setSingleShot(true);
    connect(&m_continue, &QTimer::timeout, this, &StreamReply::drain);
    connect(&m_stall, &QTimer::timeout, this,
            [this] { endAs(neverLeft() ? End::Failed : End::Interrupted, timeUpError(m_stallLimit)); });
}

QNetworkReply *StreamReply::startExchange()
{
    return client().startStream(request(), this);
}

void StreamReply::attached(QNetworkReply *reply)
{
    connect(reply, &QNetworkReply::metaDataChanged, this, [this] { (void)readHeadOnce(); });
    connect(reply, &QNetworkReply::readyRead, this, [this] {
        // While a turn waits for its continuation, what arrives waits too: one turn is one share of the loop.
        if (!m_continue.isActive())
            drain();
    });
    restartStallTimer();
}

void StreamReply::concluded(QNetworkReply *)
{
    m_bodyEnded = true;
    if (!m_continue.isActive())
        drain();
}

bool StreamReply::readHeadOnce()
{
    if (m_headRead || !networkReply())
        return isRunning();
    readHead(networkReply());
    const int status = answer().status;
    if (status < 200 || (status >= 300 && status < 400))
        return isRunning();
    m_headRead = true;
    if (status >= 400)
        return isRunning();
    const QPointer<StreamReply> alive(this);
    emit opened(contentType().split(';').first().trimmed().toLower(), QPrivateSignal());
    return alive && isRunning();
}

void StreamReply::drain()
{
    if (!readHeadOnce() || !networkReply())
        return;
    if (answer().status >= 300 && networkReply()->isOpen()) {
        m_errorBody += networkReply()->read(LargestErrorBody - m_errorBody.size());
        networkReply()->skip(networkReply()->bytesAvailable());
    } else {
        m_stall.stop();
        QElapsedTimer turn;
        turn.start();
        do {
            if (!deliverLines(turn))
                return;
        } while (refill());
    }
    if (m_bodyEnded)
        finishBody();
    else
        restartStallTimer();
}

bool StreamReply::deliverLines(const QElapsedTimer &turn)
{
    const std::chrono::milliseconds longest = client().limits().longestTurn;
    while (m_nextLine < m_lines.size()) {
        if (turn.elapsed() >= longest.count()) {
            m_continue.start(0);
            return false;
        }
        if (!deliver(m_lines.at(m_nextLine++)))
            return false;
    }
    m_lines.clear();
    m_nextLine = 0;
    if (m_splitter.overflowed()) {
        breakOff(tr("The service sent a line that is too long."), m_splitter.overflowExcerpt());
        return false;
    }
    return true;
}

bool StreamReply::refill()
{
    if (!networkReply()->isOpen())
        return false;
    const QByteArray bytes = networkReply()->read(ChunkSize);
    if (bytes.isEmpty())
        return false;
    m_lines = m_splitter.feed(bytes);
    return true;
}

bool StreamReply::deliver(const QByteArray &line)
{
    const QJsonDocument document = QJsonDocument::fromJson(line);
    if (!document.isObject()) {
        breakOff(tr("The service sent a line that cannot be read."), line);
        return false;
    }
    const QPointer<StreamReply> alive(this);
    emit messageReceived(document.object(), QPrivateSignal());
    return alive && isRunning();
}

void StreamReply::finishBody()
{
    QNetworkReply *reply = networkReply();
    const bool whole = reply->error() == QNetworkReply::NoError;
    const int status = answer().status;
    if (status >= 300) {
        setBody(m_errorBody);
        const bool isUnknown = isGatewayFailure() && !request().isRead();
        return endAs(isUnknown ? End::Interrupted : End::Failed, errorOf(reply));
    }
    const QByteArray rest = m_splitter.takeRemainder();
    // Of a cut stream the last line is half a line, unless it happens to be whole.
    const bool deliverable = !rest.isEmpty() && (whole || QJsonDocument::fromJson(rest).isObject());
    if (deliverable && !deliver(rest))
        return;
    if (whole && status >= 200)
        return endAs(End::Succeeded);
    endAs(endOfBroken(reply), errorOf(reply));
}

void StreamReply::breakOff(const QString &what, const QByteArray &excerpt)
{
    ApiError error = ApiError::protocol(what, excerpt.left(120), client().m_factory.token());
    error.httpStatus = answer().status;
    error.requestId = requestId();
    endAs(End::Interrupted, error);
}

void StreamReply::endAs(End kind, const std::optional<ApiError> &error)
{
    m_stall.stop();
    m_continue.stop();
    if (finishExchange())
        end(kind, error);
}

void StreamReply::restartStallTimer()
{
    if (m_stallLimit.count() > 0)
        m_stall.start(m_stallLimit);
}

} // namespace Spritarium
