// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "stallmeter.h"

#include "bencharguments.h"

#include <algorithm>

namespace Spritarium::Bench {

StallMeter::StallMeter(QObject *parent)
    : QObject(parent)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &StallMeter::tick);
    m_timer.start(1);
    restart();
}

void StallMeter::restart()
{
    m_wallBefore = m_busyAt = monotonicNow();
    m_cpuBefore = threadCpuNow();
    m_longest = {};
    m_longestCpu = 0;
    m_overFrame = 0;
}

double StallMeter::quietFor() const
{
    return double(monotonicNow() - m_busyAt) / 1e6;
}

void StallMeter::tick()
{
    const qint64 wall = monotonicNow();
    const qint64 cpu = threadCpuNow();
    const Stall gap{double(wall - m_wallBefore) / 1e6, double(cpu - m_cpuBefore) / 1e6};
    m_wallBefore = wall;
    m_cpuBefore = cpu;
    if (gap.wall > m_longest.wall)
        m_longest = gap;
    m_longestCpu = std::max(m_longestCpu, gap.cpu);
    m_overFrame += gap.wall > 16;
    if (gap.wall > 5)
        m_busyAt = wall;
}

} // namespace Spritarium::Bench
