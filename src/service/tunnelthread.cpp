// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/tunnelthread.h"

#include "service/tunnelloop.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <QtGlobal>

#include <algorithm>
#include <optional>
#include <thread>

#ifdef Q_OS_UNIX
#include <sys/resource.h>
#endif

namespace Spritarium {

namespace {

//! Two files a connection: the usual soft limit of 1024 would end at about 500 of them.
void allowManyFiles()
{
#ifdef Q_OS_UNIX
    constexpr rlim_t Enough = 16384;
    rlimit limit = {};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= Enough)
        return;
    limit.rlim_cur = std::min(limit.rlim_max, Enough);
    setrlimit(RLIMIT_NOFILE, &limit);
#endif
}

} // namespace

struct TunnelThread::Private
{
    TunnelLoop loop;
    std::optional<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> work;
    std::thread thread;
};

TunnelThread::TunnelThread()
    : d(new Private)
{
    allowManyFiles();
    d->work.emplace(d->loop.io.get_executor());
    d->thread = std::thread([this] { d->loop.io.run(); });
}

TunnelThread::~TunnelThread()
{
    stop();
}

TunnelLoop &TunnelThread::loop()
{
    return d->loop;
}

void TunnelThread::post(std::function<void()> work)
{
    boost::asio::post(d->loop.io, std::move(work));
}

void TunnelThread::stop()
{
    d->loop.io.stop();
    if (d->thread.joinable())
        d->thread.join();
}

} // namespace Spritarium
