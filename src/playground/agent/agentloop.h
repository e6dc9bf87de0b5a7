// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/agent/agentmessages.h"
#include "playground/agent/launcher.h"
#include "playground/agent/processtable.h"
#include "playground/agent/uniquefd.h"

#include <sys/types.h>

#include <map>
#include <set>
#include <vector>

struct pollfd;

namespace Spritarium::Playground::Agent {

//! Does inside a sprite what the playground orders. As process 1 of its sandbox it adopts and reaps
//! everything, and everything ends with it; outside of one (`isIsolated` false) it does the same for what
//! descends from it. Ends when nobody is at the other end of the socket.
class AgentLoop
{
public:
    AgentLoop(UniqueFd socket, bool isIsolated);

    //! Returns the program's exit code.
    int run();

private:
    struct Dial
    {
        std::uint64_t id = 0;
        UniqueFd socket;
        std::vector<std::string> further; //!< addresses to try when this one refuses
        std::uint16_t port = 0;
    };

    //! A program that may be slow to become what it is to run; nobody waits for it.
    struct Start
    {
        std::uint64_t id = 0;
        Launch launch;
    };

    bool takeOrder();
    void obey(const Fields &fields, std::vector<UniqueFd> fds);
    void spawn(const SpawnOrder &order, std::vector<UniqueFd> streams);
    void signalOne(const Fields &fields);
    void signalAll(int signal);
    void stopAll();
    void continueAll();
    //! The processes of the sprite, without this one.
    std::vector<std::vector<Process>> ownGenerations() const;
    void takeReports();
    void conclude(const Start &start);
    void reap();
    void startDial(const Fields &fields);
    void tryNext(Dial dial, const std::string &why);
    void finishDials(const std::vector<pollfd> &polled);
    void refuse(std::uint64_t id, const std::string &why);
    void tellListeners(const Fields &fields);
    void tell(const Fields &fields, const std::vector<int> &fds = {});
    std::set<pid_t> spawnedPids() const;
    //! Whose listeners count; empty for all.
    std::set<pid_t> ownPids() const;
    void endEverything();

    UniqueFd m_socket;
    UniqueFd m_children; //!< becomes readable when one has ended
    bool m_isIsolated;
    std::map<std::uint64_t, pid_t> m_spawned; //!< and not reaped yet
    std::set<pid_t> m_stoppedBefore;          //!< by somebody inside, when we stopped the others
    std::vector<Start> m_starts;
    std::vector<Dial> m_dials;
};

} // namespace Spritarium::Playground::Agent
