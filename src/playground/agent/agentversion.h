// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace Spritarium::Playground::Agent {

//! Of this build's agent messages. A playground and an agent that do not name the same one must not go on: an
//! update may replace the agent's program while the playground runs.
std::string version();

} // namespace Spritarium::Playground::Agent
