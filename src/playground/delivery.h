// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/agent/uniquefd.h"

#include <QObject>
#include <QTimer>

#include <chrono>

namespace Spritarium::Playground {

//! Waits until the client at the other end of a unix socket has read what was written there, or has left;
//! until the system does not tell, or `most` is over, in any case. Deletes itself then.
class Delivery : public QObject
{
    Q_OBJECT

public:
    //! `descriptor` stays its owner's, and may be closed meanwhile.
    Delivery(int descriptor, std::chrono::milliseconds most, QObject *parent);

signals:
    //! Once, never from the constructor.
    void done();

private:
    void look();

    Agent::UniqueFd m_socket;
    QTimer m_interval;
    QTimer m_patience;
};

} // namespace Spritarium::Playground
