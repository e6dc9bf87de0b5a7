// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "bareclient.h"
#include "playgroundwire.h"
#include "runs.h"

#include <QDir>
#include <QStorageInfo>
#include <QUrl>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

using namespace Qt::StringLiterals;

namespace Spritarium::Bench {

namespace {

constexpr int Connections = 8;
constexpr qint64 RatePeriod = 3'000'000'000; // ns
constexpr qint64 WaitPeriod = 1'500'000'000; // ns
constexpr qint64 MiB = 1024 * 1024;

struct Sizes
{
    qint64 bytes;
    int files;
};

void line(const QString &what, double value, const char *unit, const QString &note = {})
{
    const QString number = value < 0 ? u"failed"_s : QString::number(value, 'f', value < 100 ? 2 : 0);
    std::printf("  %-62s %10s %-5s %-12s %s\n", qPrintable(what), qPrintable(number), unit, "",
                qPrintable(note));
    std::fflush(stdout);
}

double rate(const PlaygroundWire &wire, const std::string &target)
{
    const std::string request = wire.head("GET", target);
    std::atomic<qint64> count = 0;
    std::atomic<bool> isWell = true;
    const qint64 since = monotonicNow();
    std::vector<std::thread> threads;
    for (int i = 0; i < Connections; ++i) {
        threads.emplace_back([&] {
            BlockingSocket socket = wire.connect();
            while (monotonicNow() - since < RatePeriod) {
                if (!PlaygroundWire::exchange(socket, request)) {
                    isWell = false;
                    return;
                }
                ++count;
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    return isWell ? double(count) / secondsSince(since) : -1;
}

void printRates()
{
    const PlaygroundHost host({u"--sprites"_s, u"10000"_s});
    const PlaygroundWire wire(host);
    line(u"a page of 50 of 10,000 sprites, 8 connections kept"_s, rate(wire, "/v1/sprites?max_results=50"),
         "/s");
    line(u"one sprite, 8 connections kept"_s, rate(wire, "/v1/sprites/bench-05000"), "/s");
}

//! The longest that another client waits for a short answer while `heavy` is done again and again, in
//! milliseconds.
double longestWait(const PlaygroundWire &wire, const std::function<bool()> &heavy)
{
    std::atomic<bool> isOver = false;
    std::atomic<bool> isWell = true;
    qint64 longest = 0;
    std::thread other([&] {
        BlockingSocket socket = wire.connect();
        const std::string request = wire.head("GET", "/v1/sprites/bench-history");
        while (!isOver && isWell) {
            const qint64 since = monotonicNow();
            if (!PlaygroundWire::exchange(socket, request))
                isWell = false;
            longest = std::max(longest, monotonicNow() - since);
        }
    });
    for (const qint64 since = monotonicNow(); isWell && monotonicNow() - since < WaitPeriod;)
        isWell = isWell && heavy();
    isOver = true;
    other.join();
    return isWell ? double(longest) / 1e6 : -1;
}

void printWaits()
{
    const PlaygroundHost host({u"--checkpoints"_s, u"1000"_s});
    const PlaygroundWire wire(host);
    const std::string sprite = "/v1/sprites/bench-history/";
    const auto call = [&](const std::string &method, const std::string &target, const std::string &body) {
        const std::string more =
            "Connection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
        return wire.drain(wire.head(method, sprite + target, more) + body, INT64_MAX) > 0;
    };
    std::string rules = R"({"rules":[)";
    for (int i = 0; rules.size() < 1'000'000; ++i)
        rules += (i == 0 ? "" : ",") + ("{\"domain\":\"host-" + std::to_string(i)) +
                 R"(.example.com","action":"allow"})";
    rules += "]}";
    const auto print = [&](const QString &what, const std::function<bool()> &heavy) {
        line(u"longest wait of another client, "_s + what, longestWait(wire, heavy), "ms");
    };
    print(u"by itself"_s, [&] { return call("GET", "checkpoints/v1", {}); });
    print(u"1,000 checkpoints listed"_s, [&] { return call("GET", "checkpoints", {}); });
    print(u"a policy of 1 MB stored"_s, [&] { return call("POST", "policy/network", rules); });
    if (!call(
            "PUT", "services/talker?duration=3s",
            R"({"cmd":"sh","args":["-c","yes some output of a service | head -c 7000000; sleep 1000000"]})"))
        return line(u"a service with a long log"_s, -1, "ms");
    print(u"a log of 7 MB told"_s, [&] { return call("GET", "services/talker/logs?duration=0s", {}); });
    print(u"the end of it"_s,
          [&] { return call("GET", "services/talker/logs?lines=100000&duration=0s", {}); });
}

void printCopies(const PlaygroundWire &wire, const Sizes &sizes)
{
    const QString make =
        u"mkdir data && head -c %1 /dev/urandom | split -b %2 -a 5 - data/"_s.arg(sizes.bytes)
            .arg(sizes.bytes / sizes.files);
    const double made = wire.command(make + u" && sync -f data"_s);
    const double copied = wire.command(u"cp -a data copy"_s);
    const double synced = wire.command(u"rm -rf copy; sync -f ."_s) < 0
                              ? -1
                              : wire.command(u"cp -a data copy && sync -f copy"_s);
    wire.command(u"rm -rf copy; sync -f ."_s);
    if (made < 0 || copied < 0 || synced < 0)
        return line(u"the folder to copy"_s, -1, "");
    const QString size =
        u"%L1 files, %2 MiB, made in %3 s"_s.arg(sizes.files).arg(sizes.bytes / MiB).arg(made, 0, 'f', 1);
    line(u"cp -a of the folder"_s, copied, "s", size);
    line(u"cp -a of the folder, and until it is on the disk"_s, synced, "s");
    const auto ratio = [&](const QString &what, double took) {
        line(what, took, "s");
        line(u"  ratio to cp -a on the disk"_s, took < 0 ? -1 : took / synced, "",
             u"to cp -a alone %1"_s.arg(took / copied, 0, 'f', 2));
    };
    ratio(u"checkpoint"_s, wire.stream("/v1/sprites/web/checkpoint"));
    ratio(u"restore"_s, wire.stream("/v1/sprites/web/checkpoints/v1/restore"));
}

double pipeSpeed(qint64 bytes)
{
    const qint64 since = monotonicNow();
    FILE *pipe = ::popen(qPrintable(u"head -c %1 /dev/zero"_s.arg(bytes)), "r");
    if (!pipe)
        return -1;
    std::vector<char> buffer(256 * 1024);
    qint64 total = 0;
    for (std::size_t size = 0; (size = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
        total += qint64(size);
    ::pclose(pipe);
    return total == bytes ? double(bytes) / double(MiB) / secondsSince(since) : -1;
}

void printOutput(const PlaygroundWire &wire, qint64 bytes)
{
    const std::string target =
        "/v1/sprites/web/exec?cmd=head&cmd=-c&cmd=" + std::to_string(bytes) + "&cmd=/dev/zero";
    const qint64 since = monotonicNow();
    const qint64 came = wire.drain(wire.head("GET", target,
                                             "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                                             "Sec-WebSocket-Version: 13\r\n"
                                             "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"),
                                   bytes);
    const double speed = came < bytes ? -1 : double(bytes) / double(MiB) / secondsSince(since);
    const double pipe = pipeSpeed(bytes);
    line(u"output of a command over a WebSocket"_s, speed, "MiB/s");
    line(u"  ratio to a pipe of this computer"_s, speed < 0 ? -1 : speed / pipe, "",
         u"pipe %1 MiB/s"_s.arg(pipe, 0, 'f', 0));
}

void printTransfers(const PlaygroundWire &wire, qint64 bytes)
{
    const std::string path = "path=/home/sprite/large";
    const std::vector<char> piece(MiB, 'u');
    qint64 since = monotonicNow();
    BlockingSocket socket = wire.connect();
    bool isWell =
        socket.write(wire.head("PUT", "/v1/sprites/web/fs/write?" + path,
                               "Connection: close\r\nContent-Length: " + std::to_string(bytes) + "\r\n"));
    for (qint64 sent = 0; isWell && sent < bytes; sent += MiB)
        isWell = socket.write(piece);
    const std::span<char> answer = isWell ? socket.read() : std::span<char>();
    isWell = std::string_view(answer.data(), answer.size()).starts_with("HTTP/1.1 200 ");
    line(u"upload of a file"_s, isWell ? double(bytes) / double(MiB) / secondsSince(since) : -1, "MiB/s");
    since = monotonicNow();
    const qint64 came =
        wire.drain(wire.head("GET", "/v1/sprites/web/fs/read?" + path, "Connection: close\r\n"), bytes);
    line(u"download of it"_s, came < bytes ? -1 : double(bytes) / double(MiB) / secondsSince(since), "MiB/s");
}

} // namespace

int runPlayground(const BenchArguments &arguments)
{
    // The files, a copy of them, a checkpoint, what is restored, an upload: and room for everybody else.
    constexpr qint64 Copies = 8;
    Sizes sizes{1024 * MiB, 20'000};
    const qint64 room = QStorageInfo(QDir::tempPath()).bytesAvailable();
    const bool isTight = room < Copies * sizes.bytes;
    if (arguments.isQuick || isTight)
        sizes = {64 * MiB, 2'000};
    std::printf("\nThe playground by itself, one run of each%s\n",
                isTight ? ", smaller because the disk is nearly full" : "");
    printRates();
    printWaits();
    const PlaygroundHost host({});
    BenchArguments target = arguments;
    target.url = host.url();
    target.token = host.token().toLatin1();
    if (BareClient(target).post(u"/v1/sprites"_s, R"({"name":"web"})").isEmpty())
        return 1;
    const PlaygroundWire wire(host);
    printOutput(wire, sizes.bytes);
    printTransfers(wire, sizes.bytes / MiB * MiB);
    wire.command(u"rm -f large"_s);
    printCopies(wire, sizes);
    return 0;
}

} // namespace Spritarium::Bench
