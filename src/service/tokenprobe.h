// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/apierror.h"
#include "domain/sprite.h"
#include "service/apilimits.h"

#include <QMetaType>
#include <QObject>
#include <QPointer>
#include <QUrl>

#include <optional>

namespace Spritarium {

class ApiClient;
class ApiReply;

//! What one cheap call said about an address and a token (ux-spec 14).
struct ProbeResult
{
    enum class Kind {
        SignedIn,
        Refused,      //!< 401, 403: "The service refuses this token."
        NoAnswer,     //!< "No answer from <host>."; error tells name, route, TLS or time
        NotSprites,   //!< "Answered, but not like the Sprites service."
        RateLimited,  //!< error.retryAfter
        ServiceFailed //!< the Sprites service, but it failed (5xx in its own words)
    };

    Kind kind = Kind::NoAnswer;
    QString organization;      //!< of SignedIn; from the counts, else a sprite, else the token's first part
    OrganizationCounts counts; //!< of SignedIn; absent numbers were not told
    QString host;              //!< whom we asked
    std::optional<ApiError> error; //!< of everything but SignedIn

    friend bool operator==(const ProbeResult &, const ProbeResult &) = default;
};

//! Asks whether a token is good for an address, with one short list call on the control plane; nothing is
//! repeated and nothing is kept. Not to be used for two questions at once: a new one replaces the old.
class TokenProbe : public QObject
{
    Q_OBJECT

public:
    TokenProbe(const ApiLimits &limits, QObject *parent);
    ~TokenProbe() override;

    //! Ends in one finished(), unless replaced or canceled.
    void probe(const QUrl &apiUrl, const QString &token);
    //! Silent.
    void cancel();

signals:
    void finished(const Spritarium::ProbeResult &result);

private:
    static ProbeResult resultOf(const ApiError &error);
    ProbeResult resultOf(const ApiReply &reply, const QString &token) const;

    ApiLimits m_limits;
    QPointer<ApiClient> m_client;
};

} // namespace Spritarium

Q_DECLARE_METATYPE(Spritarium::ProbeResult)
