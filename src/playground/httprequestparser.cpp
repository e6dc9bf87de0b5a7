// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/httprequestparser.h"

#include <QUrl>

#include <algorithm>
#include <optional>

namespace Spritarium::Playground::HttpRequestParser {

namespace {

bool isTokenChar(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           QByteArrayView("!#$%&'*+-.^_`|~").contains(c);
}

bool isToken(QByteArrayView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), isTokenChar);
}

bool isHex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

//! Whether a target has only what may stand there. Bytes above ASCII may: names arrive unencoded (sprites-api
//! 16), but a percent sign that begins nothing would be decoded to anything.
bool isTarget(QByteArrayView target)
{
    for (qsizetype i = 0; i < target.size(); ++i) {
        const auto byte = static_cast<unsigned char>(target[i]);
        if (byte <= ' ' || byte == 0x7f)
            return false;
        if (byte == '%' && (i + 2 >= target.size() || !isHex(target[i + 1]) || !isHex(target[i + 2])))
            return false;
    }
    return true;
}

//! A line that ends before its end, for who looks at single bytes, is how a header is smuggled.
bool isFieldValue(QByteArrayView value)
{
    return std::all_of(value.begin(), value.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte == '\t' || (byte >= ' ' && byte != 0x7f);
    });
}

QString decoded(const QByteArray &part)
{
    return QString::fromUtf8(QByteArray::fromPercentEncoding(part));
}

QStringList segmentsOf(const QByteArray &path)
{
    QStringList segments;
    for (const QByteArray &part : path.mid(1).split('/'))
        segments.append(decoded(part));
    return segments;
}

QList<QPair<QString, QString>> queryOf(QByteArray query)
{
    QList<QPair<QString, QString>> pairs;
    query.replace('+', ' ');
    for (const QByteArray &part : query.split('&')) {
        if (part.isEmpty())
            continue;
        const qsizetype equals = part.indexOf('=');
        pairs.append(equals < 0 ? qMakePair(decoded(part), QString())
                                : qMakePair(decoded(part.left(equals)), decoded(part.mid(equals + 1))));
    }
    return pairs;
}

bool listHas(const QByteArray &list, QByteArrayView wanted)
{
    const QList<QByteArray> items = list.toLower().split(',');
    return std::any_of(items.cbegin(), items.cend(),
                       [wanted](const auto &item) { return item.trimmed() == wanted; });
}

Parsed bad(int status)
{
    Parsed parsed;
    parsed.status = Status::Bad;
    parsed.errorStatus = status;
    return parsed;
}

//! Makes "http://host/path?query", as a proxy is asked, to its path and query; the host in it is the one that
//! counts (RFC 9112 3.2.2), and is the first header then. False if the target is neither a path nor that.
bool takeOrigin(HttpRequest &request)
{
    if (request.target.startsWith('/'))
        return true;
    if (request.target.left(7).toLower() != "http://")
        return false;
    const QByteArray rest = request.target.mid(7);
    const auto end = std::find_if(rest.cbegin(), rest.cend(), [](char c) { return c == '/' || c == '?'; });
    const QByteArray host = rest.left(end - rest.cbegin());
    if (host.isEmpty() || host.contains('@'))
        return false;
    request.headers.append({"host", host});
    request.target = rest.mid(host.size());
    if (!request.target.startsWith('/'))
        request.target.prepend('/');
    return true;
}

//! The request line; nullopt when it is none, else 0 or the status to refuse it with.
std::optional<int> readRequestLine(QByteArrayView line, HttpRequest &request)
{
    const QList<QByteArray> words = line.toByteArray().split(' ');
    if (words.size() != 3 || !isToken(words.at(0)))
        return std::nullopt;
    request.method = words.at(0);
    request.target = words.at(1);
    request.isHttp10 = words.at(2) == "HTTP/1.0";
    if (!request.isHttp10 && words.at(2) != "HTTP/1.1")
        return words.at(2).startsWith("HTTP/") ? std::optional(505) : std::nullopt;
    if (!isTarget(request.target) || !takeOrigin(request))
        return std::nullopt;
    const qsizetype mark = request.target.indexOf('?');
    request.segments = segmentsOf(mark < 0 ? request.target : request.target.left(mark));
    request.query = queryOf(request.rawQuery());
    return 0;
}

