// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/filetransfer.h"

#include <QRegularExpression>

#include <algorithm>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {
constexpr qint64 Portion = 256 * 1024;
}

std::optional<ByteRange> wantedRange(const QByteArray &header, qint64 whole)
{
    static const QRegularExpression shape(
        QRegularExpression::anchoredPattern(u"bytes=([0-9]{0,18})-([0-9]{0,18})"_s));
    const QRegularExpressionMatch match = shape.match(QString::fromLatin1(header));
    const QStringView first = match.capturedView(1);
    const QStringView last = match.capturedView(2);
    if (!match.hasMatch() || (first.isEmpty() && last.isEmpty()))
        return std::nullopt;
    if (first.isEmpty()) { // so many at the end
        const qint64 size = std::min(last.toLongLong(), whole);
        return ByteRange{whole - size, size};
    }
    const qint64 start = first.toLongLong();
    const qint64 end = last.isEmpty() ? whole - 1 : std::min(last.toLongLong(), whole - 1);
    if (!last.isEmpty() && last.toLongLong() < start)
        return std::nullopt; // not a range at all (RFC 9110 14.1.1)
    return start >= whole ? ByteRange{} : ByteRange{start, end - start + 1};
}

FileSender::FileSender(HttpExchange *exchange, std::unique_ptr<QFile> file, const QByteArray &contentType)
    : QObject(exchange)
    , m_exchange(exchange)
    , m_file(std::move(file))
    , m_left(m_file->size())
{
    const qint64 whole = m_left;
    HttpResponse head = HttpResponse::empty(200);
    head.with("Content-Type", contentType).with("Accept-Ranges", "bytes");
    if (const auto range = wantedRange(exchange->request().header("range"), whole)) {
        const QByteArray total = '/' + QByteArray::number(whole);
        if (range->size == 0) {
            exchange->respond(HttpResponse::empty(416).with("Content-Range", "bytes *" + total));
            return;
        }
        head.status = 206;
        head.with("Content-Range", "bytes " + QByteArray::number(range->start) + '-' +
                                       QByteArray::number(range->start + range->size - 1) + total);
        m_file->seek(range->start);
        m_left = range->size;
    }
    exchange->beginSized(head, m_left);
    if (exchange->request().isHead())
        m_left = 0;
    connect(exchange, &HttpExchange::writable, this, &FileSender::pump);
    pump();
}

void FileSender::pump()
{
    const Fault::Kind fault = m_exchange->fault().kind;
    while (m_left > 0 && m_exchange->canWrite()) {
        const QByteArray bytes = m_file->read(std::min(m_left, Portion));
        if (bytes.isEmpty())
            return m_exchange->cut(); // shorter than promised: the file shrank or the disk failed
        if (fault == Fault::Kind::CutMidLine) {
            m_exchange->write(bytes.left(bytes.size() / 2));
            return m_exchange->cut();
        }
        m_exchange->write(bytes);
        m_left -= bytes.size();
    }
    if (m_left == 0)
        m_exchange->finish();
}

FileReceiver::FileReceiver(HttpExchange *exchange, std::unique_ptr<FileUpload> upload)
    : QObject(exchange)
    , m_exchange(exchange)
    , m_upload(std::move(upload))
{
    connect(exchange, &HttpExchange::bodyAvailable, this, &FileReceiver::pump);
    // Also by somebody else, because there is no place for it any more.
    connect(exchange, &HttpExchange::ended, this, [this] { m_upload.reset(); });
    connect(exchange, &HttpExchange::bodyFailed, this, [this] {
        m_upload.reset();
        m_exchange->respond(HttpResponse::insideText(400, u"bad request body"_s));
    });
    pump();
}

void FileReceiver::pump()
{
    while (m_upload && !m_exchange->isBodyComplete()) {
        const QByteArray bytes = m_exchange->readBody();
        if (bytes.isEmpty() && !m_exchange->isBodyComplete())
            return;
        if (!m_upload)
            return;
        const FileResult<Done> appended = m_upload->append(bytes);
        if (!appended) {
            m_upload.reset();
            return m_exchange->respond(fileRefusal(appended.error()));
        }
    }
    if (!m_upload || m_exchange->hasAnswered())
        return;
    const FileResult<WrittenFile> written = m_upload->commit();
    m_upload.reset();
    if (!written)
        return m_exchange->respond(fileRefusal(written.error()));
    m_exchange->respond(HttpResponse::insideJson(200, toWireJson(QJsonObject{{u"path"_s, written->path},
                                                                             {u"size"_s, written->size},
                                                                             {u"mode"_s, written->mode}})));
}

} // namespace Spritarium::Playground
