// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/addresswatch.h"
#include "playground/outsidetool.h"

#include <QElapsedTimer>
#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

#include <memory>

namespace Spritarium::Playground {

//! The way of one running sprite to the outside, made while its sandbox comes up: nothing inside runs before
//! the network is there, or has not come up within five seconds. Never blocks, but for destroying it, which
//! takes until the network is gone; retire() does not. Gone with the playground, however that ends. A network
//! that does not come up, or breaks while the sprite runs, is made anew, after a pause that grows to a
//! minute; an address that this computer gets meanwhile is closed to it at once.
class OutsideNetwork : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Starting,
        Up,
        Resting, //!< after rest()
        Failed   //!< until it is made anew, or wake()
    };

    //! `info` and `gate` are the two ends that Sandbox::start() gave.
    OutsideNetwork(Agent::UniqueFd info, Agent::UniqueFd gate, QObject *parent);

    State state() const { return m_state; }
    //! The sprite is warm: connections are cut, nothing of this computer's is used.
    void rest();
    //! It is not any more. ready() or failed() follow, from the event loop.
    void wake();
    //! The sprite has ended: lets go of everything and deletes itself.
    void retire();

signals:
    //! The sprite reaches the outside.
    void ready();
    //! It does not; why, in one line. Also when a network that was up breaks. Once, however often it is tried
    //! to make it anew; ready() follows when that is done.
    void failed(const QString &why);

private:
    using Notifier = std::unique_ptr<QSocketNotifier>;

    Notifier watch(const Agent::UniqueFd &fd, void (OutsideNetwork::*then)());
    void readInfo();
    void startTool();
    void readReady();
    void readErrors();
    void endTool();
    void onToolGone();
    void closeNew();
    void openGate();
    void mend();
    void fail(const QString &why);

    State m_state = State::Starting;
    Agent::UniqueFd m_info;
    Agent::UniqueFd m_gate; //!< the sandbox waits as long as it is open and empty
    Agent::UniqueFd m_network;
    Agent::UniqueFd m_ready;
    Agent::UniqueFd m_errors;
    Agent::UniqueFd m_leash;
    QByteArray m_infoText;
    QByteArray m_said; //!< what the tool said last
    ChildProcess *m_tool = nullptr;
    ChildProcess *m_ending = nullptr;  //!< killed, and has the device until it is gone
    QByteArrayList m_closed;           //!< addresses of this computer
    ChildProcess *m_closing = nullptr; //!< closes more of them
    std::unique_ptr<AddressWatch> m_addresses;
    int m_attempts = 0; //!< to mend it, since it last worked for a while
    QElapsedTimer m_upSince;
    QTimer m_again;
    bool m_isRetired = false;
    QTimer m_patience;
    Notifier m_infoNotifier;
    Notifier m_readyNotifier;
    Notifier m_errorsNotifier;
};

} // namespace Spritarium::Playground
