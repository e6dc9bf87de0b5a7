// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/agent/agentsocket.h"

#include <QObject>
#include <QSocketNotifier>

#include <deque>
#include <functional>
#include <set>

namespace Spritarium::Playground {

//! The playground's end of the socket to an agent: packets in, packets out, never waiting for either.
class AgentLink : public QObject
{
    Q_OBJECT

public:
    //! `take` gets every packet, on the event loop.
    AgentLink(Agent::UniqueFd socket, std::function<void(Agent::Packet)> take, QObject *parent);

    //! False if it is too long to be sent. What `fds` are is sent as it is now; they are closed here.
    bool send(const Agent::Fields &fields, std::vector<Agent::UniqueFd> fds = {});
    //! What inside has to be there before anything else happens.
    enum class Need { Network, Folders };
    //! Keeps what is sent from now on, until it is not held any more, for whichever need.
    void setHeld(bool isHeld, Need need = Need::Network);
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
    };

    void read();
    void flush();

    Agent::UniqueFd m_socket;
    std::function<void(Agent::Packet)> m_take;
    QSocketNotifier m_readable;
    QSocketNotifier m_writable;
    std::deque<Waiting> m_waiting;
    std::set<Need> m_held;
};

} // namespace Spritarium::Playground
