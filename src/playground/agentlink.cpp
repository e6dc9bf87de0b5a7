// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/agentlink.h"

#include <QPointer>

namespace Spritarium::Playground {

AgentLink::AgentLink(Agent::UniqueFd socket, std::function<void(Agent::Packet)> take, QObject *parent)
    : QObject(parent)
    , m_socket(std::move(socket))
    , m_take(std::move(take))
    , m_readable(m_socket.get(), QSocketNotifier::Read)
    , m_writable(m_socket.get(), QSocketNotifier::Write)
{
    m_writable.setEnabled(false);
    connect(&m_readable, &QSocketNotifier::activated, this, &AgentLink::read);
    connect(&m_writable, &QSocketNotifier::activated, this, &AgentLink::flush);
}

bool AgentLink::send(const Agent::Fields &fields, std::vector<Agent::UniqueFd> fds)
{
    std::string packed = Agent::pack(fields);
    if (packed.size() > Agent::MaxMessage)
        return false;
    if (!m_socket)
        return true;
    m_waiting.push_back({std::move(packed), std::move(fds)});
    flush();
    return true;
}

void AgentLink::setHeld(bool isHeld, Need need)
{
    if (isHeld)
        m_held.insert(need);
    else
        m_held.erase(need);
    if (m_socket)
        flush();
}

void AgentLink::close()
{
    m_readable.setEnabled(false);
    m_writable.setEnabled(false);
    m_waiting.clear();
    m_socket.reset();
}

void AgentLink::flush()
{
    while (!m_waiting.empty() && m_held.empty()) {
        const Waiting &next = m_waiting.front();
        std::vector<int> fds;
        for (const Agent::UniqueFd &fd : next.fds)
            fds.push_back(fd.get());
        // A socket without an agent is noticed by reading.
        if (Agent::send(m_socket.get(), next.packed, fds) == Agent::Transfer::Later)
            break;
        m_waiting.pop_front();
    }
    m_writable.setEnabled(!m_waiting.empty() && m_held.empty());
}

void AgentLink::read()
{
    // A few at a time, so that one busy sprite leaves room for the others.
    const QPointer<AgentLink> self(this);
    for (int i = 0; i < 16 && self && m_socket; ++i) {
        Agent::Received received = Agent::receive(m_socket.get());
        switch (received.how) {
        case Agent::Transfer::Done:
            m_take(std::move(received.packet));
            break;
        case Agent::Transfer::Malformed:
            break;
        case Agent::Transfer::Later:
            return;
        case Agent::Transfer::Over:
            m_readable.setEnabled(false);
            m_writable.setEnabled(false);
            m_waiting.clear();
            emit ended();
            return;
        }
    }
}

} // namespace Spritarium::Playground
