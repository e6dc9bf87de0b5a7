// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/httpresponsehead.h"

#include <algorithm>

namespace Spritarium::Playground {

namespace {

HttpResponseHead bad()
{
    HttpResponseHead head;
    head.state = HttpResponseHead::State::Bad;
    return head;
}

bool isAboutTheConnection(const QByteArray &name)
{
    static const QList<QByteArray> names{"connection", "keep-alive", "proxy-connection"};
    return names.contains(name.toLower());
}

//! The status of "HTTP/1.1 200 OK"; 0 if it is no such line.
int statusOf(const QByteArray &line)
{
    if (!line.startsWith("HTTP/1.0 ") && !line.startsWith("HTTP/1.1 "))
        return 0;
    bool ok = false;
    const int status = line.mid(9, 3).toInt(&ok);
    const bool ends = line.size() == 12 || (line.size() > 12 && line.at(12) == ' ');
    return ok && ends && status >= 100 && status <= 999 ? status : 0;
}

} // namespace

HttpResponseHead HttpResponseHead::parse(QByteArrayView bytes)
{
    // Some servers end their lines with a single line feed, and browsers take it.
    const qsizetype strict = bytes.indexOf("\r\n\r\n");
    const qsizetype loose = bytes.indexOf("\n\n");
    const bool isLoose = loose >= 0 && (strict < 0 || loose < strict);
    const qsizetype end = isLoose ? loose : strict;
    if (end < 0 || end > MaxSize)
        return bytes.size() > MaxSize ? bad() : HttpResponseHead();
    HttpResponseHead head;
    head.size = end + (isLoose ? 2 : 4);
    bool isChunked = false;
    const QList<QByteArray> lines = bytes.first(end).toByteArray().split('\n');
    for (const QByteArray &ended : lines) {
        const QByteArray line = ended.endsWith('\r') ? ended.chopped(1) : ended;
        if (head.statusLine.isEmpty()) {
            head.statusLine = line;
            continue;
        }
        const qsizetype colon = line.indexOf(':');
        if (colon <= 0)
            return bad();
        const QByteArray name = line.left(colon).toLower();
        const QByteArray value = line.mid(colon + 1).trimmed();
        head.headers.append({line.left(colon), value});
        isChunked = isChunked || name == "transfer-encoding";
        if (name == "content-length") {
            bool ok = false;
            head.contentLength = value.toLongLong(&ok);
            if (!ok || head.contentLength < 0)
                return bad();
        }
    }
    if (isChunked)
        head.contentLength = -1;
    head.status = statusOf(head.statusLine);
    head.state = head.status == 0 ? State::Bad : State::Ok;
    return head;
}

qint64 HttpResponseHead::bodySize(const QByteArray &method) const
{
    const bool hasNone = method == "HEAD" || status == 204 || status == 304;
    return hasNone ? 0 : contentLength;
}

QByteArray HttpResponseHead::forClosingConnection() const
{
    QByteArray bytes = statusLine + "\r\n";
    for (const auto &[name, value] : headers) {
        if (!isAboutTheConnection(name))
            bytes += name + ": " + value + "\r\n";
    }
    return bytes + "Connection: close\r\n\r\n";
}

} // namespace Spritarium::Playground
