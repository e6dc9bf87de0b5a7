// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "benchprogram.h"
#include "forwardsockets.h"
#include "runs.h"

#include <QHash>

#include <cstdio>

using namespace Spritarium::Bench;
using namespace Qt::StringLiterals;

int main(int argc, char **argv)
{
    const QString kind = argc > 1 ? QString::fromLocal8Bit(argv[1]) : u"all"_s;
    QStringList words;
    for (int i = 0; i < argc; ++i)
        words << QString::fromLocal8Bit(argv[i]);
    const BenchArguments arguments = BenchArguments::parse(words);
    if (kind == "far"_L1)
        return runForwardFar();
    const QHash<QString, int (*)(const BenchArguments &)> windowless = {
        {u"all"_s, &runAll},           {u"bare"_s, &runBareList},
        {u"forward"_s, &runForward},   {u"forwarder"_s, &runForwarder},
        {u"forwards"_s, &runForwards}, {u"playground"_s, &runPlayground},
    };
    if (const auto run = windowless.value(kind)) {
        QCoreApplication application(argc, argv);
        return run(arguments);
    }
    const QHash<QString, int (*)(BenchApplication &, const BenchArguments &)> runs = {
        {u"list"_s, &runList},         {u"filter"_s, &runFilter}, {u"stream"_s, &runStream},
        {u"timeline"_s, &runTimeline}, {u"start"_s, &runStart},   {u"egress"_s, &runEgress},
    };
    const auto run = runs.value(kind);
    if (!run) {
        std::fprintf(stderr,
                     "usage: spritarium-bench "
                     "[all|forwards|playground|bare|list|filter|stream|timeline|egress|start|forward]\n");
        return 2;
    }
    BenchApplication application(argc, argv);
    return run(application, arguments);
}
