// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/filecalls.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <limits>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

QJsonObject toJson(const FileEntry &entry)
{
    return {{u"name"_s, entry.name},  {u"path"_s, entry.path},
            {u"type"_s, entry.type},  {u"size"_s, entry.size},
            {u"mode"_s, entry.mode},  {u"modTime"_s, entry.modTime.toUTC().toString(Qt::ISODateWithMs)},
            {u"isDir"_s, entry.isDir}};
}

QJsonObject toJson(const CopiedFile &copied)
{
    return {{u"source"_s, copied.source}, {u"dest"_s, copied.dest}};
}

HttpResponse answer(const QJsonObject &object)
{
    return HttpResponse::insideJson(200, toWireJson(object));
}

HttpResponse invalid(const QString &path, const QString &text)
{
    return fileRefusal({u"EINVAL"_s, path, text});
}

//! The refusal of a call that does not say what it is about; nothing if it does.
std::optional<HttpResponse> missing(const FileArguments &arguments, const QStringList &keys)
{
    for (const QString &key : keys) {
        if (arguments.text(key).isEmpty())
            return invalid({}, key + u" is required"_s);
    }
    return std::nullopt;
}

} // namespace

FileArguments::FileArguments(const HttpRequest &request, const QJsonObject &body)
    : m_request(request)
    , m_body(body)
{}

QString FileArguments::text(QStringView key) const
{
    if (m_request.hasQuery(key))
        return m_request.queryValue(key);
    const QJsonValue value = m_body.value(key);
    return value.isDouble() ? QString::number(value.toInteger()) : value.toString();
}

bool FileArguments::flag(QStringView key) const
{
    if (!m_request.hasQuery(key))
        return m_body.value(key).toBool();
    const QString value = m_request.queryValue(key);
    return value == "true"_L1 || value == "1"_L1;
}

QString FileArguments::path(QStringView key) const
{
    const QString base = text(u"workingDir");
    return SpriteFiles::absolutePath(text(key), base.isEmpty() ? u"/"_s : base);
}

QString FileArguments::cutKey() const
{
    static const QStringList keys{u"path"_s, u"workingDir"_s, u"source"_s, u"dest"_s, u"pattern"_s};
    const auto found = std::find_if(keys.cbegin(), keys.cend(),
                                    [this](const QString &key) { return text(key).contains(QChar::Null); });
    return found == keys.cend() ? QString() : *found;
}

std::optional<int> FileArguments::owner(QStringView key) const
{
    if (!has(key))
        return -1;
    if (text(key) == "sprite"_L1)
        return SpriteFiles::Owner;
    if (text(key) == "root"_L1)
        return 0;
    bool ok = false;
    const qint64 id = text(key).toLongLong(&ok);
    return ok && id >= -1 && id <= std::numeric_limits<int>::max() ? std::optional(int(id)) : std::nullopt;
}

HttpResponse fileRefusal(const FileError &error)
{
    const int status = error.code == u"ENOENT"_s   ? 404
                       : error.code == u"EIO"_s    ? 500
                       : error.code == u"ESTALE"_s ? 503
                                                   : 400;
    return HttpResponse::insideJson(
        status,
        toWireJson(QJsonObject{{u"error"_s, error.text}, {u"code"_s, error.code}, {u"path"_s, error.path}}));
}

HttpResponse FileCalls::list(const SpriteFiles &files, const FileArguments &arguments)
{
    const auto listing =
        files.list(arguments.path(u"path"), arguments.flag(u"recursive"), arguments.text(u"pattern"));
    if (!listing)
        return fileRefusal(listing.error());
    QJsonArray entries;
    for (const FileEntry &entry : listing->entries)
        entries.append(toJson(entry));
    return answer({{u"path"_s, listing->path}, {u"entries"_s, entries}, {u"count"_s, entries.size()}});
}

HttpResponse FileCalls::remove(const SpriteFiles &files, const FileArguments &arguments)
{
    if (const auto refusal = missing(arguments, {u"path"_s}))
        return *refusal;
    const auto removed = files.remove(arguments.path(u"path"), arguments.flag(u"recursive"));
    if (!removed)
        return fileRefusal(removed.error());
    return answer({{u"deleted"_s, QJsonArray::fromStringList(*removed)}, {u"count"_s, removed->size()}});
}

HttpResponse FileCalls::rename(const SpriteFiles &files, const FileArguments &arguments)
{
    if (const auto refusal = missing(arguments, {u"source"_s, u"dest"_s}))
        return *refusal;
    const auto renamed = files.rename(arguments.path(u"source"), arguments.path(u"dest"));
    return renamed ? answer(toJson(*renamed)) : fileRefusal(renamed.error());
}

HttpResponse FileCalls::copy(const SpriteFiles &files, const FileArguments &arguments)
{
    if (const auto refusal = missing(arguments, {u"source"_s, u"dest"_s}))
        return *refusal;
    const auto report = files.copy(arguments.path(u"source"), arguments.path(u"dest"),
                                   arguments.flag(u"recursive"), arguments.flag(u"preserveAttrs"));
    if (!report)
        return fileRefusal(report.error());
    QJsonArray copied;
    for (const CopiedFile &file : report->copied)
        copied.append(toJson(file));
    // The newer JavaScript client reads source and dest beside the list.
    QJsonObject object{{u"copied"_s, copied},
                       {u"count"_s, copied.size() + report->unnamed},
                       {u"totalBytes"_s, report->totalBytes},
                       {u"source"_s, arguments.path(u"source")},
                       {u"dest"_s, arguments.path(u"dest")}};
    if (report->unnamed > 0)
        object.insert(u"unnamed"_s, report->unnamed); // ours
    return answer(object);
}

HttpResponse FileCalls::chmod(const SpriteFiles &files, const FileArguments &arguments)
{
    if (const auto refusal = missing(arguments, {u"path"_s}))
        return *refusal;
    const QString path = arguments.path(u"path");
    const std::optional<int> mode = SpriteFiles::parseMode(arguments.text(u"mode"));
    if (!mode)
        return invalid(path, u"invalid mode"_s);
    const auto changes = files.chmod(path, *mode, arguments.flag(u"recursive"));
    if (!changes)
        return fileRefusal(changes.error());
    QJsonArray affected;
    for (const ModeChange &change : *changes)
        affected.append(QJsonObject{{u"path"_s, change.path}, {u"mode"_s, change.mode}});
    return answer({{u"affected"_s, affected}, {u"count"_s, affected.size()}});
}

HttpResponse FileCalls::chown(const SpriteFiles &files, const FileArguments &arguments)
{
    if (const auto refusal = missing(arguments, {u"path"_s}))
        return *refusal;
    const QString path = arguments.path(u"path");
    const std::optional<int> uid = arguments.owner(u"uid");
    const std::optional<int> gid = arguments.owner(u"gid");
    if (!uid || !gid)
        return invalid(path, u"invalid owner"_s);
    const auto changes = files.chown(path, *uid, *gid, arguments.flag(u"recursive"));
    if (!changes)
        return fileRefusal(changes.error());
    QJsonArray affected;
    for (const OwnerChange &change : *changes)
        affected.append(
            QJsonObject{{u"path"_s, change.path}, {u"uid"_s, change.uid}, {u"gid"_s, change.gid}});
    return answer({{u"affected"_s, affected}, {u"count"_s, affected.size()}});
}

} // namespace Spritarium::Playground
