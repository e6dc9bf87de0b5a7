// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/execsession.h"
#include "playground/httpexchange.h"

namespace Spritarium::Playground {

//! A command by POST (sprites-api 7.7): the body is its input, the answer its output, in frames without
//! borders. A child of the exchange.
class ExecPost : public ExecAttachment
{
    Q_OBJECT

public:
    //! Answers 200 at once.
    ExecPost(HttpExchange *exchange, ExecSession *session, bool takesInput);

    bool canTake() const override { return m_exchange->canWrite(); }
    void takeOutput(int stream, const QByteArray &bytes) override;
    void takeExit(int code, bool wasKilled) override;
    void takeNotice(const QJsonObject &) override {}
    void drop() override { m_exchange->cut(); }

private:
    void pumpInput();

    HttpExchange *m_exchange;
    QPointer<ExecSession> m_session;
    bool m_takesInput;
};

} // namespace Spritarium::Playground
