// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>

namespace Spritarium {

class TunnelLoop;

//! The one thread that carries every tunnel of an account, so that no byte of them passes through the
//! interface thread. Ends when destroyed; what is still under way there and cannot be interrupted, a search
//! for a name, ends by itself later and keeps nobody waiting.
class TunnelThread
{
public:
    TunnelThread();
    ~TunnelThread();
    TunnelThread(const TunnelThread &) = delete;
    TunnelThread &operator=(const TunnelThread &) = delete;

    TunnelLoop &loop();
    //! Runs `work` on the thread, in the order of the calls.
    void post(std::function<void()> work);
    //! Nothing runs on the thread any more when this returns; what is posted later never runs.
    void stop();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace Spritarium
