// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/agent/uniquefd.h"

#include <string>
#include <vector>

namespace Spritarium::Playground::Agent {

//! Lets what runs in a sandbox see what was put directly below the sprite's `/` meanwhile, or no more what
//! was taken away. `mounts` is the sandbox's mount namespace, `live` where in it the sprite's whole folder is
//! mounted. A word is `+` or `-` and the name of a file, folder or link; what begins with `-` was shown by
//! this or by the sandbox's start. Nothing inside has more rights than before at any moment. Returns the
//! program's exit code, and has said on stderr why it is not 0.
int runTopFolders(UniqueFd mounts, const std::string &live, const std::vector<std::string> &words);

} // namespace Spritarium::Playground::Agent
