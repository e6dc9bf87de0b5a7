// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/execsession.h"
#include "playground/websocketlink.h"

namespace Spritarium::Playground {

//! A client's WebSocket to a session: the frames of sprites-api 7.2 to 7.5. Goes with its link.
class ExecSocket : public ExecAttachment
{
    Q_OBJECT

public:
    //! Sends the session's beginning at once. `takesInput`: what the client sends is input; the size it
    //! brings with it is taken over by a terminal. `offset`: bytes of output that the client has already.
    ExecSocket(WebSocketLink *link, ExecSession *session, bool takesInput, qint64 offset = 0);

    //! Says on a line that is not attached to anything why not, and ends it (sprites-api 7.4).
    static void refuse(WebSocketLink *link, const QString &why);

    bool canTake() const override { return m_link->canSend(); }
    void takeOutput(int stream, const QByteArray &bytes) override;
    void takeExit(int code, bool wasKilled) override;
    void takeNotice(const QJsonObject &message) override;
    void drop() override { m_link->drop(); }

private:
    void onText(const QByteArray &text);
    void onBinary(const QByteArray &portion);
    void input(const QByteArray &bytes);

    WebSocketLink *m_link;
    QPointer<ExecSession> m_session;
    bool m_isTerminal;
    bool m_takesInput;
    bool m_isMessageOpen = false; //!< its first byte was read
    char m_stream = 0;            //!< that byte
};

} // namespace Spritarium::Playground
