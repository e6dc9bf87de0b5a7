// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/agent/agentmessages.h"
#include "playground/agent/uniquefd.h"

#include <sys/types.h>

namespace Spritarium::Playground::Agent {

//! A program that is being started. Everything that may take as long as a disk, or as somebody inside likes,
//! is done by the new process: looking for the file, changing into the folder, executing.
class Launch
{
public:
    //! Forks. `streams` in the order of `order.streams`.
    Launch(const SpawnOrder &order, std::vector<UniqueFd> streams);

    pid_t pid() const { return m_pid; }           //!< 0: it could not even be forked
    int report() const { return m_report.get(); } //!< becomes readable when there is news; -1 once over

    //! Takes the news; true once it is clear whether it runs. Does not block.
    bool takeReport();
    bool hasStarted() const { return m_pid > 0 && m_error.empty(); }
    const std::string &program() const { return m_program; } //!< the file that runs
    const std::string &error() const { return m_error; }     //!< why none does
    const UniqueFd &master() const { return m_master; }      //!< of its terminal, if it has one

private:
    void conclude();

    pid_t m_pid = 0;
    UniqueFd m_report;
    UniqueFd m_master;
    std::string m_told;
    std::string m_program;
    std::string m_error;
};

//! The file `name` stands for, searched in `search`, written as PATH is; empty if there is none that can be
//! executed.
std::string findProgram(const std::string &name, const std::string &dir, const std::string &search);

} // namespace Spritarium::Playground::Agent
