// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/outcome.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <optional>

namespace Spritarium::Playground {

//! One thing that shall go wrong with the next requests that match. See Faults for how it is chosen.
struct Fault
{
    enum class Kind {
        None,
        Latency,             //!< answers rightly, `milliseconds` later
        DropBeforeAnswer,    //!< reads the request and closes without a byte
        DropAfterWork,       //!< does what was asked and closes without a byte: done, and nobody knows
        DropAfterHeaders,    //!< sends status and headers, then closes
        Stall,               //!< sends nothing; with `afterLines` a stream falls silent after so many lines
        CutMidLine,          //!< closes in the middle of the line after `afterLines`, or of a plain body
        LateError,           //!< the stream's work fails at its end: an `error` line instead of `complete`
        NoComplete,          //!< the work is done, but the stream ends without its last line
        Status,              //!< answers `status`; 429 with Retry-After `retryAfterSeconds` and all keys;
                             //!< with `text` one line of it as the supervisor's errors are
        OtherAnswer,         //!< does what was asked and answers `status` with `text` for body instead
        OtherBody,           //!< does what was asked as if `text` had come for body
        HtmlBadGateway,      //!< 502 with an HTML page
        EmptyUnavailable,    //!< 503 without a body
        MalformedJson,       //!< status and headers are right, the JSON is broken
        OddBytes,            //!< a line that is neither JSON nor UTF-8 in the middle of a stream
        UnknownType,         //!< a well-formed line of a type nobody knows in the middle of a stream
        OversizeLine,        //!< a line of `lines` KiB (default 256) in the middle of a stream
        ManyLines,           //!< `lines` generated lines (default 100,000) at full speed after the first
        RedirectSameOrigin,  //!< 307 to the same path with "?redirected=1" added
        RedirectOtherOrigin, //!< 307 to `location`, by default another port of this computer
        RefuseByClose,       //!< a tunnel is closed with `status` (1011 unless that is a close code) and
                             //!< `text` instead of being connected
        RefuseByJson,        //!< a tunnel is told {"status":"error","error":text}, then closed with 1000
    };

    Kind kind = Kind::None;
    QByteArray method = {};             //!< empty matches every method
    QString path = QStringLiteral("*"); //!< path without query; "*" stands for any text, slashes too
    int count = 1;                      //!< how many requests it hits; negative for all
    int milliseconds = 0;
    int afterLines = 0;
    int lines = 0;
    int status = 500;
    int retryAfterSeconds = 42;
    QString location = {};
    QString text = {}; //!< of OtherAnswer JSON if it begins with "{", else plain text
    //! Of a tunnel's payload, both ways together: CutMidLine then drops the line in the middle of a frame,
    //! LateError closes with 1001 "upstream closed". With Stall and `afterLines` 1 a tunnel is opened and
    //! never told `connected`, with more it is told and carries nothing.
    int afterBytes = 0;
    int skip = 0; //!< how many matching requests it lets through before the first it hits

    //! Keys as the members; "kind" as kindName(). The error says in one line what is none of a fault: a kind
    //! or key that there is not, a value that cannot be.
    static Outcome<Fault, QString> fromJson(const QJsonObject &object);
    QJsonObject toJson() const;
    //! Lower camel case as on the wire of POST /playground/faults: "dropBeforeAnswer".
    static QString kindName(Kind kind);
    static std::optional<Kind> kindFromName(QStringView name);

    friend bool operator==(const Fault &, const Fault &) = default;
};

} // namespace Spritarium::Playground
