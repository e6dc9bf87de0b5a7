// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/tokenexchange.h"

#include <QFile>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 MaxBody = 1024 * 1024;

//! A page of any site can make a browser send to loopback; what it cannot do is leave out Origin, or name
//! another host than its own.
bool comesFromAProgram(const HttpRequest &request)
{
    static const QList<QByteArray> own{"127.0.0.1", "localhost", "[::1]"};
    const QByteArray host = request.header("host");
    const qsizetype colon = host.startsWith('[') ? host.indexOf(':', host.indexOf(']')) : host.indexOf(':');
    return request.header("origin").isEmpty() && own.contains(colon < 0 ? host : host.left(colon));
}

bool hasFlyToken(const HttpRequest &request)
{
    const QByteArray given = request.header("authorization");
    return given.left(6).toLower() == "flyv1 " && !given.mid(6).trimmed().isEmpty();
}

} // namespace

bool TokenExchange::isAsked(const HttpRequest &request)
{
    const QStringList &path = request.segments;
    return request.method == "POST" && path.size() == 4 && path.at(0) == "v1"_L1 &&
           path.at(1) == "organizations"_L1 && path.at(3) == "tokens"_L1;
}

void TokenExchange::answer(HttpExchange *exchange, const PlaygroundOptions &options)
{
    exchange->collectBody(MaxBody, [exchange, &options](const QByteArray &) {
        const HttpRequest &request = exchange->request();
        if (!hasFlyToken(request) || !comesFromAProgram(request) || !exchange->isPeerLocalhost() ||
            !isOfThisUser(exchange->peerPort(), exchange->localPort()))
            return exchange->respond(HttpResponse::controlError(401, u"authentication failed"_s));
        if (request.segments.at(2) != options.organization)
            return exchange->respond(HttpResponse::controlError(404, u"organization not found"_s));
        exchange->respond(HttpResponse::controlJson(201, QJsonObject{{u"token"_s, options.token}}));
    });
}

bool TokenExchange::isOfThisUser([[maybe_unused]] quint16 clientPort, [[maybe_unused]] quint16 serverPort)
{
#ifdef Q_OS_LINUX
    // The address counts as much as the port: another user may have the same port on 127.0.0.2.
    const auto isOurs = [](const QByteArray &word, quint16 port) {
        const qsizetype colon = word.lastIndexOf(':');
        const QByteArray address = word.left(colon);
        const bool isLoopback = address == "0100007F" || address == "0000000000000000FFFF00000100007F" ||
                                address == "00000000000000000000000001000000";
        return isLoopback && word.mid(colon + 1).toUShort(nullptr, 16) == port;
    };
    // Programs that know IPv6 only for sockets stand in the second list with an address of the first kind.
    for (const QString &list : {u"/proc/net/tcp"_s, u"/proc/net/tcp6"_s}) {
        QFile file(list);
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QList<QByteArray> lines = file.readAll().split('\n');
        for (const QByteArray &line : lines) {
            const QList<QByteArray> words = line.simplified().split(' ');
            if (words.size() > 7 && isOurs(words.at(1), clientPort) && isOurs(words.at(2), serverPort))
                return words.at(7).toUInt() == ::geteuid();
        }
    }
    return false;
#else
    return true;
#endif
}

} // namespace Spritarium::Playground
