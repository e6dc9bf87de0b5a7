// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/portwait.h"

#include <algorithm>
#include <utility>

namespace Spritarium::Playground {

using namespace std::chrono_literals;

PortWait::PortWait(SpriteMachine *machine, quint16 port, std::chrono::milliseconds patience, QObject *parent)
    : QObject(parent)
    , m_machine(machine)
    , m_port(port)
{
    m_next.setSingleShot(true);
    m_patience.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, &PortWait::ask);
    connect(&m_patience, &QTimer::timeout, this, &PortWait::giveUp);
    m_next.start(0ms);
    m_patience.start(patience);
}

void PortWait::ask()
{
    if (!m_machine)
        return giveUp();
    m_machine->listeners(this, [this](const SpriteMachine::Listeners &listeners) {
        const bool listens = std::any_of(listeners.cbegin(), listeners.cend(),
                                         [this](const auto &one) { return one.port == m_port; });
        if (listens)
            giveUp();
        else
            m_next.start(50ms);
    });
}

void PortWait::giveUp()
{
    if (std::exchange(m_isOver, true))
        return;
    m_next.stop();
    emit over();
    deleteLater();
}

} // namespace Spritarium::Playground
