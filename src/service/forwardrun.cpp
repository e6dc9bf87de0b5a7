// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/forwardrun.h"

#include "service/localport.h"
#include "service/portholder.h"
#include "service/proxytunnel.h"
#include "service/tunnelloop.h"

#include <algorithm>
#include <atomic>
#include <vector>

namespace Spritarium {

namespace {

using Clock = std::chrono::steady_clock;
using Why = TunnelEnd::Why;

constexpr std::chrono::milliseconds TellEvery(250);
constexpr std::chrono::milliseconds TryAgainAfter(50);
constexpr int PortTries = 20;

ListenProblem problemOf(const boost::system::error_code &error)
{
    if (!error)
        return ListenProblem::None;
    if (error == boost::asio::error::address_in_use)
        return ListenProblem::Busy;
    if (error == boost::asio::error::access_denied)
        return ListenProblem::NotPermitted;
    return ListenProblem::Other;
}

//! Lets one through every quarter of a second.
class Throttle
{
public:
    bool passes()
    {
        const Clock::time_point now = Clock::now();
        if (now - m_last < TellEvery)
            return false;
        m_last = now;
        return true;
    }

private:
    Clock::time_point m_last = Clock::now() - TellEvery;
};

} // namespace

struct ForwardRun::Private
{
    TunnelLoop &loop;
    TunnelTarget target;
    ForwardRunEvents events;
    std::atomic<ForwardRefusal> refusal = ForwardRefusal::None;
    std::unique_ptr<LocalPort> port;
    std::vector<std::weak_ptr<ProxyTunnel>> tunnels;
    std::shared_ptr<TunnelCounts> counts = std::make_shared<TunnelCounts>();
    TunnelCounts told;
    std::optional<Why> lastOutcome;
    Throttle failures;
    Throttle refusals;
    boost::asio::steady_timer teller;
    bool isTelling = false;
    boost::asio::steady_timer again;

    Private(TunnelLoop &loop, const TunnelTarget &target, ForwardRunEvents events)
        : loop(loop)
        , target(target)
        , events(std::move(events))
        , teller(loop.io)
        , again(loop.io)
    {}

    void tryPort(const std::shared_ptr<ForwardRun> &self, quint16 number, bool onNetwork, int triesLeft);

    void remember(const std::shared_ptr<ProxyTunnel> &tunnel);
    void take(const std::shared_ptr<ForwardRun> &self, boost::asio::ip::tcp::socket socket);
    void connected();
    void ended(const TunnelEnd &end);
    void tellCounts(const std::shared_ptr<ForwardRun> &self);
};

ForwardRun::ForwardRun(TunnelLoop &loop, const TunnelTarget &target, ForwardRunEvents events)
    : d(new Private(loop, target, std::move(events)))
{}

ForwardRun::~ForwardRun() = default;

void ForwardRun::setRefusal(ForwardRefusal refusal)
{
    d->refusal = refusal;
}

void ForwardRun::listen(quint16 port, bool onNetwork)
{
    d->port = std::make_unique<LocalPort>(d->loop, [this](boost::asio::ip::tcp::socket socket) {
        d->take(shared_from_this(), std::move(socket));
    });
    d->tryPort(shared_from_this(), port, onNetwork, PortTries);
}

void ForwardRun::Private::tryPort(const std::shared_ptr<ForwardRun> &self, quint16 number, bool onNetwork,
                                  int triesLeft)
{
    const boost::system::error_code error = port->listen(number, onNetwork);
    const ListenProblem problem = problemOf(error);
    // Who holds it is asked later than it was tried: one that is not ours may be one that is gone.
    const bool isForeign = problem == ListenProblem::Busy && !mayHoldPort(number);
    const int left = isForeign ? std::min(triesLeft, 1) : triesLeft;
    if (problem != ListenProblem::Busy || left == 0) {
        return events.listened(problem, error ? number : port->port(),
                               error ? QString::fromLocal8Bit(error.message().c_str()) : QString());
    }
    again.expires_after(TryAgainAfter);
    again.async_wait([=](const boost::system::error_code &) {
        if (self->d->port) // else stopped
            self->d->tryPort(self, number, onNetwork, left - 1);
    });
}

void ForwardRun::stop()
{
    d->events = {};
    d->port.reset();
    d->teller.cancel();
    d->again.cancel();
    for (const std::weak_ptr<ProxyTunnel> &known : std::exchange(d->tunnels, {})) {
        if (const std::shared_ptr<ProxyTunnel> tunnel = known.lock())
            tunnel->stop();
    }
}

void ForwardRun::Private::remember(const std::shared_ptr<ProxyTunnel> &tunnel)
{
    // Those that are gone are forgotten when there would be no room, so that this costs next to nothing each.
    if (tunnels.size() == tunnels.capacity())
        std::erase_if(tunnels, [](const std::weak_ptr<ProxyTunnel> &known) { return known.expired(); });
    tunnels.push_back(tunnel);
}

void ForwardRun::Private::take(const std::shared_ptr<ForwardRun> &self, boost::asio::ip::tcp::socket socket)
{
    if (const ForwardRefusal why = refusal; why != ForwardRefusal::None) {
        boost::system::error_code ignored; // it is closed in any case
        socket.set_option(boost::asio::socket_base::linger(true, 0), ignored);
        socket.close(ignored);
        if (why != ForwardRefusal::Stopped && refusals.passes())
            events.refused(why);
        return;
    }
    TunnelEvents told;
    told.connected = [self] { self->d->connected(); };
    told.ended = [self](const TunnelEnd &end) { self->d->ended(end); };
    const auto tunnel =
        std::make_shared<ProxyTunnel>(loop, std::move(socket), target, counts, std::move(told));
    remember(tunnel);
    tunnel->open();
    tellCounts(self);
}

void ForwardRun::Private::connected()
{
    const bool isNews = lastOutcome != Why::Finished;
    lastOutcome = Why::Finished;
    if (isNews && events.connected)
        events.connected();
}

void ForwardRun::Private::ended(const TunnelEnd &end)
{
    if (end.why == Why::Finished || !events.failed)
        return;
    const bool isNews = lastOutcome != end.why;
    lastOutcome = end.why;
    if (failures.passes() || isNews)
        events.failed(end);
}

//! At once when nothing was told for a while, then every quarter of a second until nothing changes any more.
void ForwardRun::Private::tellCounts(const std::shared_ptr<ForwardRun> &self)
{
    if (isTelling || !events.counted)
        return;
    const bool isNews = counts->up != told.up || counts->down != told.down || counts->open != told.open;
    if (!isNews && counts->open == 0)
        return;
    if (isNews)
        events.counted(told = *counts);
    isTelling = true;
    teller.expires_after(TellEvery);
    teller.async_wait([self](const boost::system::error_code &error) {
        self->d->isTelling = false;
        if (!error)
            self->d->tellCounts(self);
    });
}

} // namespace Spritarium
