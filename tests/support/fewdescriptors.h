// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/agent/uniquefd.h"

#include <fcntl.h>
#include <sys/resource.h>

namespace Spritarium::Test {

//! While it is there, this process may have so many descriptors besides those that are open.
class FewDescriptors
{
public:
    explicit FewDescriptors(rlim_t more)
    {
        const Playground::Agent::UniqueFd lowest(::open("/dev/null", O_RDONLY | O_CLOEXEC));
        ::getrlimit(RLIMIT_NOFILE, &m_before);
        const rlimit few{rlim_t(lowest.get()) + more, m_before.rlim_max};
        ::setrlimit(RLIMIT_NOFILE, &few);
    }
    FewDescriptors(const FewDescriptors &) = delete;
    FewDescriptors &operator=(const FewDescriptors &) = delete;
    ~FewDescriptors() { ::setrlimit(RLIMIT_NOFILE, &m_before); }

private:
    rlimit m_before{};
};

} // namespace Spritarium::Test
