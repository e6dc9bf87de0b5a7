// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/execsession.h"
#include "playground/portpoller.h"
#include "playground/sleepkeeper.h"
#include "playground/spritemachines.h"

#include <QMap>

namespace Spritarium::Playground {

//! The sessions of all sprites. They freeze with their sprite, and break off with its machine (sprites-api
//! 3.2); nobody stays attached to one that sleeps.
class ExecSessions : public QObject
{
    Q_OBJECT

public:
    ExecSessions(SpriteMachines &machines, SleepKeeper &sleep, const SpriteUptime &uptime,
                 const PortPoller &poller, QObject *parent);

    //! Starts a command; `then` gets its session, or the text of a 500; not if `context` is gone by then, the
    //! session exists all the same.
    using Started = Outcome<ExecSession *, QString>;
    void start(const QString &sprite, const ExecQuery &query, QObject *context,
               std::function<void(const Started &)> then);

    //! nullptr if there is none.
    ExecSession *find(const QString &sprite, const QString &id) const;
    //! There was one of that id since the sprite was started last.
    bool hasEnded(const QString &sprite, const QString &id) const
    {
        return m_over.value(sprite).contains(id);
    }
    //! By id.
    QList<ExecSession *> sessions(const QString &sprite) const { return m_sessions.value(sprite).values(); }

signals:
    //! Somebody attached or left, or a session began or ended.
    void changed(const QString &sprite);

private:
    void tellPort(const QString &type, const QString &sprite, qint64 id, const SpritePort &port);
    void add(const QString &sprite, ExecSession *session);
    void remove(const QString &sprite, ExecSession *session);

    SpriteMachines &m_machines;
    SleepKeeper &m_sleep;
    QHash<QString, QMap<qint64, ExecSession *>> m_sessions;
    QHash<QString, QStringList> m_over; //!< ids, the latest last
};

} // namespace Spritarium::Playground
