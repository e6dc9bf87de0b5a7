// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/agent/sockethttp.h"

#include <string>
#include <variant>
#include <vector>

namespace Spritarium::Playground::Agent {

//! What `sprite-env` was told to do.
struct EnvCommand
{
    SocketRequest request;
    std::string bodyFile; //!< the body is in this file, "-" is standard input; empty: it is in `request`
    bool isCurl = false;  //!< any status is an answer
    bool failsOnStatus = false; //!< but not this time (curl -f)

    //! A text that asks for help, or says what is wrong.
    struct Message
    {
        std::string text;
        bool isHelp = false;
    };
    using Parsed = std::variant<EnvCommand, Message>;
    //! Without the program's name.
    static Parsed parse(const std::vector<std::string> &words);
};

} // namespace Spritarium::Playground::Agent
