// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/agent/uniquefd.h"

#include <array>

#include <fcntl.h>

namespace Spritarium::Playground::Agent {

//! Both ends of a pipe that programs started later do not inherit; without either when there is none.
struct Pipe
{
    UniqueFd reading;
    UniqueFd writing;
};

//! No ends, and errno says why, if the system gives none.
inline Pipe makePipe()
{
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return {};
    return {UniqueFd(ends[0]), UniqueFd(ends[1])};
}

} // namespace Spritarium::Playground::Agent
