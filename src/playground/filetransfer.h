// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/httpexchange.h"
#include "playground/spritefiles.h"

#include <QFile>

#include <memory>

namespace Spritarium::Playground {

//! {"error", "code", "path"} with the status that goes with the code (sprites-api 11.2).
HttpResponse fileRefusal(const FileError &error);

//! Streams a file of any size to the client, no faster than it reads. A child of the exchange.
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
