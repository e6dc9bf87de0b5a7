// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>

namespace Spritarium::Tour {

class Hands;

//! Tells the running playground what shall go wrong next, by the door that every client of it has
//! (`/playground/faults`).
class Faulty
{
public:
    Faulty(Hands &hands, const QString &url, const QString &token);

    //! `fault` as one JSON object: kind, method, path, and so on.
    void add(const QByteArray &fault);
    void clear();
    const QString &url() const { return m_url; }

private:
    void send(const QByteArray &method, const QByteArray &body);

    Hands &m_hands;
    QString m_url;
    QString m_token;
};

} // namespace Spritarium::Tour
