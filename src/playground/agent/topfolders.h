// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/agent/uniquefd.h"

#include <string>
#include <vector>

namespace Spritarium::Playground::Agent {

//! Lets what runs in a sandbox see what was put directly below the sprite's `/` meanwhile, or no more what
//! was taken away. `mounts` is the sandbox's mount namespace, `live` where in it the sprite's whole folder is
//! mounted. A word is `+`, `-` or `=` and the name of a file, folder or link: it came, went, or another one
//! has its place; what begins with `-` was shown by this or by the sandbox's start. What takes the place of
//! its like does so in one step, where the kernel can. Nothing inside has more rights than before at any
//! moment. Returns the program's exit code, and has said on stderr why it is not 0: a line for each that
//! could not be shown, with its name first.
int runTopFolders(UniqueFd mounts, const std::string &live, const std::vector<std::string> &words);

} // namespace Spritarium::Playground::Agent
