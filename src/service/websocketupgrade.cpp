// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/websocketupgrade.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <QCryptographicHash>
#include <QRandomGenerator>

#include <array>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

namespace http = boost::beast::http;

constexpr std::uint32_t HeaderLimit = 32 * 1024;
constexpr std::uint64_t BodyLimit = 64 * 1024;

QByteArray newKey()
{
    std::array<quint32, 4> words{};
    QRandomGenerator::system()->fillRange(words.data(), qsizetype(words.size()));
    return QByteArray(reinterpret_cast<const char *>(words.data()), sizeof words).toBase64();
}

QByteArray acceptOf(const QByteArray &key)
{
    // The constant is RFC 6455's.
    return QCryptographicHash::hash(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", QCryptographicHash::Sha1)
        .toBase64();
}

QByteArray hostOf(const QUrl &url)
{
    QByteArray host = url.host(QUrl::FullyEncoded).toLatin1();
    if (host.contains(':') && !host.startsWith('['))
        host = '[' + host + ']';
    return url.port() < 0 ? host : host + ':' + QByteArray::number(url.port());
}

QByteArray bytesOf(boost::beast::string_view text)
{
    return QByteArray(text.data(), qsizetype(text.size()));
}

} // namespace

struct WebSocketUpgrade::Private
{
    QUrl url;
    QString token;
    QByteArray key = newKey();
    QByteArray pending;
    http::response_parser<http::string_body> parser;
    State state = State::Reading;
    QString problem;
};

WebSocketUpgrade::WebSocketUpgrade(const QUrl &url, const QString &token)
    : d(new Private)
{
    d->url = url;
    d->token = token;
    d->parser.eager(true);
    d->parser.header_limit(HeaderLimit);
    d->parser.body_limit(BodyLimit);
}

WebSocketUpgrade::~WebSocketUpgrade() = default;

QByteArray WebSocketUpgrade::request() const
{
    QByteArray text = "GET " + d->url.path(QUrl::FullyEncoded).toLatin1();
    if (d->url.hasQuery())
        text += '?' + d->url.query(QUrl::FullyEncoded).toLatin1();
    text += " HTTP/1.1\r\nHost: " + hostOf(d->url);
    text +=
        "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ";
    text += d->key + "\r\nUser-Agent: Spritarium/" SPRITARIUM_VERSION;
    if (!d->token.isEmpty())
        text += "\r\nAuthorization: Bearer " + d->token.toUtf8();
    return text + "\r\n\r\n";
}

WebSocketUpgrade::State WebSocketUpgrade::read(const char *bytes, std::size_t size)
{
    if (d->state != State::Reading)
        return d->state;
    d->pending.append(bytes, qsizetype(size));
    while (!d->pending.isEmpty() && !d->parser.is_done()) {
        boost::beast::error_code error;
        const std::size_t used = d->parser.put(
            boost::asio::const_buffer(d->pending.constData(), std::size_t(d->pending.size())), error);
        d->pending.remove(0, qsizetype(used));
        if (error == http::error::need_more)
            return State::Reading;
        if (error) {
            d->problem = QString::fromStdString(error.message());
            return d->state = d->parser.is_header_done() ? judge() : State::Broken;
        }
        if (used == 0)
            break;
    }
    return d->parser.is_done() ? judge() : State::Reading;
}

WebSocketUpgrade::State WebSocketUpgrade::end()
{
    if (d->state != State::Reading)
        return d->state;
    if (d->parser.is_header_done())
        return judge();
    d->problem = u"the connection ended before an answer"_s;
    return d->state = State::Broken;
}

WebSocketUpgrade::State WebSocketUpgrade::judge()
{
    const auto &answer = d->parser.get();
    if (answer.result_int() != 101)
        return d->state = State::Refused;
    if (bytesOf(answer["Sec-WebSocket-Accept"]) == acceptOf(d->key))
        return d->state = State::Accepted;
    d->problem = u"the upgrade was not answered as a WebSocket's"_s;
    return d->state = State::Broken;
}

QByteArray WebSocketUpgrade::takeRest()
{
    return std::exchange(d->pending, {});
}

ApiError WebSocketUpgrade::error() const
{
    if (d->state != State::Refused)
        return ApiError::protocol(d->problem, d->pending, d->token);
    HttpAnswer answer;
    answer.status = int(d->parser.get().result_int());
    for (const auto &field : d->parser.get())
        answer.headers.append({bytesOf(field.name_string()).toLower(), bytesOf(field.value())});
    const std::string &body = d->parser.get().body();
    answer.body = QByteArray(body.data(), qsizetype(body.size()));
    return ApiError::fromAnswer(answer, d->url.host(), d->token);
}

} // namespace Spritarium
