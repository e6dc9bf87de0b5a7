// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/readcountdown.h"

#include <algorithm>

namespace Spritarium {

using namespace std::chrono_literals;

ReadCountdown::ReadCountdown(QObject *parent)
    : QObject(parent)
{
    m_second.setInterval(1s);
    connect(&m_second, &QTimer::timeout, this, &ReadCountdown::tick);
}

void ReadCountdown::start(const ApiError &error)
{
    stop();
    const bool waits =
        error.kind == ApiError::Kind::RateLimited || error.kind == ApiError::Kind::LimitReached;
    if (!waits || !error.retryAfter)
        return;
    m_error = error;
    m_error.retryAfter = std::max(*error.retryAfter, std::chrono::seconds(1));
    m_second.start();
}

void ReadCountdown::stop()
{
    m_second.stop();
}

void ReadCountdown::tick()
{
    *m_error.retryAfter -= 1s;
    if (*m_error.retryAfter > 0s) {
        Q_EMIT ticked(m_error);
        return;
    }
    stop();
    Q_EMIT over();
}

} // namespace Spritarium
