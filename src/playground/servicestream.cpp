// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/servicestream.h"

#include "playground/textpieces.h"

#include <QJsonDocument>

#include <utility>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

//! Each character takes six bytes at most, and no line may have 64 KiB (sprites-api 2.10).
constexpr qsizetype MostText = 8 * 1024;
constexpr qint64 MostWaiting = 512 * 1024;

QByteArray eventLine(const QString &type, QJsonObject more)
{
    more.insert(u"type"_s, type);
    more.insert(u"timestamp"_s, QDateTime::currentMSecsSinceEpoch());
    return toWireJson(more);
}

} // namespace

ServiceStream::ServiceStream(HttpExchange *exchange, SupervisedService *service)
    : QObject(exchange)
    , m_service(service)
    , m_name(service->name())
    , m_stream(new NdjsonStream(exchange))
{
    m_end.setSingleShot(true);
    connect(&m_end, &QTimer::timeout, this, &ServiceStream::finish);
    connect(service, &SupervisedService::output, this, &ServiceStream::onOutput);
    connect(service, &SupervisedService::exited, this, [this](int code) {
        if (!m_isFollowing)
            return;
        tell(u"exit"_s, {{u"exit_code"_s, code}});
        finish();
    });
    connect(service, &QObject::destroyed, this, &ServiceStream::finish);
    m_stream->setSource([this] { return nextLine(); });
}

void ServiceStream::tell(const QString &type, QJsonObject more)
{
    append(eventLine(type, std::move(more)));
}

void ServiceStream::onOutput(bool isErrors, const QString &text)
{
    if (m_isFinishing)
        return;
    for (qsizetype at = 0, size = 0; at < text.size(); at += size) {
        size = pieceSize(text, at, MostText);
        const QString piece = text.mid(at, size);
        if (m_waitingBytes > MostWaiting) {
            m_skipped += piece.toUtf8().size();
            continue;
        }
        if (const qint64 skipped = std::exchange(m_skipped, 0); skipped > 0)
            tell(u"log"_s, {{u"data"_s, u"%1 bytes of output were passed over, see %2\n"_s.arg(
                                            QString::number(skipped), ServiceLog::insidePath(m_name))}});
        tell(isErrors ? u"stderr"_s : u"stdout"_s, {{u"data"_s, piece}});
    }
}

void ServiceStream::append(const QByteArray &line)
{
    m_waiting.enqueue(line);
    m_waitingBytes += line.size();
    m_stream->pump();
}

std::optional<QByteArray> ServiceStream::nextLine()
{
    while (m_log) {
        const std::optional<ServiceLogReader::Piece> piece = m_log->next();
        if (!piece) {
            m_log.reset();
            break;
        }
        const QString text = (piece->isErrors ? m_logErrors : m_logText)(piece->bytes);
        if (!text.isEmpty())
            return eventLine(piece->isErrors ? u"stderr"_s : u"stdout"_s, {{u"data"_s, text}});
    }
    if (m_waiting.isEmpty())
        return std::nullopt;
    const QByteArray line = m_waiting.dequeue();
    m_waitingBytes -= line.size();
    if (m_waiting.isEmpty() && m_isFinishing) {
        // The very last is the stream's to write, because it ends with it.
        QMetaObject::invokeMethod(
            m_stream, [stream = m_stream, line] { stream->finish(QJsonDocument::fromJson(line).object()); },
            Qt::QueuedConnection);
        return std::nullopt;
    }
    return line;
}

void ServiceStream::follow(std::chrono::milliseconds time)
{
    if (time.count() == 0)
        return finish();
    m_isFollowing = true;
    m_end.start(time);
}

void ServiceStream::fail(const QString &text)
{
    tell(u"error"_s, {{u"data"_s, u"Failed to start service: "_s + text}});
    tell(u"exit"_s, {{u"exit_code"_s, 1}});
    finish();
}

void ServiceStream::tellLog(qint64 lines)
{
    if (m_service)
        m_log = std::make_unique<ServiceLogReader>(m_service->log(), lines);
    m_stream->pump();
}

void ServiceStream::finish()
{
    if (m_isFinishing)
        return;
    m_isFinishing = true;
    m_isFollowing = false;
    m_end.stop();
    const QString path = ServiceLog::insidePath(m_name);
    tell(u"complete"_s,
         {{u"log_files"_s, QJsonObject{{u"combined"_s, path}, {u"stderr"_s, path}, {u"stdout"_s, path}}}});
}

} // namespace Spritarium::Playground
