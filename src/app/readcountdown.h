// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/apierror.h"

#include <QObject>
#include <QTimer>

namespace Spritarium {

//! Waits as long as a 429 said and tells each second how long it still takes (ux-spec 16). For reads only: a
//! change is never repeated by itself.
class ReadCountdown : public QObject
{
    Q_OBJECT

public:
    explicit ReadCountdown(QObject *parent);

    //! Counts anew. An error that does not say how long to wait only stops what was counted.
    void start(const ApiError &error);
    void stop();
    bool isCounting() const { return m_second.isActive(); }

Q_SIGNALS:
    //! Each second: the same error with the time that is left.
    void ticked(const Spritarium::ApiError &error);
    //! Once, when the time is over; not after stop().
    void over();

private:
    void tick();

    ApiError m_error;
    QTimer m_second;
};

} // namespace Spritarium
