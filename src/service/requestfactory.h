// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/apirequest.h"

#include <QNetworkRequest>
#include <QString>
#include <QUrl>

namespace Spritarium {

//! Makes Qt's requests from ours and is the only place that knows the token's header.
//!
//! The token leaves for one origin only: reads follow redirects of the same origin, changes follow none,
//! because following one either sends a change twice or turns it into a read. HTTP caching, cookies and
//! stored passwords are off.
class RequestFactory
{
public:
    //! `endpoint` without path or with a prefix of one; trailing slashes are ignored.
    RequestFactory(const QUrl &endpoint, const QString &token);

    //! A short question or change; `timeout` is Qt's inactivity limit.
    QNetworkRequest request(const ApiRequest &request, std::chrono::milliseconds timeout) const;
    //! A long stream: identity encoding, HTTP/1.1, no limit of Qt's (platform-notes 3).
    QNetworkRequest streamRequest(const ApiRequest &request) const;

    QUrl url(const ApiRequest &request) const;
    const QUrl &endpoint() const { return m_endpoint; }
    //! The token in `text`, masked.
    QString scrubbed(const QString &text) const;
    const QString &token() const { return m_token; }

private:
    QNetworkRequest base(const ApiRequest &request) const;

    QUrl m_endpoint;
    QString m_token;
    QByteArray m_authorization;
    QByteArray m_userAgent;
};

} // namespace Spritarium
