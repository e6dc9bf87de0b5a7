// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/builtinservice.h"

#include "playground/filetransfer.h"
#include "playground/tokenexchange.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QLocale>
#include <QUrl>

#include <algorithm>
#include <array>
#include <utility>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

const QString Home = u"/home/sprite"_s;

QByteArray contentType(const QString &path)
{
    static const std::array<std::pair<QLatin1StringView, QByteArray>, 16> types{{
        {".html"_L1, "text/html; charset=utf-8"},
        {".css"_L1, "text/css; charset=utf-8"},
        {".js"_L1, "text/javascript; charset=utf-8"},
        {".json"_L1, "application/json"},
        {".svg"_L1, "image/svg+xml"},
        {".png"_L1, "image/png"},
        {".jpg"_L1, "image/jpeg"},
        {".jpeg"_L1, "image/jpeg"},
        {".gif"_L1, "image/gif"},
        {".pdf"_L1, "application/pdf"},
        {".txt"_L1, "text/plain; charset=utf-8"},
        {".md"_L1, "text/plain; charset=utf-8"},
        {".csv"_L1, "text/plain; charset=utf-8"},
        {".py"_L1, "text/plain; charset=utf-8"},
        {".sh"_L1, "text/plain; charset=utf-8"},
        {".log"_L1, "text/plain; charset=utf-8"},
    }};
    const auto found = std::find_if(types.cbegin(), types.cend(), [&](const auto &type) {
        return path.endsWith(type.first, Qt::CaseInsensitive);
    });
    return found == types.cend() ? QByteArray("application/octet-stream") : found->second;
}

//! The sprite's path for a request's; empty for one that tries to leave.
QString pathFor(QStringList segments)
{
    if (segments.constLast().isEmpty())
        segments.removeLast();
    for (const QString &segment : std::as_const(segments)) {
        if (segment.isEmpty() || segment == "."_L1 || segment == ".."_L1 || segment.contains(u'/') ||
            segment.contains(QChar::Null))
            return {};
    }
    return segments.isEmpty() ? Home : Home + u'/' + segments.join(u'/');
}

QString row(const FileEntry &entry)
{
    const QString slash = entry.isDir ? u"/"_s : QString();
    const QString link = QString::fromLatin1(QUrl::toPercentEncoding(entry.name)) + slash;
    const QString size = entry.isDir ? QString() : QLocale::c().formattedDataSize(entry.size);
    return u"<tr><td><a href=\"./%1\">%2</a></td><td>%3</td></tr>\n"_s.arg(
        link, (entry.name + slash).toHtmlEscaped(), size);
}

//! A page about a folder. `name` is its last part as the request wrote it: empty when it ended in a slash.
HttpResponse folderPage(const SpriteFiles &files, const QString &sprite, const QString &path,
                        const QString &name)
{
    constexpr qsizetype MostRows = 2'000; // a browser is no tool for more
    const FileResult<FileListing> listing = files.list(path + u'/');
    if (!listing)
        return HttpResponse::insideText(404, u"404 page not found"_s);
    // Links in a listing count from the folder itself.
    if (!name.isEmpty())
        return HttpResponse::empty(301).with("Location", "./" + QUrl::toPercentEncoding(name) + '/');
    QString rows;
    if (path != Home)
        rows = u"<tr><td><a href=\"../\">../</a></td><td></td></tr>\n"_s;
    for (const FileEntry &entry : listing->entries.first(std::min(MostRows, listing->entries.size())))
        rows += row(entry);
    if (listing->entries.size() > MostRows)
        rows +=
            u"<tr><td>%1 more are not shown.</td><td></td></tr>\n"_s.arg(listing->entries.size() - MostRows);
    const QString page =
        u"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>%1</title>"
        "<meta name=\"viewport\" content=\"width=device-width\">"
        "<style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui;max-width:45em;margin:3em auto;"
        "padding:0 1em}td{padding:.1em 2em .1em 0}td+td{text-align:right;opacity:.7}</style></head>\n"
        "<body><h1>%1</h1>\n<p>%2</p>\n<table>\n%3</table></body></html>\n"_s;
    const QString words =
        u"This is port 8080 of the sprite %1 in the playground. It serves the files of %2."_s.arg(
            sprite.toHtmlEscaped(), Home);
    const QString title = path == Home ? sprite : path;
    HttpResponse response = HttpResponse::empty(200);
    response.body = page.arg(title.toHtmlEscaped(), words, rows).toUtf8();
    return response.with("Content-Type", "text/html; charset=utf-8")
        .with("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
}

//! Of a Host header: this computer, whatever the port; also when there is none.
bool isLocalName(const QByteArray &host)
{
    const QString name = QUrl(u"http://"_s + QString::fromLatin1(host)).host();
    return host.isEmpty() || name == "localhost"_L1 || name.endsWith(".localhost"_L1) ||
           QHostAddress(name).isLoopback();
}

} // namespace

