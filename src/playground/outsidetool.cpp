// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/outsidetool.h"

#include "playground/agent/pipe.h"
#include "playground/sandbox.h"
#include "playground/textpieces.h"

#include <QFileInfo>
#include <QHostAddress>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardPaths>

#include <array>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <ifaddrs.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace Spritarium::Playground::OutsideTool {

using namespace Qt::StringLiterals;

namespace {

QString slirp()
{
    return QStandardPaths::findExecutable(u"slirp4netns"_s);
}

//! Beside the agent.
QString helper()
{
    const QFileInfo info(QFileInfo(Sandbox::agentProgram()).path() + u"/spritarium-playground-outside"_s);
    return info.isFile() && info.isExecutable() ? info.filePath() : QString();
}

} // namespace

std::optional<Agent::UniqueFd> network(const QByteArray &info)
{
    const QJsonObject told = QJsonDocument::fromJson(info).object();
    const qint64 pid = told.value("child-pid"_L1).toInteger();
    if (pid <= 0)
        return {};
    Agent::UniqueFd fd(
        ::open(QByteArray("/proc/" + QByteArray::number(pid) + "/ns/net").constData(), O_RDONLY | O_CLOEXEC));
    // A process number may have found another owner; a namespace's number has not while it lives.
    struct stat there
    {
    };
    const QJsonValue number = told.value("net-namespace"_L1);
    const bool isIt = fd && ::fstat(fd.get(), &there) == 0 && number.isDouble() &&
                      number.toInteger() == qint64(there.st_ino);
    return isIt ? std::move(fd) : Agent::UniqueFd();
}

std::optional<QByteArrayList> ownAddresses()
{
    QByteArrayList words;
    // All of them: Qt leaves out an interface that is down, whose addresses lead here all the same.
    ifaddrs *first = nullptr;
    if (::getifaddrs(&first) != 0)
        return {};
    for (const ifaddrs *each = first; each; each = each->ifa_next) {
        if (!each->ifa_addr || each->ifa_addr->sa_family != AF_INET)
            continue;
        const QHostAddress address(each->ifa_addr);
        if (!address.isLoopback())
            words.append(address.toString().toLatin1());
    }
    ::freeifaddrs(first);
    return words;
}

ChildProcess *close(int network, const QByteArrayList &own, QObject *parent)
{
    ChildProcess::Plan plan;
    plan.arguments = QByteArrayList{QFile::encodeName(helper())} + own;
    plan.files = {network};
    return ChildProcess::start(plan, parent);
}

Start start(int network, const std::optional<QByteArrayList> &own, QObject *parent)
{
    Start start;
    start.error = own ? whatIsMissing() : u"the addresses of this computer are not told"_s;
    if (!start.error.isEmpty())
        return start;
    Agent::Pipe ready = Agent::makePipe();
    Agent::Pipe leash = Agent::makePipe();
    Agent::Pipe errors = Agent::makePipe();
    if (!ready.reading || !leash.reading || !errors.reading) {
        start.error = u"too many open files"_s;
        return start;
    }
    ChildProcess::Plan plan;
    plan.arguments = QByteArrayList{QFile::encodeName(helper())} + *own;
    plan.arguments += {"--",
                       QFile::encodeName(slirp()),
                       "--configure",
                       "--mtu=65520",
                       "--disable-host-loopback",
                       "--enable-sandbox",
                       "--enable-seccomp",
                       "--ready-fd=4",
                       "--exit-fd=5",
                       "--netns-type=path",
                       "/proc/self/fd/3",
                       "outside0"};
    plan.errors = errors.writing.get();
    plan.files = {network, ready.writing.get(), leash.reading.get()};
    start.process = ChildProcess::start(plan, parent);
    if (!start.process)
        start.error = QString::fromLocal8Bit(std::strerror(errno));
    for (const Agent::UniqueFd *fd : {&ready.reading, &errors.reading})
        ::fcntl(fd->get(), F_SETFL, O_NONBLOCK);
    start.ready = std::move(ready.reading);
    start.errors = std::move(errors.reading);
    start.leash = std::move(leash.writing);
    return start;
}

QString whatIsMissing()
{
    if (slirp().isEmpty())
        return u"slirp4netns is not installed"_s;
    if (helper().isEmpty())
        return u"spritarium-playground-outside is missing"_s;
    if (::access("/dev/net/tun", R_OK | W_OK) != 0)
        return u"/dev/net/tun cannot be opened: %1"_s.arg(QString::fromLocal8Bit(std::strerror(errno)));
    return {};
}

QString lastWords(const QByteArray &said)
{
    const QString line = lastLine(said);
    return line.isEmpty() ? u"slirp4netns does not start"_s : line;
}

} // namespace Spritarium::Playground::OutsideTool
