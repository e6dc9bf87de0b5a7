// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/requestfactory.h"

#include "domain/apierror.h"

#include <QCoreApplication>

namespace Spritarium {

namespace {

QByteArray userAgent()
{
    const QString version = QCoreApplication::applicationVersion();
    return "Spritarium/" + (version.isEmpty() ? QByteArray(SPRITARIUM_VERSION) : version.toLatin1());
}

} // namespace

RequestFactory::RequestFactory(const QUrl &endpoint, const QString &token)
    : m_endpoint(endpoint)
    , m_token(token)
    , m_authorization("Bearer " + token.toUtf8())
    , m_userAgent(userAgent())
{}

QUrl RequestFactory::url(const ApiRequest &request) const
{
    QByteArray text = m_endpoint.toEncoded(QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::RemoveUserInfo);
    while (text.endsWith('/'))
        text.chop(1);
    text += request.path;
    if (!request.query.isEmpty())
        text += '?' + encodedQuery(request.query);
    return QUrl::fromEncoded(text, QUrl::StrictMode);
}

QNetworkRequest RequestFactory::base(const ApiRequest &request) const
{
    QNetworkRequest made(url(request));
    made.setRawHeader("Authorization", m_authorization);
    made.setRawHeader("User-Agent", m_userAgent);
    made.setRawHeader("Accept", request.accept);
    made.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    made.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    made.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    made.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    made.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    if (request.isRead()) {
        made.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                          QNetworkRequest::SameOriginRedirectPolicy);
        return made;
    }
    made.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    made.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
    // These two and a sequential body are what keeps Qt from repeating a change (exemplars M1).
    made.setHeader(QNetworkRequest::ContentLengthHeader, request.body.size());
    made.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    return made;
}

QNetworkRequest RequestFactory::request(const ApiRequest &request, std::chrono::milliseconds timeout) const
{
    QNetworkRequest made = base(request);
    made.setRawHeader("Accept-Encoding", "gzip, deflate");
    made.setTransferTimeout(static_cast<int>(timeout.count()));
    return made;
}

QNetworkRequest RequestFactory::streamRequest(const ApiRequest &request) const
{
    QNetworkRequest made = base(request);
    made.setRawHeader("Accept-Encoding", "identity");
    made.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    return made;
}

QString RequestFactory::scrubbed(const QString &text) const
{
    return m_token.isEmpty() ? text : Spritarium::scrubbed(text, m_token);
}

} // namespace Spritarium
