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
    if (!request.target.startsWith('/'))
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
    request.headers.append(
        {line.first(colon).toByteArray().toLower(), line.sliced(colon + 1).trimmed().toByteArray()});
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
            request.isChunked = true;
        } else if (name == "connection") {
            if (listHas(value, "close"))
                request.keepsAlive = false;
            else if (request.isHttp10 && listHas(value, "keep-alive"))
                request.keepsAlive = true;
        } else if (name == "expect") {
            request.expectsContinue = value.toLower() == "100-continue";
        }
    }
    request.isWebSocketUpgrade = listHas(request.header("upgrade"), "websocket") &&
                                 listHas(request.header("connection"), "upgrade") && request.method == "GET";
    return hasLength && request.isChunked ? 400 : 0;
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
    while (lineEnd < blank) {
        const qsizetype begin = lineEnd + 2;
        lineEnd = bytes.indexOf("\r\n", begin);
        if (!readHeader(bytes.sliced(begin, lineEnd - begin), parsed.request))
            return bad(400);
    }
    if (const int status = readMeaning(parsed.request); status != 0)
        return bad(status);
    parsed.status = Status::Ok;
    parsed.frameSize = blank + 4;
    return parsed;
}

} // namespace Spritarium::Playground::HttpRequestParser
