// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/spritemachine.h"

#include <QStringList>
#include <QTimer>

namespace Spritarium::Playground {

//! Asks inside a sprite which addresses a name has, as its own programs find them: by its /etc/hosts, and by
//! the network's names where it reaches one. One question, and gone after its answer; nothing goes on inside
//! when it is gone.
class HostLookup : public QObject
{
    Q_OBJECT

public:
    //! Calls `then` once with the addresses, at least one, in the order to try them, or with why there is
    //! none in the words of Go's net package: "no such host", "i/o timeout" when it takes more than ten
    //! seconds after the sprite has started; why that has not is told as it is. Never before this returns,
    //! and not if `context` is gone by then. Not while the machine is paused.
    using Found = Outcome<QStringList, QString>;
    using Then = std::function<void(const Found &)>;
    static void ask(SpriteMachine *machine, const QString &name, QObject *context, Then then);

    //! Whether it is an address already, which needs no question.
    static bool isAddress(const QString &host);
    //! From what getent(1) tells, each once.
    static QStringList addressesIn(const QByteArray &output);

private:
    HostLookup(SpriteMachine *machine, QObject *context, Then then);
    ~HostLookup() override;
    void start(const QString &name);
    void readEnd(const ProcessEnd &end);
    void finish(const Found &found);

    QPointer<SpriteMachine> m_machine;
    Then m_then;
    QByteArray m_output;
    MachineProcess *m_process = nullptr;
    QTimer m_patience;
};

} // namespace Spritarium::Playground
