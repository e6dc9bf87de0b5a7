// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/tunneltarget.h"

#include <functional>
#include <memory>

namespace Spritarium {

class TunnelLoop;

//! Why a local port cannot be listened to.
enum class ListenProblem { None, Busy, NotPermitted, Other };

//! Why a running forward takes no connections for now.
enum class ForwardRefusal { None, Asleep, Waiting, Stopped };

//! Told on the tunnels' thread.
struct ForwardRunEvents
{
    //! The answer to listen(); `port` is where it listens, or the one that was wanted.
    std::function<void(ListenProblem problem, quint16 port, const QString &text)> listened;
    //! At most four times a second.
    std::function<void(const TunnelCounts &counts)> counted;
    //! A tunnel reached its port; told when the one before it did not, and for the first.
    std::function<void()> connected;
    //! One that did not, or broke off. The same kind at most four times a second.
    std::function<void(const TunnelEnd &end)> failed;
    //! One that was not even tried. At most four times a second.
    std::function<void(ForwardRefusal why)> refused;
};

//! One forward while it runs: its local port and its tunnels, on the tunnels' thread. It lives as long as
//! anything of it is under way there.
class ForwardRun : public std::enable_shared_from_this<ForwardRun>
{
public:
    ForwardRun(TunnelLoop &loop, const TunnelTarget &target, ForwardRunEvents events);
    ~ForwardRun();

    //! A port that this very process still holds is tried again for a second: an earlier forward of ours may
    //! be about to let it go.
    void listen(quint16 port, bool onNetwork);
    //! Port and tunnels are closed when this returns; nothing is told any more.
    void stop();

    //! From any thread, and in force for the next connection that comes.
    void setRefusal(ForwardRefusal refusal);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace Spritarium
