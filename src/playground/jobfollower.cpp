// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/jobfollower.h"

namespace Spritarium::Playground {

JobFollower::JobFollower(const SpriteStore &store, const StoreResult<JobId> &job,
                         std::chrono::milliseconds pause, QObject *parent)
    : QObject(parent)
{
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &JobFollower::check);
    m_pause.start(pause);
    if (!job) {
        m_end = JobEnd{std::nullopt, job.error()};
        return;
    }
    connect(&store, &SpriteStore::jobFinished, this,
            [this, id = *job](quint64 ended, const QString &, const JobEnd &end) {
                if (ended != id)
                    return;
                m_end = end;
                check();
            });
}

void JobFollower::check()
{
    if (!m_end || m_pause.isActive())
        return;
    emit finished(*m_end);
    deleteLater();
}

} // namespace Spritarium::Playground
