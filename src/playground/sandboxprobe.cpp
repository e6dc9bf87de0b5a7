// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/sandbox.h"

#include "playground/checkpointshelf.h"

#include <QTemporaryDir>

#include <array>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

namespace Spritarium::Playground::Sandbox {

using namespace Qt::StringLiterals;

namespace {

constexpr int Patience = 10'000;

//! Whether something comes from the agent; it says that it is ready.
bool speaks(int socket)
{
    pollfd polled{socket, POLLIN, 0};
    std::array<char, 64> bytes{};
    return ::poll(&polled, 1, Patience) > 0 && ::recv(socket, bytes.data(), bytes.size(), 0) > 0;
}

QString lastLine(int fd)
{
    ::fcntl(fd, F_SETFL, O_NONBLOCK);
    std::array<char, 4096> bytes{};
    const ssize_t size = ::read(fd, bytes.data(), bytes.size());
    const QString text = QString::fromLocal8Bit(bytes.data(), size > 0 ? size : 0).trimmed();
    return text.section(u'\n', -1);
}

} // namespace

QString whyUnavailable(const SandboxSettings &settings)
{
    const QTemporaryDir folder;
    SpriteView view;
    view.root = folder.filePath(u"root"_s);
    view.system = folder.filePath(u"system"_s);
    view.shelvedTrees = folder.filePath(u"trees"_s);
    view.shelf = folder.filePath(u"trees/checkpoints"_s);
    std::array<int, 2> sockets{-1, -1};
    std::array<int, 2> errors{-1, -1};
    if (!folder.isValid() || ::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets.data()) != 0 ||
        ::pipe2(errors.data(), O_CLOEXEC) != 0)
        return u"there are no descriptors left"_s;
    if (!CheckpointShelf::set(view))
        return u"%1 cannot be written"_s.arg(folder.path());
    Agent::UniqueFd ours(sockets[0]);
    Agent::UniqueFd theirs(sockets[1]);
    const Agent::UniqueFd reading(errors[0]);
    Agent::UniqueFd writing(errors[1]);
    const Start started = start(settings, u"probe"_s, view, {}, theirs.get(), writing.get(), nullptr);
    const std::unique_ptr<ChildProcess> process(started.process);
    theirs.reset();
    writing.reset();
    if (!process)
        return started.error;
    const bool works = speaks(ours.get());
    ours.reset();
    process->endWithin(Patience);
    if (works)
        return {};
    const QString why = lastLine(reading.get());
    return why.isEmpty() ? u"the sandbox does not start"_s : why;
}

} // namespace Spritarium::Playground::Sandbox
