// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "tour/faulty.h"

#include "tour/hands.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QUrl>

namespace Spritarium::Tour {

using namespace Qt::StringLiterals;

Faulty::Faulty(Hands &hands, const QString &url, const QString &token)
    : m_hands(hands)
    , m_url(url)
    , m_token(token)
{}

void Faulty::add(const QByteArray &fault)
{
    send("POST", u"faults"_s, fault);
}

void Faulty::clear()
{
    send("DELETE", u"faults"_s, {});
}

void Faulty::declarePort(const QString &sprite, const QByteArray &port)
{
    send("POST", u"ports/"_s + sprite, port);
}

void Faulty::pause(const QString &sprite)
{
    send("POST", u"pause/"_s + sprite, {});
}

void Faulty::send(const QByteArray &method, const QString &place, const QByteArray &body)
{
    QNetworkAccessManager network;
    QNetworkRequest request(QUrl(m_url + u"/playground/"_s + place));
    request.setRawHeader("Authorization", "Bearer " + m_token.toUtf8());
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    QNetworkReply *reply = network.sendCustomRequest(request, method, body);
    m_hands.until(u"the playground's answer"_s, [reply] { return reply->isFinished(); });
    if (reply->error() != QNetworkReply::NoError)
        m_hands.fail(u"the playground refused: "_s + reply->errorString());
}

} // namespace Spritarium::Tour
