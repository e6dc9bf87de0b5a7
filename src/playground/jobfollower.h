// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/spritestore.h"

#include <QObject>
#include <QTimer>

#include <chrono>

namespace Spritarium::Playground {

//! Waits for one job of the store and for a shortest time, whichever is longer, then says how it ended and
//! deletes itself. A job that could not be started ends after that time, too.
class JobFollower : public QObject
{
    Q_OBJECT

public:
    JobFollower(const SpriteStore &store, const StoreResult<JobId> &job, std::chrono::milliseconds pause,
                QObject *parent);

signals:
    //! Once, never from the constructor.
    void finished(const Spritarium::Playground::JobEnd &end);

private:
    void check();

    std::optional<JobEnd> m_end;
    QTimer m_pause;
};

} // namespace Spritarium::Playground