bool readHeader(QByteArrayView line, HttpRequest &request)
{
    const qsizetype colon = line.indexOf(':');
    if (colon <= 0 || !isToken(line.first(colon)))
        return false;
    const QByteArray name = line.first(colon).toByteArray().toLower();
    const QByteArrayView value = line.sliced(colon + 1).trimmed();
    if (!isFieldValue(value))
        return false;
    request.headers.append({name, value.toByteArray()});
    return true;
}

//! What the headers say about the body and the connection; 0 or the status to refuse with.
int readMeaning(HttpRequest &request)
{
    bool hasLength = false;
    for (const auto &[name, value] : std::as_const(request.headers)) {
        if (name == "content-length") {
            bool ok = !value.isEmpty() &&
                      std::all_of(value.cbegin(), value.cend(), [](char c) { return c >= '0' && c <= '9'; });
            const qint64 length = ok ? value.toLongLong(&ok) : 0;
            // Two lengths that differ, or a length beside chunks, is how requests are smuggled.
            if (!ok || (hasLength && length != request.contentLength))
                return 400;
            hasLength = true;
            request.contentLength = length;
        } else if (name == "transfer-encoding") {
            if (value.toLower() != "chunked")
                return 501;
            // Twice is not once, and an old client cannot mean it.
            if (request.isChunked || request.isHttp10)
                return 400;
            request.isChunked = true;
        } else if (name == "connection") {
            if (listHas(value, "close"))
                request.keepsAlive = false;
            else if (request.isHttp10 && listHas(value, "keep-alive"))
                request.keepsAlive = true;
        } else if (name == "expect") {
            if (value.toLower() != "100-continue")
                return 417;
            request.expectsContinue = !request.isHttp10;
        }
    }
    request.isWebSocketUpgrade = listHas(request.header("upgrade"), "websocket") &&
                                 listHas(request.header("connection"), "upgrade") && request.method == "GET";
    return hasLength && request.isChunked ? 400 : 0;
}

//! One that the client names, or none where an old client need not; a URL's own is given besides.
bool hasRightHosts(const HttpRequest &request, bool isUrl)
{
    const auto hosts = std::count_if(request.headers.cbegin(), request.headers.cend(),
                                     [](const auto &header) { return header.first == "host"; }) -
                       (isUrl ? 1 : 0);
    return hosts == 1 || (hosts == 0 && request.isHttp10);
}

} // namespace

Parsed parse(QByteArrayView bytes)
{
    qsizetype start = 0;
    while (start + 1 < bytes.size() && bytes[start] == '\r' && bytes[start + 1] == '\n')
        start += 2;
    const qsizetype blank = bytes.indexOf("\r\n\r\n", start);
    if (blank < 0)
        return bytes.size() > MaxHeadSize ? bad(431) : Parsed();
    if (blank + 4 > MaxHeadSize)
        return bad(431);

    Parsed parsed;
    qsizetype lineEnd = bytes.indexOf("\r\n", start);
    const std::optional<int> refusal = readRequestLine(bytes.sliced(start, lineEnd - start), parsed.request);
    if (refusal != 0)
        return bad(refusal.value_or(400));
    parsed.request.keepsAlive = !parsed.request.isHttp10;
    const bool isUrl = !parsed.request.headers.isEmpty();
    while (lineEnd < blank) {
        const qsizetype begin = lineEnd + 2;
        lineEnd = bytes.indexOf("\r\n", begin);
        if (!readHeader(bytes.sliced(begin, lineEnd - begin), parsed.request))
            return bad(400);
    }
    if (!hasRightHosts(parsed.request, isUrl))
        return bad(400);
    if (isUrl) {
        const auto own = parsed.request.headers.takeFirst();
        parsed.request.headers.removeIf([](const auto &header) { return header.first == "host"; });
        parsed.request.headers.prepend(own);
    }
    if (const int status = readMeaning(parsed.request); status != 0)
        return bad(status);
    parsed.status = Status::Ok;
    parsed.frameSize = blank + 4;
    return parsed;
}

} // namespace Spritarium::Playground::HttpRequestParser
