// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "bareclient.h"

#include <QEventLoop>
#include <QNetworkReply>

using namespace Qt::StringLiterals;

namespace Spritarium::Bench {

BareClient::BareClient(const BenchArguments &arguments)
    : m_url(arguments.url)
    , m_token(arguments.token)
{}

QNetworkRequest BareClient::requestFor(const QString &path, const QString &query) const
{
    QUrl url = m_url;
    url.setPath(path);
    url.setQuery(query);
    QNetworkRequest request(url);
    request.setRawHeader("Authorization", "Bearer " + m_token);
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    return request;
}

QByteArray BareClient::wait(QNetworkReply *reply)
{
    QEventLoop loop;
    QObject::connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
    loop.exec();
    const bool isGood = reply->error() == QNetworkReply::NoError;
    const QByteArray body = isGood ? reply->readAll() : QByteArray();
    if (!isGood)
        qWarning("%s", qPrintable(reply->errorString()));
    delete reply;
    return body;
}

QByteArray BareClient::get(const QString &path, const QString &query)
{
    return wait(m_manager.get(requestFor(path, query)));
}

QByteArray BareClient::post(const QString &path, const QByteArray &body)
{
    return wait(m_manager.post(requestFor(path, {}), body));
}

} // namespace Spritarium::Bench
