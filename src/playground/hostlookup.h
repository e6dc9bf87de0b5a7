// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/spritemachine.h"

#include <QStringList>
#include <QTimer>

namespace Spritarium::Playground {

//! Asks inside a sprite which addresses a name has, as its own programs find them: by its /etc/hosts, and by
//! the network's names where it reaches one. One question, and gone after its answer.
class HostLookup : public QObject
{
    Q_OBJECT

public:
    //! Calls `then` once with the addresses in the order to try them, none for a name that is not known
    //! within ten seconds; never before this returns, and not if `context` is gone by then.
    using Then = std::function<void(const QStringList &addresses)>;
    static void ask(SpriteMachine *machine, const QString &name, QObject *context, Then then);

    //! Whether it is an address already, which needs no question.
    static bool isAddress(const QString &host);
    //! From what getent(1) tells, each once.
    static QStringList addressesIn(const QByteArray &output);

private:
    HostLookup(QObject *context, Then then);
    void start(SpriteMachine *machine, const QString &name);
    void finish(const QStringList &addresses);

    Then m_then;
    QByteArray m_output;
    MachineProcess *m_process = nullptr;
    QTimer m_patience;
};

} // namespace Spritarium::Playground
