// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "bencharguments.h"
#include "forwardsockets.h"
#include "runs.h"
#include "service/portforwarder.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QSocketNotifier>
#include <QStandardPaths>

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <thread>

using namespace Qt::StringLiterals;

namespace Spritarium::Bench {

namespace {

constexpr std::uint64_t MiB = 1 << 20;
constexpr std::uint64_t Volume = 512 * MiB;
constexpr int Parallel = 32;
constexpr int RoundTrips = 5000;
constexpr int Connections = 300;

double secondsOf(const auto &work)
{
    const qint64 begin = monotonicNow();
    const bool isRight = work();
    return isRight ? double(monotonicNow() - begin) / 1e9 : qQNaN();
}

bool sendUp(quint16 port, std::uint64_t length)
{
    BlockingSocket socket = BlockingSocket::to(port);
    const std::vector<char> block(256 * 1024, 'x');
    if (!socket.begin(FarTask::Swallow, length))
        return false;
    for (std::uint64_t left = length; left > 0; left -= std::min<std::uint64_t>(left, block.size())) {
        if (!socket.write({block.data(), std::size_t(std::min<std::uint64_t>(left, block.size()))}))
            return false;
    }
    return socket.read().size() == 1;
}

bool fetchDown(quint16 port, std::uint64_t length)
{
    BlockingSocket socket = BlockingSocket::to(port);
    return socket.begin(FarTask::Pour, length) && socket.skip(length);
}

bool fetchInParallel(quint16 port)
{
    std::atomic<int> right = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < Parallel; ++i)
        threads.emplace_back([&] { right += fetchDown(port, Volume / Parallel) ? 1 : 0; });
    for (std::thread &thread : threads)
        thread.join();
    return right == Parallel;
}

bool connectOften(quint16 port)
{
    for (int i = 0; i < Connections; ++i) {
        BlockingSocket socket = BlockingSocket::to(port);
        if (!socket.begin(FarTask::Echo, 0) || !socket.write(std::array{'x'}) || !socket.skip(1))
            return false;
    }
    return true;
}

QJsonObject roundTrips(quint16 port)
{
    BlockingSocket socket = BlockingSocket::to(port);
    const std::array<char, 64> message{};
    socket.begin(FarTask::Echo, 0);
    std::vector<double> times;
    for (int i = 0; i < RoundTrips; ++i) {
        const double seconds =
            secondsOf([&] { return socket.write(message) && socket.skip(message.size()); });
        times.push_back(seconds * 1e6);
    }
    std::sort(times.begin(), times.end());
    return {{u"p50"_s, times.at(times.size() / 2)}, {u"p99"_s, times.at(times.size() * 99 / 100)}};
}

//! A GiB there and back at once, compared by hash.
QJsonObject echoOfAGibibyte(quint16 port)
{
    constexpr std::uint64_t Length = 1024 * MiB;
    BlockingSocket socket = BlockingSocket::to(port);
    socket.begin(FarTask::Echo, 0);
    QCryptographicHash sent(QCryptographicHash::Md5), got(QCryptographicHash::Md5);
    std::thread sender([&] {
        std::vector<char> block(MiB + 13);
        quint32 state = 1;
        std::uint64_t left = Length;
        while (left > 0) {
            for (std::size_t i = 0; i < block.size(); i += 16) {
                state = state * 1664525 + 1013904223;
                block[i] = char(state >> 24);
            }
            const std::size_t size = std::size_t(std::min<std::uint64_t>(left, block.size()));
            sent.addData(QByteArrayView(block.data(), qsizetype(size)));
            if (!socket.write({block.data(), size}))
                return;
            left -= size;
        }
    });
    std::uint64_t arrived = 0;
    while (arrived < Length) {
        const std::span<char> piece = socket.read();
        if (piece.empty())
            break;
        got.addData(QByteArrayView(piece.data(), qsizetype(piece.size())));
        arrived += piece.size();
    }
    sender.join();
    return {{u"right"_s, arrived == Length && sent.result() == got.result()}};
}

//! A child that says where it listens and ends with its input.
class Helper
{
public:
    Helper(const QString &program, const QStringList &words)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(program, words);
        m_process.waitForStarted();
    }
    explicit Helper(const QStringList &words)
        : Helper(QCoreApplication::applicationFilePath(), words)
    {
        while (!m_process.canReadLine() && m_process.waitForReadyRead(10'000)) {
        }
        m_said = QJsonDocument::fromJson(m_process.readLine()).object();
    }
    ~Helper()
    {
        m_process.closeWriteChannel();
        m_process.terminate();
        m_process.waitForFinished(5000);
    }

    quint16 port(const QString &name) const { return quint16(m_said.value(name).toInt()); }
    qint64 pid() const { return m_process.processId(); }

private:
    QProcess m_process;
    QJsonObject m_said;
};

//! Memory of a process and its children, shared pages by share; KiB.
qint64 memoryOf(qint64 pid)
{
    qint64 sum = 0;
    QFile children(u"/proc/%1/task/%1/children"_s.arg(pid));
    if (children.open(QIODevice::ReadOnly)) {
        for (const QByteArray &child : children.readAll().simplified().split(' '))
            sum += child.isEmpty() ? 0 : memoryOf(child.toLongLong());
    }
    QFile file(u"/proc/%1/smaps_rollup"_s.arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return sum;
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith("Pss:"))
            sum += line.simplified().split(' ').value(1).toLongLong();
    }
    return sum;
}

