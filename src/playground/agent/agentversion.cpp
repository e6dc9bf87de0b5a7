// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/agent/agentversion.h"

namespace Spritarium::Playground::Agent {

std::string version()
{
    return SPRITARIUM_AGENT_VERSION;
}

} // namespace Spritarium::Playground::Agent
