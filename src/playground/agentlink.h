// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/agent/agentsocket.h"

#include <QObject>
#include <QSocketNotifier>

#include <deque>
#include <functional>

namespace Spritarium::Playground {

//! The playground's end of the socket to an agent: packets in, packets out, never waiting for either.
class AgentLink : public QObject
{
    Q_OBJECT

public:
    //! `take` gets every packet, on the event loop.
    AgentLink(Agent::UniqueFd socket, std::function<void(Agent::Packet)> take, QObject *parent);

    //! False if it is too long to be sent. What `fds` are is sent as it is now; they are closed here. It is
    //! kept until setTurn() has told its `turn`, and what is sent without one may overtake it.
    bool send(const Agent::Fields &fields, std::vector<Agent::UniqueFd> fds = {}, quint64 turn = 0);
    //! Keeps all that is sent from now on, until it is not held any more.
    void setHeld(bool isHeld);
    //! What has this turn or one before it may go.
    void setTurn(quint64 turn);
    //! Leaves the agent alone, which ends it. Nothing follows.
    void close();

signals:
    //! The agent is gone. Once.
    void ended();

private:
    struct Waiting
    {
        std::string packed;
        std::vector<Agent::UniqueFd> fds;
        quint64 turn = 0;
    };

    void read();
    void flush();
    std::deque<Waiting>::iterator next();

    Agent::UniqueFd m_socket;
    std::function<void(Agent::Packet)> m_take;
    QSocketNotifier m_readable;
    QSocketNotifier m_writable;
    std::deque<Waiting> m_waiting;
    bool m_isHeld = false;
    quint64 m_turn = 0;
};

} // namespace Spritarium::Playground
