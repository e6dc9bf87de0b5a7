// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bencharguments.h"

#include <QByteArray>
#include <QNetworkAccessManager>

namespace Spritarium::Bench {

//! The least that can talk to the playground: one network manager, one request after the other.
class BareClient
{
public:
    explicit BareClient(const BenchArguments &arguments);

    //! The body of the answer; empty when it went wrong.
    QByteArray get(const QString &path, const QString &query = {});
    QByteArray post(const QString &path, const QByteArray &body);

private:
    QNetworkRequest requestFor(const QString &path, const QString &query) const;
    QByteArray wait(QNetworkReply *reply);

    QUrl m_url;
    QByteArray m_token;
    QNetworkAccessManager m_manager;
};

} // namespace Spritarium::Bench
