// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/apierror.h"
#include "domain/operation.h"
#include "service/apilimits.h"
#include "service/apirequest.h"
#include "service/reach.h"
#include "service/requestfactory.h"
#include "service/systemproxy.h"

#include <QObject>
#include <QUrl>

class QNetworkAccessManager;
class QNetworkReply;

namespace Spritarium {

class ApiReply;
class StreamReply;

//! The way to one API address with one token, and the only owner of network managers.
//!
//! Queries share one manager per reach, so that a sprite that hangs (sprites-api 5.4) never holds up the
//! list; every stream has a manager of its own, because six streams on one manager block everything else
//! (exemplars M3). They go through the proxy that the system names; calls wait until it is known. An address
//! that apiUrlProblem() objects to is never asked: every call fails with Kind::Invalid. Must outlive the
//! services built on it. Destruction is silent.
class ApiClient : public QObject
{
    Q_OBJECT

public:
    ApiClient(const QUrl &endpoint, const QString &token, const ApiLimits &limits, QObject *parent,
              const SystemProxy::Lookup &lookup = {});
    ~ApiClient() override;

    //! A short question or change.
    ApiReply *send(const ApiRequest &request);
    //! A long answer of lines.
    StreamReply *stream(const ApiRequest &request);

    const QUrl &endpoint() const { return m_factory.endpoint(); }
    QString host() const;
    //! How WebSockets get there.
    std::shared_ptr<const ProxyRoute> route() const { return m_proxy->route(); }
    const ApiLimits &limits() const { return m_limits; }
    //! Foreign text with this client's token masked.
    QString scrubbed(const QString &text) const { return m_factory.scrubbed(text); }
    //! A parser's error about what `reply` brought, with host and request id and without the token: parsers
    //! quote what they could not read.
    ApiError unreadable(ApiError error, const ApiReply &reply) const;

signals:
    //! After every HTTP exchange, repeated reads included, answered or not. No query, no header, no body in
    //! it.
    void requestFinished(const Spritarium::RequestRecord &record, Spritarium::Reach reach);
    //! A 401, from whichever call; comes before that call's own end.
    void tokenRefused(const Spritarium::ApiError &error);

private:
    friend class ApiReply;
    friend class StreamReply;

    QNetworkReply *startQuery(const ApiRequest &request);
    //! The reply's manager becomes a child of `owner`.
    QNetworkReply *startStream(const ApiRequest &request, QObject *owner);
    QNetworkReply *startOn(QNetworkAccessManager &manager, const QNetworkRequest &made,
                           const ApiRequest &request);
    std::chrono::milliseconds timeoutOf(const ApiRequest &request) const;
    void exchangeEnded(const ApiRequest &request, const HttpAnswer &answer, qint64 milliseconds,
                       bool isCanceled);

    RequestFactory m_factory;
    ApiLimits m_limits;
    QString m_addressProblem;
    SystemProxy *m_proxy;
    QNetworkAccessManager *m_controlPlane;
    QNetworkAccessManager *m_insideSprite;
};

} // namespace Spritarium
