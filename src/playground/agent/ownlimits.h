// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

//! What one sprite may take of the computer, as far as a process may say that of itself and of all that
//! descends from it.
namespace Spritarium::Playground::Agent {

//! Processes and threads of a sprite. Counted within its user namespace (Linux 5.14 and later; before, all of
//! the user's count). The kernel does not hold root to it, so neither the sprites of root's playground.
constexpr int MostProcesses = 4096;
//! Open files of one process.
constexpr int MostFiles = 65'536;
//! Of 1000: how much sooner than the person's own programs those of a sprite end when memory runs out.
constexpr int OutOfMemoryBias = 600;

//! Core files would fill the disk in places where nobody looks for them. `isIsolated`: in a user namespace of
//! its own. What the system does not let us limit stays as it was.
void limitOurselves(bool isIsolated);

} // namespace Spritarium::Playground::Agent
