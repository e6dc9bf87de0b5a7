// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/httprequest.h"
#include "playground/machineprocess.h"
#include "playground/outcome.h"

#include <chrono>
#include <optional>

namespace Spritarium::Playground {

//! What the query of an exec call asks for (sprites-api 7.1, 7.6, 7.7).
struct ExecQuery
{
    ProcessRequest process;
    //! How long a process lives that nobody is attached to; absent: for ever.
    std::optional<std::chrono::milliseconds> runAfterDisconnect;
    QString attachTo; //!< a session's id in place of a program to start

    //! Of a call that starts a program, or attaches by `?id=`. The error is the text of a 400.
    static Outcome<ExecQuery, QString> forSocket(const HttpRequest &request);
    //! Of a POST.
    static Outcome<ExecQuery, QString> forPost(const HttpRequest &request);
};

//! A signal's number, by its name with or without SIG, or by its number; absent for those nobody may send
//! here (sprites-api 7.4).
std::optional<int> signalNumber(const QString &name);
//! "SIGTERM"
QString signalName(int number);
//! In Go's words: "terminated".
QString signalWords(int number);

} // namespace Spritarium::Playground
