// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/apierror.h"

#include <QByteArray>
#include <QString>
#include <QUrl>

#include <memory>

namespace Spritarium {

//! The HTTP part of opening a WebSocket: our request, and the server's answer read from bytes as they come. A
//! refusal is read with its body, so that the service's own words can be shown (sprites-api 2.7).
class WebSocketUpgrade
{
public:
    enum class State { Reading, Accepted, Refused, Broken };

    WebSocketUpgrade(const QUrl &url, const QString &token);
    ~WebSocketUpgrade();

    //! To be sent as it is; holds the token.
    QByteArray request() const;
    State read(const char *bytes, std::size_t size);
    //! Nothing more comes: the connection ended, or patience did. A refusal without its whole body is one
    //! too.
    State end();
    //! What came behind an accepted upgrade; not more than one read().
    QByteArray takeRest();
    //! Why it was Refused or Broken.
    ApiError error() const;

private:
    State judge();

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace Spritarium
