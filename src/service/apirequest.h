// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/ids.h"
#include "service/reach.h"

#include <QByteArray>
#include <QList>
#include <QPair>
#include <QString>

#include <chrono>
#include <initializer_list>
#include <optional>

namespace Spritarium {

using QueryItems = QList<QPair<QString, QString>>;

//! One call of the Sprites API as a value: what to ask, not how it is sent. There is no way to make one
//! without naming its reach.
struct ApiRequest
{
    Reach reach;
    QByteArray method;
    QByteArray path; //!< from pathOf(); empty is refused before anything is sent
    QueryItems query;
    QByteArray body;
    QByteArray accept = "application/json";
    //! Inactivity limit of this call, where it differs from ApiLimits::query (sprites-api 2.6).
    std::optional<std::chrono::milliseconds> timeout;
    //! Same for the silence on a stream; zero is no limit.
    std::optional<std::chrono::milliseconds> stall;

    bool isRead() const { return method == "GET"; }

    static ApiRequest get(Reach reach, const QByteArray &path, const QueryItems &query = {});
    static ApiRequest post(Reach reach, const QByteArray &path, const QByteArray &body = {});
    static ApiRequest put(Reach reach, const QByteArray &path, const QByteArray &body);
    static ApiRequest remove(Reach reach, const QByteArray &path);
};

//! One part of a path: letters written in the source stay as they are, run-time text is percent-encoded
//! whole, slashes included (sprites-api 2.1).
class PathPart
{
public:
    PathPart(const char *literal)
        : m_encoded(literal)
    {}
    template <typename Tag>
    PathPart(const StringId<Tag> &id)
        : m_encoded(encoded(id.toString()))
    {}

    const QByteArray &toByteArray() const { return m_encoded; }

private:
    //! Empty for what cannot be a part: nothing, "." and "..", which would name another resource.
    static QByteArray encoded(const QString &text);

    QByteArray m_encoded;
};

QByteArray joinedPath(std::initializer_list<PathPart> parts);

//! "/v1/sprites/calm-otter/checkpoints/v3" from its parts; empty when one of them cannot be a part.
template <typename... Parts>
QByteArray pathOf(const Parts &...parts)
{
    return joinedPath({PathPart(parts)...});
}

//! "prefix=a%20b&max_results=100": everything outside the unreserved characters is encoded (sprites-api 2.1).
QByteArray encodedQuery(const QueryItems &items);

} // namespace Spritarium
