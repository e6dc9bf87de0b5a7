// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QPair>
#include <QString>

#include <chrono>
#include <optional>

namespace Spritarium {

//! What an HTTP server sent back, as far as an error needs it. Header names in lower case.
struct HttpAnswer
{
    int status = 0;
    QList<QPair<QByteArray, QByteArray>> headers;
    QByteArray body;

    QByteArray header(const QByteArray &lowerCaseName) const;
};

//! Why something asked of the service did not happen, or is not known to have happened.
//!
//! Programs branch on kind(), never on text. Every text that came from outside has passed scrubbed(): the
//! token cannot be in it. The four shapes of error bodies are those of sprites-api 2.7.
struct ApiError
{
    enum class Kind {
        Network,      //!< no answer: name, route, TLS; host and serverText say which
        Timeout,      //!< nothing came for `waited`
        Unauthorized, //!< 401
        Forbidden,    //!< 403
        NotFound,     //!< 404, or the recorded 500 that means it (sprites-api 4.4, 5.5)
        Conflict,     //!< 409
        Invalid,      //!< other 4xx, and input refused before it was sent
        RateLimited,  //!< 429: wait retryAfter
        LimitReached, //!< 429 with a plan limit (sprites-api 2.7 shape 3)
        Server,       //!< 5xx, whatever the body
        Protocol,     //!< an answer that is not what the service sends
        Storage       //!< disk or keychain of this computer
    };

    //! The numbers of a plan or rate limit; absent ones are not known.
    struct Limit
    {
        std::optional<int> limit;
        std::optional<int> current;
        std::optional<int> windowSeconds;
        QString upgradeUrl;

        friend bool operator==(const Limit &, const Limit &) = default;
    };

    Kind kind = Kind::Protocol;
    int httpStatus = 0; //!< 0 when there was no answer
    QString code;       //!< the service's machine word, if any
    QString serverText; //!< the service's words, one line
    QString raw;        //!< the body as it came, at most 4 KiB
    QString requestId;  //!< Fly-Request-Id, the vendor's only handle (sprites-api 0.2)
    QString host;       //!< whom we asked
    std::chrono::seconds waited{0};
    std::optional<std::chrono::seconds> retryAfter;
    Limit limit;
    QDateTime at; //!< UTC

    friend bool operator==(const ApiError &, const ApiError &) = default;

    //! From an answer with status 400 or more. Pure; `token` is masked wherever it occurs.
    static ApiError fromAnswer(const HttpAnswer &answer, const QString &host, const QString &token);
    //! No connection, or it was lost. `reason` is a sentence fragment from the network layer.
    static ApiError network(const QString &host, const QString &reason, const QString &token = {});
    static ApiError timeout(const QString &host, std::chrono::seconds waited);
    //! An answer we cannot read; `excerpt` is cut to 120 characters.
    static ApiError protocol(const QString &what, const QByteArray &excerpt, const QString &token = {});
    static ApiError invalid(const QString &text);
    //! Writing `what` to this computer failed because of `why`.
    static ApiError storage(const QString &what, const QString &why);

    //! The sentence of ux-spec 16, translated. `subject` is the sprite or checkpoint asked for, where one
    //! was.
    QString userText(const QString &subject = {}) const;
    //! Everything support needs, several lines, for Details and the clipboard.
    QString detailText() const;
};

//! `text` with every occurrence of the token, and of its longer parts, replaced by "[token]".
QString scrubbed(const QString &text, const QString &token);

} // namespace Spritarium
