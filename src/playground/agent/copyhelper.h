// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/agent/uniquefd.h"

namespace Spritarium::Playground::Agent {

//! Copies a folder for a playground that may not read all that is its own: what runs in a sprite may take
//! every permission from its files, and giving them some for a moment would be seen inside and undo what
//! happens there meanwhile. In a user namespace of its own, in which only this user exists, the process may
//! pass over the permissions of this user's files. Sends what there is to say over `socket`: "copied", or
//! "fault", errno and text. Ends, with the copy half done, when the other end closes. Returns the program's
//! exit code.
int runCopyHelper(UniqueFd socket, const char *from, const char *to);

} // namespace Spritarium::Playground::Agent
