// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/tunnelthread.h"

#include "service/tunnelloop.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <QtGlobal>

#include <algorithm>
#include <chrono>
#include <future>
#include <memory>
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
    std::unique_ptr<TunnelLoop> loop = std::make_unique<TunnelLoop>();
    std::optional<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> work;
    std::thread thread;
};

TunnelThread::TunnelThread()
    : d(new Private)
{
    allowManyFiles();
    d->work.emplace(d->loop->io.get_executor());
    d->thread = std::thread([loop = d->loop.get()] { loop->io.run(); });
}

TunnelThread::~TunnelThread()
{
    stop();
    d->work.reset();
    // The resolver's thread is joined with the loop, and getaddrinfo() may hang for half a minute.
    const auto isGone = std::make_shared<std::promise<void>>();
    const std::future<void> gone = isGone->get_future();
    std::thread([loop = std::move(d->loop), isGone]() mutable {
        loop.reset();
        isGone->set_value();
    }).detach();
    // It nearly always takes no time, and then nothing of it is left when the program ends.
    gone.wait_for(std::chrono::milliseconds(10));
}

TunnelLoop &TunnelThread::loop()
{
    return *d->loop;
}

void TunnelThread::post(std::function<void()> work)
{
    boost::asio::post(d->loop->io, std::move(work));
}

void TunnelThread::stop()
{
    d->loop->io.stop();
    if (d->thread.joinable())
        d->thread.join();
}

} // namespace Spritarium
