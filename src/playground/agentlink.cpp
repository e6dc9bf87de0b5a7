// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/agentlink.h"

#include <QPointer>

#include <algorithm>

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

bool AgentLink::send(const Agent::Fields &fields, std::vector<Agent::UniqueFd> fds, quint64 turn)
{
    std::string packed = Agent::pack(fields);
    if (packed.size() > Agent::MaxMessage)
        return false;
    if (!m_socket)
        return true;
    m_waiting.push_back({std::move(packed), std::move(fds), turn});
    flush();
    return true;
}

void AgentLink::setHeld(bool isHeld)
{
    m_isHeld = isHeld;
    if (m_socket)
        flush();
}

void AgentLink::setTurn(quint64 turn)
{
    m_turn = std::max(m_turn, turn);
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

std::deque<AgentLink::Waiting>::iterator AgentLink::next()
{
    return m_isHeld ? m_waiting.end()
                    : std::find_if(m_waiting.begin(), m_waiting.end(),
                                   [this](const Waiting &one) { return one.turn <= m_turn; });
}

void AgentLink::flush()
{
    auto each = next();
    for (; each != m_waiting.end(); each = next()) {
        std::vector<int> fds;
        for (const Agent::UniqueFd &fd : each->fds)
            fds.push_back(fd.get());
        // A socket without an agent is noticed by reading.
        if (Agent::send(m_socket.get(), each->packed, fds) == Agent::Transfer::Later)
            break;
        m_waiting.erase(each);
    }
    m_writable.setEnabled(each != m_waiting.end());
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