double childrenCpu()
{
    rusage usage = {};
    getrusage(RUSAGE_CHILDREN, &usage);
    const auto seconds = [](const timeval &time) { return double(time.tv_sec) + double(time.tv_usec) / 1e6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

QJsonObject measured(quint16 port, qint64 relay)
{
    QJsonObject figures = roundTrips(port);
    figures.insert(u"up"_s, double(Volume / MiB) / secondsOf([&] { return sendUp(port, Volume); }));
    figures.insert(u"down"_s, double(Volume / MiB) / secondsOf([&] { return fetchDown(port, Volume); }));
    std::atomic<bool> isOver = false;
    qint64 peak = 0;
    std::thread watcher([&] {
        while (relay != 0 && !isOver) {
            peak = std::max(peak, memoryOf(relay));
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
    });
    figures.insert(u"parallel"_s, double(Volume / MiB) / secondsOf([&] { return fetchInParallel(port); }));
    isOver = true;
    watcher.join();
    figures.insert(u"peak"_s, double(peak));
    figures.insert(u"rate"_s, Connections / secondsOf([&] { return connectOften(port); }));
    return figures;
}

std::unique_ptr<Helper> relayOf(const QString &mode, quint16 listen, const Helper &far)
{
    if (mode.startsWith("socat"_L1)) {
        const QString size = mode == "socat"_L1 ? u"8192"_s : u"65536"_s;
        return std::make_unique<Helper>(
            QStandardPaths::findExecutable(u"socat"_s),
            QStringList{u"-b"_s + size,
                        u"TCP-LISTEN:%1,bind=127.0.0.1,reuseaddr,fork,backlog=100,nodelay"_s.arg(listen),
                        u"TCP:127.0.0.1:%1,nodelay"_s.arg(far.port(u"plain"_s))});
    }
    return std::make_unique<Helper>(QStringList{u"forwarder"_s, u"--url"_s,
                                                u"http://127.0.0.1:%1"_s.arg(far.port(u"tunnels"_s)),
                                                u"--count"_s, QString::number(listen)});
}

quint16 freePort()
{
    const Listening probe = listenAnywhere();
    close(probe.descriptor);
    return probe.port;
}

bool waitUntilItListens(quint16 port)
{
    for (int i = 0; i < 500; ++i) {
        BlockingSocket socket = BlockingSocket::to(port);
        if (socket.begin(FarTask::Echo, 0) && socket.write(std::array{'x'}) && socket.skip(1))
            return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
}

} // namespace

int runForward(const BenchArguments &arguments)
{
    const Helper far({u"far"_s});
    if (arguments.mode == "direct"_L1) {
        tell(measured(far.port(u"plain"_s), 0));
        return 0;
    }
    const quint16 port = freePort();
    auto relay = relayOf(arguments.mode, port, far);
    if (!waitUntilItListens(port))
        return 1;
    if (arguments.mode == "verify"_L1) {
        tell(echoOfAGibibyte(port));
        return 0;
    }
    QJsonObject figures = measured(port, relay->pid());
    relay.reset();
    figures.insert(u"cpu"_s, childrenCpu());
    tell(figures);
    return 0;
}

int runForwarder(const BenchArguments &arguments)
{
    PortForwarder forwarder(TunnelOrigin{arguments.url, u"bench"_s, {}}, nullptr);
    PortForward forward;
    forward.id = newForwardId();
    forward.sprite.sprite = SpriteName(u"bench"_s);
    forward.port = 1;
    forward.localPort = quint16(arguments.count);
    forwarder.start(forward);
    std::printf("{}\n");
    std::fflush(stdout);
    QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&input, &QSocketNotifier::activated, &forwarder, [] {
        char byte = 0;
        if (read(STDIN_FILENO, &byte, 1) <= 0)
            QCoreApplication::quit();
    });
    return QCoreApplication::exec();
}

} // namespace Spritarium::Bench
