// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "bencharguments.h"

#include <QFile>
#include <QJsonDocument>

#include <cstdio>
#include <ctime>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace Spritarium::Bench {

namespace {

qint64 nanoseconds(clockid_t clock)
{
    timespec time = {};
    clock_gettime(clock, &time);
    return qint64(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

} // namespace

qint64 monotonicNow()
{
    return nanoseconds(CLOCK_MONOTONIC);
}

qint64 threadCpuNow()
{
    return nanoseconds(CLOCK_THREAD_CPUTIME_ID);
}

qint64 residentKiB()
{
    QFile file(u"/proc/self/statm"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toLongLong() * sysconf(_SC_PAGESIZE) / 1024;
}

void tell(const QJsonObject &figures)
{
    std::printf("%s\n", QJsonDocument(figures).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
}

BenchArguments BenchArguments::parse(const QStringList &arguments)
{
    const auto value = [&arguments](const QString &name) {
        const qsizetype at = arguments.indexOf(name);
        return at < 0 ? QString() : arguments.value(at + 1);
    };
    BenchArguments parsed;
    parsed.since = value(u"--since"_s).toLongLong();
    if (parsed.since == 0)
        parsed.since = monotonicNow();
    parsed.url = QUrl(value(u"--url"_s));
    parsed.folder = value(u"--folder"_s);
    parsed.count = value(u"--count"_s).toInt();
    parsed.isQuick = arguments.contains(u"--quick"_s);
    parsed.mode = value(u"--mode"_s);
    parsed.token = qgetenv("SPRITARIUM_BENCH_TOKEN");
    return parsed;
}

double BenchArguments::elapsed() const
{
    return double(monotonicNow() - since) / 1e6;
}

} // namespace Spritarium::Bench
