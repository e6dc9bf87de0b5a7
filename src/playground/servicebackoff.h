// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/playgroundoptions.h"

namespace Spritarium::Playground {

//! How long to wait before a service that broke is started again: twice as long each time, from anew after
//! it ran well for a while.
class ServiceBackoff
{
public:
    explicit ServiceBackoff(const ServiceTimes &times)
        : m_times(times)
    {}

    //! It broke after it had run so long.
    std::chrono::milliseconds next(std::chrono::milliseconds ran)
    {
        if (ran >= m_times.steadyAfter)
            m_count = 0;
        std::chrono::milliseconds wait = m_times.firstRestart;
        for (int i = 0; i < m_count && wait < m_times.mostRestart; ++i)
            wait *= 2;
        ++m_count;
        return std::min(wait, m_times.mostRestart);
    }
    //! How often in a row.
    int count() const { return m_count; }
    void reset() { m_count = 0; }

private:
    ServiceTimes m_times;
    int m_count = 0;
};

} // namespace Spritarium::Playground
