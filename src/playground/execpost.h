// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/execsession.h"
#include "playground/httpexchange.h"

#include <QTimer>

#include <deque>

namespace Spritarium::Playground {

//! A command by POST (sprites-api 7.7): the body is its input, the answer its output, in frames without
//! borders. A child of the exchange. The JavaScript SDK takes what arrives together for one frame, so the
//! first frames and the last keep a distance in time; more output than that goes at full speed.
class ExecPost : public ExecAttachment
{
    Q_OBJECT

public:
    //! Answers 200 at once.
    ExecPost(HttpExchange *exchange, ExecSession *session, bool takesInput);

    bool canTake() const override { return m_frames.empty() && m_exchange->canWrite(); }
    void takeOutput(int stream, const QByteArray &bytes) override;
    void takeExit(int code, bool wasKilled) override;
    void takeNotice(const QJsonObject &) override {}
    void drop() override { m_exchange->cut(); }

private:
    void pumpInput();
    void add(const QByteArray &frame);
    void sendFrames();

    HttpExchange *m_exchange;
    QPointer<ExecSession> m_session;
    bool m_takesInput;
    std::deque<QByteArray> m_frames; //!< that wait for their turn
    QTimer m_distance;               //!< to the frame before
    int m_sent = 0;
    bool m_isOver = false;
};

} // namespace Spritarium::Playground
