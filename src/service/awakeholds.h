// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/ids.h"
#include "domain/result.h"

#include <QDateTime>
#include <QObject>

#include <chrono>

namespace Spritarium {

class ApiClient;
class ApiReply;

//! Holds that keep sprites of one account awake: a task of ours inside each (sprites-api 13.1). Tasks are
//! reached only from inside, so each call is one small command (7.7), which wakes the sprite: for a click
//! that says so. Sent once and never again.
class AwakeHolds : public QObject
{
    Q_OBJECT

public:
    //! The longest the service gives.
    static constexpr std::chrono::seconds Longest{3600};

    AwakeHolds(ApiClient &client, QObject *parent);

    //! Takes the hold, or begins it anew; ends in held(), failed() or answerLost().
    void take(const SpriteName &sprite, std::chrono::seconds time);
    //! Gives it back; ends in released(), also when there was none, in failed() or answerLost().
    void release(const SpriteName &sprite);

Q_SIGNALS:
    //! The service confirmed it. `until`: by the clock of this computer, UTC.
    void held(const Spritarium::SpriteName &sprite, const QDateTime &until);
    void released(const Spritarium::SpriteName &sprite);
    //! The service said no, or was never asked.
    void failed(const Spritarium::SpriteName &sprite, const Spritarium::ApiError &error);
    //! It is not known whether it happened.
    void answerLost(const Spritarium::SpriteName &sprite, const Spritarium::ApiError &error);

private:
    ApiReply *command(const SpriteName &sprite, const QStringList &words);

    ApiClient &m_client;
};

} // namespace Spritarium
