// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/playgroundoptions.h"

namespace Spritarium::Playground {

std::chrono::milliseconds paced(std::chrono::milliseconds time, double speed)
{
    if (speed <= 0)
        return std::chrono::milliseconds::zero();
    return std::chrono::milliseconds(qint64(double(time.count()) / speed));
}

} // namespace Spritarium::Playground
