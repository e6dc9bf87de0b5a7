// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/agent/agentmessages.h"
#include "playground/agent/uniquefd.h"

#include <sys/types.h>

namespace Spritarium::Playground::Agent {

struct Launched
{
    pid_t pid = 0;       //!< 0: it did not start
    std::string program; //!< the file that runs, or why none does
    UniqueFd master;     //!< of its terminal, if it has one
};

//! Starts a program. `streams` in the order of `order.streams`. Returns when the new program runs or cannot.
Launched launch(const SpawnOrder &order, std::vector<UniqueFd> streams);

//! The file `name` stands for; empty if there is none that can be executed.
std::string findProgram(const std::string &name, const std::string &dir, const std::vector<std::string> &env);

} // namespace Spritarium::Playground::Agent
