// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/outsidenetwork.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <utility>

#include <unistd.h>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

constexpr auto Patience = std::chrono::seconds(5);
constexpr qsizetype MaxText = 4096;
//! Before it is made anew for the first time; each time twice as much.
constexpr auto FirstPause = std::chrono::milliseconds(50);
constexpr auto LongestPause = std::chrono::minutes(1);

struct Piece
{
    QByteArray bytes;
    bool isOver = false;
};

Piece readPiece(const Agent::UniqueFd &fd)
{
    std::array<char, 4096> bytes{};
    const ssize_t size = ::read(fd.get(), bytes.data(), bytes.size());
    if (size > 0)
        return {QByteArray(bytes.data(), size), false};
    return {{}, size == 0 || (errno != EAGAIN && errno != EINTR)};
}

} // namespace

OutsideNetwork::OutsideNetwork(Agent::UniqueFd info, Agent::UniqueFd gate, QObject *parent)
    : QObject(parent)
    , m_info(std::move(info))
    , m_gate(std::move(gate))
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(Patience);
    connect(&m_patience, &QTimer::timeout, this,
            [this] { fail(u"slirp4netns takes longer than five seconds to start"_s); });
    m_patience.start();
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, [this] {
        m_state = State::Starting;
        m_patience.start();
        startTool();
    });
    m_infoNotifier = watch(m_info, &OutsideNetwork::readInfo);
}

OutsideNetwork::Notifier OutsideNetwork::watch(const Agent::UniqueFd &fd, void (OutsideNetwork::*then)())
{
    auto notifier = std::make_unique<QSocketNotifier>(fd.get(), QSocketNotifier::Read);
    connect(notifier.get(), &QSocketNotifier::activated, this, then);
    return notifier;
}

void OutsideNetwork::readInfo()
{
    const Piece piece = readPiece(m_info);
    m_infoText += piece.bytes;
    std::optional<Agent::UniqueFd> network = OutsideTool::network(m_infoText);
    if (!network && !piece.isOver && m_infoText.size() < MaxText)
        return;
    m_infoNotifier->setEnabled(false);
    if (!network || !*network)
        return fail(u"the sandbox has no network"_s);
    m_network = std::move(*network);
    if (m_state == State::Starting)
        startTool();
    // It was given up before there was a network to connect.
    else if (m_state == State::Failed)
        mend();
}

void OutsideNetwork::startTool()
{
    // onToolGone() comes back to it.
    if (m_ending)
        return;
    // Before they are asked for: none is missed in between.
    if (!m_addresses) {
        auto addresses = std::make_unique<AddressWatch>(nullptr);
        if (!addresses->isWatching())
            return fail(u"it cannot be seen when this computer gets a new address"_s);
        m_addresses = std::move(addresses);
        connect(m_addresses.get(), &AddressWatch::added, this, &OutsideNetwork::closeNew);
    }
    const std::optional<QByteArrayList> own = OutsideTool::ownAddresses();
    OutsideTool::Start start = OutsideTool::start(m_network.get(), own, this);
    if (!start.process)
        return fail(start.error);
    m_closed = *own;
    m_tool = start.process;
    m_ready = std::move(start.ready);
    m_errors = std::move(start.errors);
    m_leash = std::move(start.leash);
    m_said.clear();
    m_readyNotifier = watch(m_ready, &OutsideNetwork::readReady);
    m_errorsNotifier = watch(m_errors, &OutsideNetwork::readErrors);
    connect(m_tool, &ChildProcess::ended, this, [this] {
        readErrors();
        fail(m_state == State::Up ? u"slirp4netns has ended"_s : OutsideTool::lastWords(m_said));
    });
}

void OutsideNetwork::readReady()
{
    const Piece piece = readPiece(m_ready);
    if (piece.bytes.isEmpty() && !piece.isOver)
        return;
    m_readyNotifier->setEnabled(false);
    // Its end tells the rest.
    if (piece.bytes.isEmpty())
        return;
    m_patience.stop();
    m_state = State::Up;
    m_upSince.start();
    openGate();
    emit ready();
}

