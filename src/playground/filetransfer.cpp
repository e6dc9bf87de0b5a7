// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/filetransfer.h"

#include <algorithm>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {
constexpr qint64 Portion = 256 * 1024;
}

HttpResponse fileRefusal(const FileError &error)
{
    const int status = error.code == u"ENOENT"_s ? 404 : error.code == u"EIO"_s ? 500 : 400;
    return HttpResponse::insideJson(
        status,
        toWireJson(QJsonObject{{u"error"_s, error.text}, {u"code"_s, error.code}, {u"path"_s, error.path}}));
}

FileSender::FileSender(HttpExchange *exchange, std::unique_ptr<QFile> file, const QByteArray &contentType)
    : QObject(exchange)
    , m_exchange(exchange)
    , m_file(std::move(file))
    , m_left(m_file->size())
{
    HttpResponse head = HttpResponse::empty(200);
    exchange->beginSized(head.with("Content-Type", contentType), m_left);
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
