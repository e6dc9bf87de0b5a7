// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "bencharguments.h"
#include "playgroundhost.h"
#include "runs.h"

#include <QCoreApplication>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

using namespace Qt::StringLiterals;

namespace Spritarium::Bench {

namespace {

constexpr int Repeats = 5;
constexpr double Failed = std::numeric_limits<double>::quiet_NaN();

struct Run
{
    QStringList words;
    const PlaygroundHost *host = nullptr;
    QString folder;
};

//! One process, one line of figures; empty when it failed.
QJsonObject figuresOf(const Run &run)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    QStringList words = run.words;
    words << u"--folder"_s << run.folder;
    if (run.host) {
        environment.insert(u"SPRITARIUM_BENCH_TOKEN"_s, run.host->token());
        words << u"--url"_s << run.host->url().toString();
    }
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    words << u"--since"_s << QString::number(monotonicNow());
    process.start(QCoreApplication::applicationFilePath(), words);
    process.waitForFinished(120'000);
    return QJsonDocument::fromJson(process.readAllStandardOutput()).object();
}

QList<QJsonObject> figuresOf(const QStringList &words, const PlaygroundHost *host, int repeats)
{
    QList<QJsonObject> all;
    for (int i = 0; i < repeats; ++i) {
        const QTemporaryDir folder;
        all << figuresOf(Run{words, host, folder.path()});
    }
    return all;
}

double median(const QList<QJsonObject> &runs, const QString &key)
{
    QList<double> values;
    for (const QJsonObject &run : runs)
        values << run.value(key).toDouble(Failed);
    std::sort(values.begin(), values.end());
    return values.isEmpty() ? Failed : values.at(values.size() / 2);
}

void section(const char *title)
{
    std::printf("\n%s\n", title);
}

void row(const QString &what, double value, const char *unit, const char *aim = "", const QString &note = {})
{
    const QString number =
        std::isnan(value) ? u"failed"_s : QString::number(value, 'f', std::abs(value) < 100 ? 2 : 0);
    std::printf("  %-62s %10s %-5s %-12s %s\n", qPrintable(what), qPrintable(number), unit, aim,
                qPrintable(note));
    std::fflush(stdout);
}

double number(const QJsonObject &figures, const QString &key)
{
    return figures.value(key).toDouble(Failed);
}

void printStart()
{
    const QList<QJsonObject> yardstick =
        figuresOf({u"start"_s, u"--mode"_s, u"yardstick"_s}, nullptr, Repeats);
    const QList<QJsonObject> program = figuresOf({u"start"_s}, nullptr, Repeats);
    section("Start: process start to the painted welcome view (medians of 5, fresh folders)");
    row(u"welcome view painted"_s, median(program, u"end"_s), "ms", "aim 100");
    row(u"  of it: until the application object is there"_s, median(program, u"begun"_s), "ms");
    row(u"  of it: until everything is built"_s, median(program, u"built"_s), "ms");
    row(u"  of it: until the window is shown"_s, median(program, u"shown"_s), "ms");
    row(u"a plain Qt window with table, tabs, editor, tool bar"_s, median(yardstick, u"end"_s), "ms");
    row(u"ratio to it"_s, median(program, u"end"_s) / median(yardstick, u"end"_s), "");
    row(u"memory of it"_s, median(program, u"memory"_s) / 1024, "MiB", "",
        u"plain window %1"_s.arg(median(yardstick, u"memory"_s) / 1024, 0, 'f', 1));
}

void printList(const PlaygroundHost &host, int count)
{
    const QString size = QString::number(count);
    QList<QJsonObject> bare, program;
    for (int i = 0; i < Repeats; ++i) { // by turns, so that both meet the same weather
        bare += figuresOf({u"bare"_s, u"--count"_s, size}, &host, 1);
        program += figuresOf({u"list"_s, u"--count"_s, size}, &host, 1);
    }
    section("10,000 sprites: process start to all rows painted and a typed filter's result painted (medians "
            "of 5)");
    row(u"bare client, same pages, one after the other"_s, median(bare, u"end"_s), "ms", "",
        u"%1 pages, %2 KiB"_s.arg(median(bare, u"pages"_s)).arg(median(bare, u"bytes"_s) / 1024, 0, 'f', 0));
    row(u"the program, painted and searched"_s, median(program, u"end"_s), "ms");
    row(u"  of it: until it asks for the list"_s, median(program, u"started"_s), "ms");
    row(u"  of it: until the first sprites are there"_s, median(program, u"first"_s), "ms");
    row(u"  of it: until all are there"_s, median(program, u"all"_s), "ms");
    row(u"ratio"_s, median(program, u"end"_s) / median(bare, u"end"_s), "", "aim 1.5");
    row(u"longest stall meanwhile, on the clock"_s, median(program, u"stall"_s), "ms", "aim 16",
        u"its computing %1"_s.arg(median(program, u"stallCpu"_s), 0, 'f', 1));
}

void printFilter(const PlaygroundHost &host, int count)
{
    const QJsonObject figures =
        figuresOf({u"filter"_s, u"--count"_s, QString::number(count)}, &host, 1).constFirst();
    QList<double> strokes;
    const QJsonArray all = figures.value("strokes"_L1).toArray();
    for (const QJsonValue &stroke : all)
        strokes << stroke.toDouble();
    std::sort(strokes.begin(), strokes.end());
    row(u"%L1 rows: key to painted result, median of %2 keys"_s.arg(count).arg(strokes.size()),
        strokes.isEmpty() ? Failed : strokes.at(strokes.size() / 2), "ms", "aim 16",
        figures.value("right"_L1).toBool() ? u"results right"_s : u"RESULTS WRONG"_s);
    row(u"%L1 rows: the slowest key"_s.arg(count), strokes.isEmpty() ? Failed : strokes.constLast(), "ms",
        "aim 16");
    row(u"%L1 rows: longest stall while typing, on the clock"_s.arg(count), number(figures, u"stall"_s), "ms",
        "aim 16", u"longest computing %1"_s.arg(number(figures, u"stallCpu"_s), 0, 'f', 1));
    row(u"%L1 rows: longest stall while they were loaded"_s.arg(count), number(figures, u"loading"_s), "ms",
        "aim 16", u"its computing %1"_s.arg(number(figures, u"loadingCpu"_s), 0, 'f', 1));
}

void printStream(const PlaygroundHost &host, int count)
{
    const QJsonObject figures =
        figuresOf({u"stream"_s, u"--count"_s, QString::number(count)}, &host, 1).constFirst();
    section("100,000 stream messages through the whole program, operation row visible");
    const QJsonObject few = figures.value("few"_L1).toObject();
    const QJsonObject many = figures.value("many"_L1).toObject();
    row(u"messages heard"_s, number(many, u"messages"_s), "", "",
        many.value("shown"_L1).toBool()
            ? u"operation row visible; it said: %1"_s.arg(many.value("outcome"_L1).toString())
            : u"NO OPERATION ROW"_s);
    row(u"click to settled end"_s, number(many, u"took"_s), "ms");
    row(u"longest stall, on the clock"_s, number(many, u"stall"_s), "ms", "aim 16",
        u"stalls over 16 ms: %1"_s.arg(number(many, u"overFrame"_s)));
    row(u"longest stall, computing"_s, number(many, u"stallCpu"_s), "ms", "aim 16",
        many.value("longest"_L1).toString());
    const auto growth = [](const QJsonObject &run, const QString &to) {
        return (number(run, to) - number(run, u"before"_s)) / 1024;
    };
    row(u"memory growth by 10,000 messages, the first operation"_s, growth(few, u"after"_s), "MiB");
    row(u"memory growth by 100,000 messages more"_s, growth(many, u"after"_s), "MiB", "",
        u"at its highest %1"_s.arg(growth(many, u"peak"_s), 0, 'f', 1));
}

void printTimelineRun(const QString &what, const QJsonObject &figures, bool fromStore)
{
    row(what + u": click to painted"_s, number(figures, u"painted"_s), "ms", "aim 100",
        u"%1 rows"_s.arg(number(figures, u"count"_s)));
    if (!fromStore) {
        const double parse = number(figures, u"parse"_s);
        const double answered = number(figures, u"answered"_s);
        row(u"  of it: network"_s, answered, "ms", "",
            u"%1 KiB"_s.arg(number(figures, u"bytes"_s) / 1024, 0, 'f', 0));
        row(u"  of it: parse (the same parser over the same bytes)"_s, parse, "ms");
        row(u"  of it: model and views until the rows are in"_s,
            number(figures, u"rows"_s) - answered - parse, "ms");
    } else {
        row(u"  of it: store and model until the rows are in"_s, number(figures, u"rows"_s), "ms");
    }
    row(u"  of it: layout and paint"_s, number(figures, u"painted"_s) - number(figures, u"rows"_s), "ms");
    row(u"  longest stall, on the clock"_s, number(figures, u"stall"_s), "ms", "aim 16",
        u"longest computing %1"_s.arg(number(figures, u"stallCpu"_s), 0, 'f', 1));
}

void printTimeline(const PlaygroundHost &host, int count)
{
    section("A timeline of 5,000 checkpoints, from the click on its sprite");
    const QString size = QString::number(count);
    QList<QJsonObject> service, store;
    for (int i = 0; i < 3; ++i) {
        const QTemporaryDir folder;
        service << figuresOf(Run{{u"timeline"_s, u"--count"_s, size}, &host, folder.path()});
        store << figuresOf(
            Run{{u"timeline"_s, u"--mode"_s, u"store"_s, u"--count"_s, size}, &host, folder.path()});
    }
    const auto middle = [](QList<QJsonObject> &runs) {
        std::sort(runs.begin(), runs.end(), [](const QJsonObject &a, const QJsonObject &b) {
            return number(a, u"painted"_s) < number(b, u"painted"_s);
        });
        return runs.at(1);
    };
    printTimelineRun(u"from the service (middle of 3)"_s, middle(service), false);
    printTimelineRun(u"from what was last seen (middle of 3)"_s, middle(store), true);
    row(u"playground: making a history of 5,000"_s, host.startTime(), "ms");
}

} // namespace

void printEgress(const PlaygroundHost &host, int rules)
{
    const QJsonObject figures =
        figuresOf({u"egress"_s, u"--count"_s, QString::number(rules)}, &host, 1).constFirst();
    const auto sorted = [&figures](const QString &key) {
        QList<double> values;
        const QJsonArray all = figures.value(key).toArray();
        for (const QJsonValue &value : all)
            values << value.toDouble();
        std::sort(values.begin(), values.end());
        return values.isEmpty() ? QList<double>{Failed} : values;
    };
    const QList<double> edits = sorted(u"edits"_s), computing = sorted(u"computing"_s);
    const QString name = u"%L1 rules: "_s.arg(rules);
    row(name + u"rule flipped by a key to all painted, median of 15"_s, edits.at(edits.size() / 2), "ms",
        "aim 16", u"slowest %1"_s.arg(edits.constLast(), 0, 'f', 1));
    row(name + u"longest computing after it, median"_s, computing.at(computing.size() / 2), "ms", "aim 16",
        u"slowest %1"_s.arg(computing.constLast(), 0, 'f', 1));
    row(name + u"letter in the tester, longest computing of 15"_s, number(figures, u"typing"_s), "ms",
        "aim 16");
    row(name + u"reading the policy alone"_s, number(figures, u"read"_s), "ms");
    row(name + u"one verdict alone, six readings"_s, number(figures, u"verdict"_s) * 1000, "us");
    row(name + u"all findings alone"_s, number(figures, u"lint"_s), "ms", "",
        u"%1 findings"_s.arg(number(figures, u"findings"_s)));
    row(name + u"all verdict changes alone"_s, number(figures, u"changes"_s), "ms");
    row(name + u"Make order-proof alone"_s, number(figures, u"order"_s), "ms");
}

int runForwards(const BenchArguments &)
{
    section("A forward, beside a TCP relay by socat and no relay at all (medians of 5, by turns; ratios to "
            "socat)");
    const bool hasSocat = !QStandardPaths::findExecutable(u"socat"_s).isEmpty();
    QStringList modes{u"forwarder"_s, u"direct"_s};
    if (hasSocat)
        modes << u"socat"_s << u"socat64"_s;
    QHash<QString, QList<QJsonObject>> runs;
    for (int i = 0; i < Repeats; ++i) {
        for (const QString &mode : std::as_const(modes))
            runs[mode] += figuresOf({u"forward"_s, u"--mode"_s, mode}, nullptr, 1);
    }
    const auto line = [&](const QString &what, const QString &key, const char *unit, const char *aim) {
        const double ours = median(runs[u"forwarder"_s], key);
        const auto beside = [&](const QString &name, const QString &mode) {
            const double theirs = median(runs[mode], key);
            return u"%1 %2 (%3)  "_s.arg(name).arg(theirs, 0, 'g', 4).arg(ours / theirs, 0, 'f', 2);
        };
        QString note =
            hasSocat ? beside(u"socat"_s, u"socat"_s) + beside(u"with 64 KiB"_s, u"socat64"_s) : QString();
        note += key == "cpu"_L1 || key == "peak"_L1 ? QString() : beside(u"direct"_s, u"direct"_s);
        row(what, ours, unit, aim, note);
    };
    line(u"512 MiB up"_s, u"up"_s, "MiB/s", "aim 0.9");
    line(u"512 MiB down"_s, u"down"_s, "MiB/s", "aim 0.9");
    line(u"512 MiB down over 32 connections"_s, u"parallel"_s, "MiB/s", "aim 0.9");
    line(u"round trip of 64 bytes, median"_s, u"p50"_s, "us", "aim 1.5");
    line(u"round trip of 64 bytes, 99 of 100"_s, u"p99"_s, "us", "aim 1.5");
    line(u"connections, one after the other"_s, u"rate"_s, "/s", "");
    line(u"computing for all of the above"_s, u"cpu"_s, "s", "");
    line(u"memory with 32 connections"_s, u"peak"_s, "KiB", "");
    const QJsonObject verified = figuresOf({u"forward"_s, u"--mode"_s, u"verify"_s}, nullptr, 1).constFirst();
    row(u"1 GiB there and back at once, compared by hash"_s, verified.value("right"_L1).toBool() ? 1 : Failed,
        "GiB");
    if (!hasSocat)
        std::printf("  socat is not installed, so there is nothing to compare with\n");
    return 0;
}

int runAll(const BenchArguments &arguments)
{
    std::printf("Figures are what was measured, in one run, on this computer; an aim is no limit.\n");
    printStart();
    {
        const PlaygroundHost host({u"--sprites"_s, u"10000"_s});
        printList(host, 10000);
        printStream(host, 100000);
        section("Filter of the sprite tree: one key to the right rows painted");
        printFilter(host, 10000);
    }
    {
        const PlaygroundHost host({u"--sprites"_s, u"100000"_s});
        printFilter(host, 100000);
    }
    {
        const PlaygroundHost host({u"--sprites"_s, u"3"_s});
        section("Egress rules with the development defaults: key to verdict, findings and table");
        for (const int rules : {20, 500, 2000})
            printEgress(host, rules);
    }
    const PlaygroundHost host({u"--sprites"_s, u"10"_s, u"--checkpoints"_s, u"5000"_s});
    printTimeline(host, 5000);
    if (const int failed = runPlayground(arguments))
        return failed;
    return runForwards(arguments);
}

} // namespace Spritarium::Bench
