// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/agent/ownlimits.h"

#include "playground/agent/uniquefd.h"

#include <algorithm>
#include <string>

#include <fcntl.h>
#include <sys/resource.h>

namespace Spritarium::Playground::Agent {

namespace {

template <typename Resource>
void lower(Resource which, rlim_t most)
{
    rlimit limit{};
    if (::getrlimit(which, &limit) != 0)
        return;
    limit.rlim_max = std::min(limit.rlim_max, most);
    limit.rlim_cur = std::min(limit.rlim_cur, most);
    ::setrlimit(which, &limit);
}

} // namespace

void limitOurselves(bool isIsolated)
{
    lower(RLIMIT_CORE, 0);
    if (isIsolated) {
        lower(RLIMIT_NPROC, MostProcesses);
        lower(RLIMIT_NOFILE, MostFiles);
    }
    const UniqueFd file(::open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC));
    const std::string text = std::to_string(OutOfMemoryBias);
    if (file) [[maybe_unused]]
        const ssize_t written = ::write(file.get(), text.data(), text.size());
}

} // namespace Spritarium::Playground::Agent
