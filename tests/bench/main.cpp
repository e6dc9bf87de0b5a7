// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "benchprogram.h"
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
    if (kind == "all"_L1 || kind == "bare"_L1) {
        QCoreApplication application(argc, argv);
        return kind == "all"_L1 ? runAll(arguments) : runBareList(arguments);
    }
    const QHash<QString, int (*)(BenchApplication &, const BenchArguments &)> runs = {
        {u"list"_s, &runList},         {u"filter"_s, &runFilter}, {u"stream"_s, &runStream},
        {u"timeline"_s, &runTimeline}, {u"start"_s, &runStart},   {u"egress"_s, &runEgress},
    };
    const auto run = runs.value(kind);
    if (!run) {
        std::fprintf(stderr, "usage: spritarium-bench [all|bare|list|filter|stream|timeline|egress|start]\n");
        return 2;
    }
    BenchApplication application(argc, argv);
    return run(application, arguments);
}
