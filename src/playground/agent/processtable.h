// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <set>
#include <string>
#include <vector>

//! What /proc says of processes.
namespace Spritarium::Playground::Agent {

struct Process
{
    pid_t pid = 0;
    char state = 0; //!< as proc(5) has it: 'T' is stopped by a signal
    pid_t parent = 0;
    pid_t session = 0;
    pid_t foreground = -1; //!< the process group its terminal listens to; -1 without a terminal

    //! From the text of /proc/<pid>/stat; pid 0 for what is none.
    static Process fromStat(const std::string &stat);

    friend bool operator==(const Process &, const Process &) = default;
};

//! Those there are now.
std::vector<Process> processes();
Process process(pid_t pid);
//! Children of `root`, their children and so on, without `root`.
std::set<pid_t> descendants(pid_t root, const std::vector<Process> &all);
//! Children stand in a later generation than their parents.
std::vector<std::vector<Process>> generations(const std::vector<Process> &all);
//! The words of its command line with blanks between; its name if it has none.
std::string commandOf(pid_t pid);

} // namespace Spritarium::Playground::Agent
