// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/apierror.h"
#include "domain/sprite.h"

#include <QJsonObject>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <chrono>

namespace Spritarium {

class ApiClient;
class StreamReply;

//! The live feed of the sprite list (sprites-api 4.3): undocumented, so every doubt ends in notOffered() or
//! unsure().
//!
//! Offered is what answers 2xx with an NDJSON content type. A plain JSON answer, or a refusal that names the
//! way of asking (400, 404, 405, 406, 415, 501), is "not offered" and is not tried again until the next
//! start(). Everything else is tried again after the pauses given.
class SpriteWatch : public QObject
{
    Q_OBJECT

public:
    SpriteWatch(ApiClient &client, const QList<std::chrono::milliseconds> &backoff,
                std::chrono::milliseconds silence, QObject *parent);

    void start();
    void stop();

signals:
    //! The feed stands: from here on changes are told. Again after every break.
    void opened();
    void changeReceived(const Spritarium::SpriteChange &change);
    //! Something may have been missed: read the list.
    void unsure();
    //! The feed no longer stands; it is opened again by itself.
    void broken();
    void notOffered();

private:
    void open();
    void checkOffer(const QByteArray &contentType);
    void receive(const QJsonObject &line);
    void refused(const ApiError &error);
    void interruptedBy(const ApiError &error);
    void breakAndRetry();
    void giveUp();

    ApiClient &m_client;
    QList<std::chrono::milliseconds> m_backoff;
    std::chrono::milliseconds m_silence;
    QPointer<StreamReply> m_reply;
    QTimer m_retry;
    qsizetype m_tries = 0;
    bool m_open = false;
};

} // namespace Spritarium
