// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/execsession.h"
#include "playground/ndjsonstream.h"

namespace Spritarium::Playground {

//! One kill call (sprites-api 7.8): signals, waits, forces, and tells each step. A child of the exchange.
class ExecKill : public QObject
{
    Q_OBJECT

public:
    //! A `patience` of zero sends the signal and waits for nothing.
    ExecKill(HttpExchange *exchange, ExecSession *session, int signal, std::chrono::milliseconds patience);

private:
    void tell(QJsonObject message);
    void tellSignal(int signal, const QString &text);
    void hangUp();
    void force();
    void onEnded(int exitCode);
    void finish(std::optional<int> exitCode);

    HttpExchange *m_exchange;
    QPointer<ExecSession> m_session;
    NdjsonStream *m_stream;
    int m_signal;
    qint64 m_pid;
    std::chrono::milliseconds m_patience;
    QTimer m_timeout;
    bool m_isForced = false;
};

} // namespace Spritarium::Playground
