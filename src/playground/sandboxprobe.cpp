// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/sandbox.h"

#include "playground/agent/agentsocket.h"
#include "playground/agent/agentversion.h"
#include "playground/checkpointshelf.h"
#include "playground/outsidetool.h"
#include "playground/textpieces.h"

#include <QTemporaryDir>

#include <array>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace Spritarium::Playground::Sandbox {

using namespace Qt::StringLiterals;

namespace {

constexpr int Patience = 10'000;
//! As long as a sprite would wait; who starts the program waits, too.
constexpr int OutsidePatience = 5000;

//! What the agent says first; nothing if it says nothing in time.
std::optional<Agent::Fields> firstWords(int socket)
{
    pollfd polled{socket, POLLIN, 0};
    if (::poll(&polled, 1, Patience) <= 0)
        return std::nullopt;
    Agent::Received received = Agent::receive(socket);
    if (received.how != Agent::Transfer::Done)
        return std::nullopt;
    return std::move(received.packet.fields);
}

//! What is there of what was said, some 4 KiB.
QByteArray said(const Agent::UniqueFd &fd)
{
    ::fcntl(fd.get(), F_SETFL, O_NONBLOCK);
    std::array<char, 4096> bytes{};
    const ssize_t size = ::read(fd.get(), bytes.data(), bytes.size());
    return {bytes.data(), size > 0 ? size : 0};
}

//! The folders of a sprite that is none.
struct ProbeFolders
{
    ProbeFolders()
    {
        view.root = folder.filePath(u"root"_s);
        view.system = folder.filePath(u"system"_s);
        view.shelvedTrees = folder.filePath(u"trees"_s);
        view.shelf = folder.filePath(u"trees/checkpoints"_s);
    }
    //! Empty, or why they are not there.
    QString make() const
    {
        if (!folder.isValid())
            return u"no temporary folder can be made: %1"_s.arg(folder.errorString());
        return CheckpointShelf::set(view)
                   ? QString()
                   : u"%1 cannot be written: %2"_s.arg(folder.path(), qt_error_string());
    }

    QTemporaryDir folder;
    SpriteView view;
};

struct Pair
{
    Agent::UniqueFd ours;
    Agent::UniqueFd theirs;
};

Pair socketPair()
{
    std::array<int, 2> sockets{-1, -1};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets.data()) != 0)
        return {};
    return {Agent::UniqueFd(sockets[0]), Agent::UniqueFd(sockets[1])};
}

//! Whether something is there to be read in time.
bool comes(const Agent::UniqueFd &fd)
{
    pollfd polled{fd.get(), POLLIN, 0};
    return ::poll(&polled, 1, OutsidePatience) > 0;
}

//! The sandbox's network, as bubblewrap tells it; no descriptor if it does not.
Agent::UniqueFd networkOf(const Agent::UniqueFd &info)
{
    QByteArray text;
    std::array<char, 4096> bytes{};
    while (comes(info)) {
        const ssize_t size = ::read(info.get(), bytes.data(), bytes.size());
        if (size <= 0)
            break;
        text.append(bytes.data(), size);
        if (std::optional<Agent::UniqueFd> network = OutsideTool::network(text))
            return std::move(*network);
    }
    return {};
}

} // namespace

QString whyNotReady(const Agent::Fields &fields)
{
    const std::string theirs = fields.size() > 1 ? fields[1] : "unknown";
    if (fields.size() == 2 && fields[0] == "ready" && theirs == Agent::version())
        return {};
    return u"spritarium-playground-agent is of another version (%1) than this program (%2); after an update "
           "start the playground again"_s.arg(QString::fromStdString(theirs),
                                              QString::fromStdString(Agent::version()));
}

QString whyUnavailable(const SandboxSettings &settings)
{
    const ProbeFolders folders;
    Pair sockets = socketPair();
    std::array<int, 2> errors{-1, -1};
    if (!sockets.ours || ::pipe2(errors.data(), O_CLOEXEC) != 0)
        return u"there are no descriptors left"_s;
    const Agent::UniqueFd reading(errors[0]);
    Agent::UniqueFd writing(errors[1]);
    if (const QString why = folders.make(); !why.isEmpty())
        return why;
    SandboxSettings alone = settings;
    alone.reachesOutside = false;
    const Start started =
        start(alone, u"probe"_s, folders.view, {}, sockets.theirs.get(), writing.get(), nullptr);
    const std::unique_ptr<ChildProcess> process(started.process);
    sockets.theirs.reset();
    writing.reset();
    if (!process)
        return started.error;
    const std::optional<Agent::Fields> words = firstWords(sockets.ours.get());
    sockets.ours.reset();
    process->endWithin(words ? 2000 : Patience);
    if (words)
        return whyNotReady(*words);
    const QString why = lastLine(said(reading));
    return why.isEmpty() ? u"the sandbox does not start"_s : why;
}

QString whyNoOutside(const SandboxSettings &settings)
{
    if (const QString missing = OutsideTool::whatIsMissing(); !missing.isEmpty())
        return missing;
    const ProbeFolders folders;
    Pair sockets = socketPair();
    if (const QString why = folders.make(); !why.isEmpty() || !sockets.ours)
        return why.isEmpty() ? u"there are no descriptors left"_s : why;
    SandboxSettings leading = settings;
    leading.reachesOutside = true;
    const Start box = start(leading, u"probe"_s, folders.view, {}, sockets.theirs.get(), -1, nullptr);
    const std::unique_ptr<ChildProcess> process(box.process);
    if (!process)
        return box.error;
    const Agent::UniqueFd network = networkOf(box.info);
    if (!network)
        return u"the sandbox has no network"_s;
    const OutsideTool::Start tool = OutsideTool::start(network.get(), OutsideTool::ownAddresses(), nullptr);
    const std::unique_ptr<ChildProcess> toolProcess(tool.process);
    if (!toolProcess)
        return tool.error;
    char byte = 0;
    if (comes(tool.ready) && ::read(tool.ready.get(), &byte, 1) == 1)
        return {};
    toolProcess->endWithin(0);
    return OutsideTool::lastWords(said(tool.errors));
}

} // namespace Spritarium::Playground::Sandbox
