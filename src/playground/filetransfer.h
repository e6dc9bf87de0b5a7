// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/filecalls.h"
#include "playground/httpexchange.h"

#include <QFile>

#include <memory>

namespace Spritarium::Playground {

//! Part of something, in bytes.
struct ByteRange
{
    qint64 start = 0;
    qint64 size = 0;
    friend bool operator==(const ByteRange &, const ByteRange &) = default;
};

//! What a Range header wants of `whole` bytes: nothing if it names no single range of bytes, which means all;
//! an empty range if there is nothing of it.
std::optional<ByteRange> wantedRange(const QByteArray &header, qint64 whole);

//! Streams a file of any size to the client, no faster than it reads, or the range of it that was asked for
//! (206, 416). A child of the exchange.
class FileSender : public QObject
{
    Q_OBJECT

public:
    FileSender(HttpExchange *exchange, std::unique_ptr<QFile> file,
               const QByteArray &contentType = "application/octet-stream");

private:
    void pump();

    HttpExchange *m_exchange;
    std::unique_ptr<QFile> m_file;
    qint64 m_left;
};

//! Streams a body of any size into a file; an upload that breaks off leaves the old file. A child of the
//! exchange.
class FileReceiver : public QObject
{
    Q_OBJECT

public:
    FileReceiver(HttpExchange *exchange, std::unique_ptr<FileUpload> upload);

private:
    void pump();

    HttpExchange *m_exchange;
    std::unique_ptr<FileUpload> m_upload;
};

} // namespace Spritarium::Playground
