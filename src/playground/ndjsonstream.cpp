// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/ndjsonstream.h"

#include "playground/textpieces.h"

#include <QDateTime>

#include <algorithm>
#include <chrono>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype BatchSize = 64 * 1024;
//! Each character takes six bytes at most, and clients in Go read no line of 64 KiB (sprites-api 2.10).
constexpr qsizetype MostText = 10'000;
constexpr int DefaultManyLines = 100'000;
constexpr int DefaultOversizeKiB = 256;

QByteArray quoted(const QString &text)
{
    QByteArray bytes;
    appendQuoted(bytes, text);
    return bytes;
}

//! Put together by hand: in the recorded order of keys, and cheap enough for a hundred thousand.
QByteArray messageLine(const QString &type, const QString &text)
{
    return R"({"type":)" + quoted(type) + (type == u"error"_s ? R"(,"error":)" : R"(,"data":)") +
           quoted(text) + R"(,"time":")" + NdjsonStream::timeText().toLatin1() + "\"}";
}

} // namespace

QString NdjsonStream::timeText()
{
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const qint64 nanos = std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
    const QDateTime seconds = QDateTime::fromSecsSinceEpoch(nanos / 1'000'000'000, Qt::UTC);
    QString text = seconds.toString(u"yyyy-MM-dd'T'HH:mm:ss"_s);
    QString fraction = QString::number(nanos % 1'000'000'000).rightJustified(9, u'0');
    while (fraction.endsWith(u'0'))
        fraction.chop(1);
    if (!fraction.isEmpty())
        text += u'.' + fraction;
    return text + u'Z';
}

NdjsonStream::NdjsonStream(HttpExchange *exchange)
    : QObject(exchange)
    , m_exchange(exchange)
{
    if (exchange->fault().kind == Fault::Kind::ManyLines)
        m_generated = exchange->fault().lines > 0 ? exchange->fault().lines : DefaultManyLines;
    HttpResponse head = HttpResponse::empty(200);
    head.with("Content-Type", "application/x-ndjson").with("X-Content-Type-Options", "nosniff");
    head.with("Cache-Control", "no-cache");
    exchange->beginStream(head);
    connect(exchange, &HttpExchange::writable, this, &NdjsonStream::pump);
}

void NdjsonStream::line(const QByteArray &json)
{
    m_queue.append(json);
    pump();
}

void NdjsonStream::line(const QJsonObject &object)
{
    line(toWireJson(object));
}

void NdjsonStream::message(const QString &type, const QString &text)
{
    qsizetype at = 0;
    do {
        const qsizetype size = pieceSize(text, at, MostText);
        m_queue.append(messageLine(type, text.mid(at, size)));
        at += size;
    } while (at < text.size());
    pump();
}

void NdjsonStream::finish(const QString &type, const QString &text)
{
    if (m_exchange->fault().kind != Fault::Kind::NoComplete)
        m_queue.append(messageLine(type, text.left(pieceSize(text, 0, MostText))));
    m_finishing = true;
    pump();
}

void NdjsonStream::finish(const QJsonObject &last)
{
    if (m_exchange->fault().kind != Fault::Kind::NoComplete)
        m_queue.append(toWireJson(last));
    m_finishing = true;
    pump();
}

void NdjsonStream::setSource(Source source)
{
    m_source = std::move(source);
    pump();
}

void NdjsonStream::pump()
{
    while (m_exchange->canWrite() && !m_silent) {
        QByteArray batch;
        bool goesOn = true;
        while (goesOn && batch.size() < BatchSize) {
            const std::optional<QByteArray> next = nextLine();
            if (!next)
                break;
            goesOn = append(*next, batch);
        }
        m_exchange->write(batch);
        if (!goesOn && !m_silent)
            return m_exchange->cut();
        if (batch.size() < BatchSize)
            break;
    }
    if (m_finishing && m_queue.isEmpty() && m_generated == 0 && !m_silent)
        m_exchange->finish();
}

std::optional<QByteArray> NdjsonStream::nextLine()
{
    if (m_generated > 0 && m_written > 0) {
        --m_generated;
        return messageLine(u"info"_s, u"Generated message %1"_s.arg(m_written));
    }
    if (!m_queue.isEmpty())
        return m_queue.takeFirst();
    return m_source ? m_source() : std::nullopt;
}

//! Adds a line, or what the fault makes of it; false when the stream breaks off or falls silent here.
bool NdjsonStream::append(const QByteArray &json, QByteArray &batch)
{
    const Fault &fault = m_exchange->fault();
    if (fault.kind == Fault::Kind::CutMidLine && m_written >= fault.afterLines) {
        batch += json.left(json.size() / 2);
        return false;
    }
    if (fault.kind == Fault::Kind::Stall && m_written >= fault.afterLines) {
        m_silent = true;
        return false;
    }
    batch += json + '\n';
    ++m_written;
    if (!m_intruded && m_written >= std::max(1, fault.afterLines)) {
        m_intruded = true;
        batch += intruder();
    }
    return true;
}

QByteArray NdjsonStream::intruder() const
{
    const Fault &fault = m_exchange->fault();
    switch (fault.kind) {
    case Fault::Kind::OddBytes:
        return QByteArray("\xff\xfe\x00 no json \x80\x1b[31m", 17) + '\n';
    case Fault::Kind::UnknownType:
        return toWireJson(QJsonObject{{u"type"_s, u"telemetry"_s},
                                      {u"data"_s, u"a type from the future"_s},
                                      {u"progress"_s, 0.5},
                                      {u"time"_s, timeText()}}) +
               '\n';
    case Fault::Kind::OversizeLine: {
        const int kib = fault.lines > 0 ? fault.lines : DefaultOversizeKiB;
        return R"({"type":"info","data":")" + QByteArray(qsizetype(kib) * 1024, 'x') + "\"}\n";
    }
    default:
        return {};
    }
}

} // namespace Spritarium::Playground