void OutsideNetwork::readErrors()
{
    const Piece piece = readPiece(m_errors);
    m_said = (m_said + piece.bytes).right(MaxText);
    if (piece.isOver)
        m_errorsNotifier->setEnabled(false);
}

void OutsideNetwork::closeNew()
{
    if (!m_tool || m_closing)
        return;
    const QString why = u"a new address of this computer cannot be closed to it"_s;
    const std::optional<QByteArrayList> own = OutsideTool::ownAddresses();
    if (!own)
        return fail(why);
    QByteArrayList fresh = *own;
    fresh.removeIf([this](const QByteArray &address) { return m_closed.contains(address); });
    if (fresh.isEmpty())
        return;
    m_closing = OutsideTool::close(m_network.get(), fresh, this);
    if (!m_closing)
        return fail(why);
    connect(m_closing, &ChildProcess::ended, this, [this, fresh, why] {
        ChildProcess *closing = std::exchange(m_closing, nullptr);
        closing->deleteLater();
        if (!closing->hasSucceeded())
            return fail(why);
        m_closed += fresh;
        closeNew();
    });
}

void OutsideNetwork::endTool()
{
    m_patience.stop();
    if (m_closing) {
        m_closing->disconnect(this);
        std::exchange(m_closing, nullptr)->retire();
    }
    m_readyNotifier.reset();
    m_errorsNotifier.reset();
    m_leash.reset();
    ChildProcess *tool = std::exchange(m_tool, nullptr);
    if (!tool)
        return;
    tool->disconnect(this);
    // It may be the one that called.
    if (tool->hasEnded())
        return tool->deleteLater();
    // The kernel takes its time over the device: some hundredths of a second.
    m_ending = tool;
    connect(tool, &ChildProcess::ended, this, &OutsideNetwork::onToolGone);
    tool->kill();
}

void OutsideNetwork::onToolGone()
{
    std::exchange(m_ending, nullptr)->deleteLater();
    if (m_isRetired)
        deleteLater();
    else if (m_state == State::Starting && m_network)
        startTool();
}

void OutsideNetwork::openGate()
{
    m_gate.reset();
}

void OutsideNetwork::fail(const QString &why)
{
    const bool wasUp = m_state == State::Up;
    const bool isTold = m_state == State::Failed || (!wasUp && m_attempts > 0);
    endTool();
    m_state = State::Failed;
    openGate();
    if (wasUp && m_upSince.hasExpired(std::chrono::milliseconds(LongestPause).count()))
        m_attempts = 0;
    // Without a network to connect there is nothing to try.
    if (m_network)
        mend();
    if (!isTold)
        emit failed(why);
}

void OutsideNetwork::mend()
{
    // So many doublings are more than the longest already.
    constexpr int MostDoublings = 16;
    const auto pause = FirstPause * (1 << std::min(m_attempts++, MostDoublings));
    m_again.start(std::min<std::chrono::milliseconds>(pause, LongestPause));
}

void OutsideNetwork::rest()
{
    m_again.stop();
    m_attempts = 0;
    m_addresses.reset();
    endTool();
    m_state = State::Resting;
    openGate();
}

void OutsideNetwork::wake()
{
    if (m_state == State::Up)
        QMetaObject::invokeMethod(this, &OutsideNetwork::ready, Qt::QueuedConnection);
    if (m_state == State::Starting || m_state == State::Up)
        return;
    m_again.stop();
    m_state = State::Starting;
    m_patience.start();
    if (m_network)
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (m_state == State::Starting && !m_tool)
                    startTool();
            },
            Qt::QueuedConnection);
}

void OutsideNetwork::retire()
{
    rest();
    m_infoNotifier.reset();
    m_network.reset();
    m_isRetired = true;
    if (!m_ending)
        deleteLater();
}

} // namespace Spritarium::Playground
