// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/fileroutes.h"

#include "playground/filetransfer.h"
#include "playground/spritewire.h"

#include <QJsonDocument>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 MaxJsonBody = 1024 * 1024;

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

void answer(HttpExchange *exchange, const QJsonObject &object)
{
    exchange->respond(HttpResponse::insideJson(200, toWireJson(object)));
}

FileError badMode(const QString &path)
{
    return {u"EINVAL"_s, path, u"invalid mode"_s};
}

} // namespace

class FileRoutes::Arguments
{
public:
    Arguments(const HttpRequest &request, const QByteArray &body)
        : m_request(request)
        , m_body(QJsonDocument::fromJson(body).object())
    {}

    QString text(QStringView key) const
    {
        return m_request.hasQuery(key) ? m_request.queryValue(key) : m_body.value(key).toString();
    }
    bool flag(QStringView key) const
    {
        return m_request.hasQuery(key) ? m_request.queryValue(key) == u"true"_s : m_body.value(key).toBool();
    }
    //! The path under a key, made absolute.
    QString path(QStringView key) const
    {
        const QString base = text(u"workingDir");
        return SpriteFiles::absolutePath(text(key), base.isEmpty() ? u"/"_s : base);
    }

private:
    const HttpRequest &m_request;
    QJsonObject m_body;
};

FileRoutes::FileRoutes(SpriteStore &store, QObject *parent)
    : QObject(parent)
    , m_store(store)
{}

void FileRoutes::addTo(Router &router)
{
    const QString fs = u"/v1/sprites/{name}/fs/"_s;
    const auto plain = [this](void (*call)(HttpExchange *, const SpriteFiles &)) {
        return [this, call](HttpExchange *exchange, const QStringList &names) {
            withFiles(exchange, names.constFirst(),
                      [exchange, call](const SpriteFiles &files) { call(exchange, files); });
        };
    };
    router.add("GET", fs + u"read"_s, plain(&FileRoutes::read));
    router.add("PUT", fs + u"write"_s, plain(&FileRoutes::write));
    router.add("GET", fs + u"list"_s, plain(&FileRoutes::list));
    addJsonCall(router, "DELETE", u"delete"_s, &FileRoutes::remove);
    addJsonCall(router, "POST", u"rename"_s, &FileRoutes::rename);
    addJsonCall(router, "POST", u"copy"_s, &FileRoutes::copy);
    addJsonCall(router, "POST", u"chmod"_s, &FileRoutes::chmod);
}

void FileRoutes::addJsonCall(Router &router, const QByteArray &method, const QString &verb, JsonCall call)
{
    router.add(method, u"/v1/sprites/{name}/fs/"_s + verb,
               [this, call](HttpExchange *exchange, const QStringList &a) {
                   exchange->collectBody(
                       MaxJsonBody, [this, exchange, call, name = a.at(0)](const QByteArray &body) {
                           withFiles(exchange, name, [exchange, call, &body](const SpriteFiles &files) {
                               call(exchange, files, Arguments(exchange->request(), body));
                           });
                       });
               });
}

void FileRoutes::withFiles(HttpExchange *exchange, const QString &sprite,
                           const std::function<void(const SpriteFiles &)> &then)
{
    const StoreResult<SpriteView> view = m_store.view(sprite);
    if (view)
        return then(SpriteFiles(*view));
    if (view.error().fault == StoreFault::NotFound)
        return exchange->respond(HttpResponse::controlError(404, u"sprite not found"_s));
    exchange->respond(fileRefusal({u"EIO"_s, exchange->request().queryValue(u"path"), view.error().text}));
}

void FileRoutes::read(HttpExchange *exchange, const SpriteFiles &files)
{
    auto file = files.read(Arguments(exchange->request(), {}).path(u"path"));
    if (!file)
        return exchange->respond(fileRefusal(file.error()));
    new FileSender(exchange, std::move(file).value());
}

void FileRoutes::write(HttpExchange *exchange, const SpriteFiles &files)
{
    const Arguments arguments(exchange->request(), {});
    const QString path = arguments.path(u"path");
    WriteOptions options;
    options.mkdirParents = arguments.flag(u"mkdirParents") || arguments.flag(u"mkdir");
    if (const QString mode = arguments.text(u"mode"); !mode.isEmpty()) {
        options.mode = SpriteFiles::parseMode(mode);
        if (!options.mode)
            return exchange->respond(fileRefusal(badMode(path)));
    }
    auto upload = files.beginWrite(path, options);
    if (!upload)
        return exchange->respond(fileRefusal(upload.error()));
    new FileReceiver(exchange, std::move(upload).value());
}

void FileRoutes::list(HttpExchange *exchange, const SpriteFiles &files)
{
    const Arguments arguments(exchange->request(), {});
    const auto listing =
        files.list(arguments.path(u"path"), arguments.flag(u"recursive"), arguments.text(u"pattern"));
    if (!listing)
        return exchange->respond(fileRefusal(listing.error()));
    QJsonArray entries;
    for (const FileEntry &entry : listing->entries)
        entries.append(toJson(entry));
    answer(exchange, {{u"path"_s, listing->path}, {u"entries"_s, entries}, {u"count"_s, entries.size()}});
}

void FileRoutes::remove(HttpExchange *exchange, const SpriteFiles &files, const Arguments &arguments)
{
    const auto removed = files.remove(arguments.path(u"path"), arguments.flag(u"recursive"));
    if (!removed)
        return exchange->respond(fileRefusal(removed.error()));
    answer(exchange, {{u"deleted"_s, QJsonArray::fromStringList(*removed)}, {u"count"_s, removed->size()}});
}

void FileRoutes::rename(HttpExchange *exchange, const SpriteFiles &files, const Arguments &arguments)
{
    const auto renamed = files.rename(arguments.path(u"source"), arguments.path(u"dest"));
    if (!renamed)
        return exchange->respond(fileRefusal(renamed.error()));
    answer(exchange, toJson(*renamed));
}

void FileRoutes::copy(HttpExchange *exchange, const SpriteFiles &files, const Arguments &arguments)
{
    const auto report = files.copy(arguments.path(u"source"), arguments.path(u"dest"),
                                   arguments.flag(u"recursive"), arguments.flag(u"preserveAttrs"));
    if (!report)
        return exchange->respond(fileRefusal(report.error()));
    QJsonArray copied;
    for (const CopiedFile &file : report->copied)
        copied.append(toJson(file));
    // The newer JavaScript client reads source and dest beside the list.
    answer(exchange, {{u"copied"_s, copied},
                      {u"count"_s, copied.size()},
                      {u"totalBytes"_s, report->totalBytes},
                      {u"source"_s, arguments.path(u"source")},
                      {u"dest"_s, arguments.path(u"dest")}});
}

void FileRoutes::chmod(HttpExchange *exchange, const SpriteFiles &files, const Arguments &arguments)
{
    const QString path = arguments.path(u"path");
    const std::optional<int> mode = SpriteFiles::parseMode(arguments.text(u"mode"));
    if (!mode)
        return exchange->respond(fileRefusal(badMode(path)));
    const auto changes = files.chmod(path, *mode, arguments.flag(u"recursive"));
    if (!changes)
        return exchange->respond(fileRefusal(changes.error()));
    QJsonArray affected;
    for (const ModeChange &change : *changes)
        affected.append(QJsonObject{{u"path"_s, change.path}, {u"mode"_s, change.mode}});
    answer(exchange, {{u"affected"_s, affected}, {u"count"_s, affected.size()}});
}

} // namespace Spritarium::Playground
