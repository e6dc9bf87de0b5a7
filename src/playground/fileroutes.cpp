// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/fileroutes.h"

#include "playground/filetransfer.h"
#include "playground/systemview.h"

#include <QJsonDocument>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 MaxJsonBody = 1024 * 1024;

FileError noPath()
{
    return {u"EINVAL"_s, {}, u"path is required"_s};
}

HttpResponse nulInside(const QString &key)
{
    return fileRefusal({u"EINVAL"_s, {}, u"invalid %1: it contains a NUL byte"_s.arg(key)});
}

} // namespace

FileRoutes::FileRoutes(SpriteStore &store, const SandboxSettings &sandbox, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_sandbox(sandbox)
    , m_lists(nullptr)
    , m_worker(nullptr)
{
    connect(&store, &SpriteStore::jobFinished, this, [this](quint64, const QString &name, const JobEnd &end) {
        if (end.isRestore)
            emit filesReplaced(name);
    });
}

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
    addCall(router, "GET", u"list"_s, FileCalls::list, &m_lists);
    addCall(router, "DELETE", u"delete"_s, FileCalls::remove);
    addCall(router, "POST", u"rename"_s, FileCalls::rename);
    addCall(router, "POST", u"copy"_s, FileCalls::copy, &m_worker);
    addCall(router, "POST", u"chmod"_s, FileCalls::chmod);
    addCall(router, "POST", u"chown"_s, FileCalls::chown);
}

void FileRoutes::addCall(Router &router, const QByteArray &method, const QString &verb, FileCalls::Call call,
                         FileWorker *worker)
{
    const auto collected = [this, call, worker](HttpExchange *exchange, const QString &sprite,
                                                const QByteArray &body) {
        withFiles(exchange, sprite, [this, exchange, call, worker, &body](const SpriteFiles &files) {
            const QJsonDocument document = QJsonDocument::fromJson(body);
            const QByteArray text = body.trimmed();
            // Go's decoder takes null for an object with nothing in it.
            if (!text.isEmpty() && text != "null" && !document.isObject())
                return exchange->respond(fileRefusal({u"EINVAL"_s, {}, u"invalid request body"_s}));
            const FileArguments arguments(exchange->request(), document.object());
            if (const QString key = arguments.cutKey(); !key.isEmpty())
                return exchange->respond(nulInside(key));
            if (FileWorker *helper = arguments.flag(u"recursive") ? &m_worker : worker)
                helper->run(exchange, [call, files, arguments] { return call(files, arguments); });
            else
                exchange->respond(call(files, arguments));
        });
    };
    router.add(method, u"/v1/sprites/{name}/fs/"_s + verb,
               [collected](HttpExchange *exchange, const QStringList &a) {
                   exchange->collectBody(MaxJsonBody,
                                         [collected, exchange, name = a.at(0)](const QByteArray &body) {
                                             collected(exchange, name, body);
                                         });
               });
}

void FileRoutes::withFiles(HttpExchange *exchange, const QString &sprite,
                           const std::function<void(const SpriteFiles &)> &then)
{
    StoreResult<SpriteView> view = m_store.view(sprite);
    const FileArguments arguments(exchange->request());
    if (const QString key = arguments.cutKey(); !key.isEmpty())
        return exchange->respond(nulInside(key));
    // What it still does, it does to files that nobody will see again.
    connect(this, &FileRoutes::filesReplaced, exchange, [exchange, sprite](const QString &name) {
        if (name != sprite || exchange->hasAnswered())
            return;
        exchange->closeAfterwards();
        exchange->respond(fileRefusal({u"ESTALE"_s, exchange->request().queryValue(u"path"),
                                       u"the sprite was restored meanwhile: nothing was changed"_s}));
    });
    if (view) {
        SpriteView shown = std::move(view).value();
        if (m_sandbox.isolation == Isolation::Bubblewrap)
            shown.seen = std::make_shared<const SystemView>(sprite, m_sandbox.reachesOutside);
        return then(SpriteFiles(std::move(shown), m_worker.stopFlag()));
    }
    if (view.error().fault == StoreFault::NotFound)
        return exchange->respond(HttpResponse::controlError(404, u"sprite not found"_s));
    exchange->respond(fileRefusal({u"EIO"_s, exchange->request().queryValue(u"path"), view.error().text}));
}

void FileRoutes::read(HttpExchange *exchange, const SpriteFiles &files)
{
    const FileArguments arguments(exchange->request());
    if (arguments.text(u"path").isEmpty())
        return exchange->respond(fileRefusal(noPath()));
    auto file = files.read(arguments.path(u"path"));
    if (!file)
        return exchange->respond(fileRefusal(file.error()));
    new FileSender(exchange, std::move(file).value());
}

void FileRoutes::write(HttpExchange *exchange, const SpriteFiles &files)
{
    const FileArguments arguments(exchange->request());
    if (arguments.text(u"path").isEmpty())
        return exchange->respond(fileRefusal(noPath()));
    const QString path = arguments.path(u"path");
    WriteOptions options;
    options.mkdirParents = arguments.flag(u"mkdirParents") || arguments.flag(u"mkdir");
    if (const QString mode = arguments.text(u"mode"); !mode.isEmpty()) {
        options.mode = SpriteFiles::parseMode(mode);
        if (!options.mode)
            return exchange->respond(fileRefusal({u"EINVAL"_s, path, u"invalid mode"_s}));
    }
    auto upload = files.beginWrite(path, options);
    if (!upload)
        return exchange->respond(fileRefusal(upload.error()));
    new FileReceiver(exchange, std::move(upload).value());
}

} // namespace Spritarium::Playground
