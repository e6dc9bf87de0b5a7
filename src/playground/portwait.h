// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/spritemachine.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>

namespace Spritarium::Playground {

//! Waits until something listens at a port inside a sprite, or patience is over; then says so and deletes
//! itself.
class PortWait : public QObject
{
    Q_OBJECT

public:
    PortWait(SpriteMachine *machine, quint16 port, std::chrono::milliseconds patience, QObject *parent);
    //! Nothing will listen there any more.
    void giveUp();

signals:
    //! Once, never from the constructor.
    void over();

private:
    void ask();

    QPointer<SpriteMachine> m_machine;
    quint16 m_port;
    QTimer m_next;
    QTimer m_patience;
    bool m_isOver = false;
};

} // namespace Spritarium::Playground