BuiltInService::BuiltInService(SpriteStore &store, const QString &sprite, FileWorker &worker, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_worker(worker)
    , m_sprite(sprite)
    , m_http([this](HttpExchange *exchange) { answer(exchange); }, nullptr)
{}

void BuiltInService::answer(HttpExchange *exchange)
{
    const HttpRequest &request = exchange->request();
    // Its port is open to everybody on this computer, and to pages in a browser by a name of their own.
    if (!TokenExchange::isOfThisUser(exchange->peerPort(), exchange->localPort()) ||
        !isLocalName(request.header("host")))
        return exchange->respond(HttpResponse::insideText(403, u"Forbidden"_s));
    if (request.method != "GET" && !request.isHead())
        return exchange->respond(
            HttpResponse::insideText(405, u"Method not allowed"_s).with("Allow", "GET, HEAD"));
    const HttpResponse notFound = HttpResponse::insideText(404, u"404 page not found"_s);
    const QString path = pathFor(request.segments);
    const StoreResult<SpriteView> view = m_store.view(m_sprite);
    if (path.isEmpty() || !view)
        return exchange->respond(notFound);
    const SpriteFiles files(*view);
    exchange->addHeader("X-Content-Type-Options", "nosniff");
    exchange->addHeader("Cache-Control", "no-cache");
    if (auto file = files.read(path)) {
        new FileSender(exchange, std::move(file).value(), contentType(path));
        return;
    }
    m_worker.run(exchange, [files, sprite = m_sprite, path, name = request.segments.constLast()] {
        return folderPage(files, sprite, path, name);
    });
}

BuiltInServices::BuiltInServices(SpriteStore &store, const SpriteUptime &uptime, SpritePorts &ports,
                                 QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_worker(nullptr)
    , m_ports(ports)
{
    connect(&uptime, &SpriteUptime::started, this, &BuiltInServices::start);
    connect(&uptime, &SpriteUptime::stopped, this, &BuiltInServices::stop);
    const QList<QString> up = uptime.up();
    for (const QString &sprite : up)
        start(sprite);
}

void BuiltInServices::start(const QString &sprite)
{
    auto *service = new BuiltInService(m_store, sprite, m_worker, this);
    if (!service->listen().isEmpty())
        return service->deleteLater(); // a sprite without it is a sprite still
    m_services.insert(sprite, service);
    SpritePort port;
    port.port = Port;
    port.address = u"0.0.0.0"_s;
    port.pid = QCoreApplication::applicationPid();
    port.command = u"spritarium-playground"_s;
    port.target = QHostAddress(QHostAddress::LocalHost);
    port.targetPort = service->port();
    m_ports.setBuiltIn(sprite, port);
}

void BuiltInServices::stop(const QString &sprite)
{
    m_ports.setBuiltIn(sprite, std::nullopt);
    delete m_services.take(sprite);
}

} // namespace Spritarium::Playground
