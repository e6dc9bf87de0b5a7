// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/spritewatch.h"

#include "service/apiclient.h"
#include "service/logging.h"
#include "service/streamreply.h"

#include <algorithm>
#include <utility>

namespace Spritarium {

using namespace Qt::StringLiterals;

SpriteWatch::SpriteWatch(ApiClient &client, const QList<std::chrono::milliseconds> &backoff,
                         std::chrono::milliseconds silence, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_backoff(backoff)
    , m_silence(silence)
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &SpriteWatch::open);
}

void SpriteWatch::start()
{
    if (!m_reply && !m_retry.isActive())
        open();
}

void SpriteWatch::stop()
{
    m_retry.stop();
    m_open = false;
    m_tries = 0;
    if (StreamReply *reply = std::exchange(m_reply, nullptr)) {
        reply->disconnect(this);
        reply->cancel();
    }
}

void SpriteWatch::open()
{
    ApiRequest request = ApiRequest::get(Reach::ControlPlane, pathOf("v1", "sprites"));
    request.accept = "application/x-ndjson";
    request.stall = m_silence;
    StreamReply *reply = m_client.stream(request);
    m_reply = reply;
    connect(reply, &StreamReply::opened, this, &SpriteWatch::checkOffer);
    connect(reply, &StreamReply::messageReceived, this, &SpriteWatch::receive);
    connect(reply, &ApiReply::succeeded, this, &SpriteWatch::breakAndRetry);
    connect(reply, &ApiReply::failed, this, &SpriteWatch::refused);
    connect(reply, &ApiReply::interrupted, this, &SpriteWatch::interruptedBy);
}

void SpriteWatch::checkOffer(const QByteArray &contentType)
{
    if (!contentType.contains("ndjson"))
        return giveUp();
    m_open = true;
    emit opened();
}

void SpriteWatch::receive(const QJsonObject &line)
{
    m_tries = 0;
    // It says that the line stands, and nothing of a sprite.
    if (line.value("type"_L1) == "heartbeat"_L1)
        return;
    const Result<SpriteChange> change = spriteChangeFromJson(line);
    if (change)
        emit changeReceived(change.value());
    else
        emit unsure();
}

void SpriteWatch::refused(const ApiError &error)
{
    static constexpr int notOfferedStatuses[] = {400, 404, 405, 406, 410, 415, 501};
    if (std::ranges::find(notOfferedStatuses, error.httpStatus) != std::end(notOfferedStatuses))
        giveUp();
    else
        breakAndRetry();
}

void SpriteWatch::interruptedBy(const ApiError &error)
{
    // A long silence is normal, but so is a line that died without a word: renew it and look once.
    if (m_open && error.kind == ApiError::Kind::Timeout) {
        open();
        emit unsure();
        return;
    }
    breakAndRetry();
}

void SpriteWatch::breakAndRetry()
{
    m_reply = nullptr;
    if (!m_backoff.isEmpty()) {
        m_retry.start(m_backoff.at(std::min(m_tries, m_backoff.size() - 1)));
        ++m_tries;
    }
    if (std::exchange(m_open, false))
        emit broken();
}

void SpriteWatch::giveUp()
{
    qCDebug(lcApi) << "The list watch is not offered; polling instead.";
    stop();
    emit notOffered();
}

} // namespace Spritarium
