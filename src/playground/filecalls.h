// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/httprequest.h"
#include "playground/httpresponse.h"
#include "playground/spritefiles.h"

#include <QJsonObject>

namespace Spritarium::Playground {

//! What one file call is about: query parameters as the SDKs send them, or else keys of a JSON body as the
//! vendor's description has them (sprites-api 11.1). A value, so that it can go to another thread. `asRoot`
//! is taken and changes nothing: all files of a sprite have one owner here.
class FileArguments
{
public:
    explicit FileArguments(const HttpRequest &request, const QJsonObject &body = {});

    bool has(QStringView key) const { return m_request.hasQuery(key) || m_body.contains(key); }
    //! A number in a body comes as its decimal text.
    QString text(QStringView key) const;
    bool flag(QStringView key) const;
    //! The path under a key, made absolute; the empty one is `workingDir`, and that is `/` unless given.
    QString path(QStringView key) const;
    //! The key of a path that holds a NUL, at which the system would cut it; empty if there is none.
    QString cutKey() const;
    //! A number or the name of one that every sprite has. -1 when it is absent; nothing when it is neither a
    //! name known there nor a number from -1 to 2^31-1.
    std::optional<int> owner(QStringView key) const;

private:
    HttpRequest m_request;
    QJsonObject m_body;
};

//! {"error", "code", "path"} with the status that goes with the code (sprites-api 11.2).
HttpResponse fileRefusal(const FileError &error);

//! The file calls that answer in JSON, as pure functions on one sprite's files. May run in any thread.
namespace FileCalls {

using Call = HttpResponse (*)(const SpriteFiles &, const FileArguments &);

HttpResponse list(const SpriteFiles &files, const FileArguments &arguments);
HttpResponse remove(const SpriteFiles &files, const FileArguments &arguments);
HttpResponse rename(const SpriteFiles &files, const FileArguments &arguments);
//! {"copied", "count", "totalBytes", "source", "dest"}. Where a report leaves names out, "count" has them and
//! "unnamed" tells how many.
HttpResponse copy(const SpriteFiles &files, const FileArguments &arguments);
HttpResponse chmod(const SpriteFiles &files, const FileArguments &arguments);
HttpResponse chown(const SpriteFiles &files, const FileArguments &arguments);

} // namespace FileCalls

} // namespace Spritarium::Playground
