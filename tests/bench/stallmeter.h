// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QTimer>

namespace Spritarium::Bench {

//! The longest time for which the interface thread did not come back to its event loop: the largest gap of a
//! timer of one millisecond, which is itself 1 ms when nothing is in the way.
class StallMeter : public QObject
{
public:
    struct Stall
    {
        double wall = 0; //!< ms
        double cpu = 0;  //!< ms this thread computed in that gap; the rest it waited for a processor
    };

    explicit StallMeter(QObject *parent = nullptr);

    void restart();
    //! The longest on the clock, since restart().
    Stall longest() const { return m_longest; }
    //! The longest computation without the event loop, ms.
    double longestCpu() const { return m_longestCpu; }
    //! Gaps over a frame of 16 ms.
    int overFrame() const { return m_overFrame; }
    //! Milliseconds since the last gap of more than 5 ms.
    double quietFor() const;

private:
    void tick();

    QTimer m_timer;
    qint64 m_wallBefore = 0;
    qint64 m_cpuBefore = 0;
    qint64 m_busyAt = 0;
    Stall m_longest;
    double m_longestCpu = 0;
    int m_overFrame = 0;
};

} // namespace Spritarium::Bench
