// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>

namespace Spritarium::Tour {

class Hands;

//! Tells the running playground what shall go wrong next, and what listens in its sprites, by the door that
//! every client of it has (`/playground/...`).
class Faulty
{
public:
    Faulty(Hands &hands, const QString &url, const QString &token);

    //! `fault` as one JSON object: kind, method, path, and so on.
    void add(const QByteArray &fault);
    void clear();
    //! Something listens in the sprite: `port` as /playground/ports takes it.
    void declarePort(const QString &sprite, const QByteArray &port);
    //! The sprite goes to sleep at once.
    void pause(const QString &sprite);
    const QString &url() const { return m_url; }

private:
    void send(const QByteArray &method, const QString &place, const QByteArray &body);

    Hands &m_hands;
    QString m_url;
    QString m_token;
};

} // namespace Spritarium::Tour
