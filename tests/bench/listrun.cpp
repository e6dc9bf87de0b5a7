// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "bareclient.h"
#include "benchprogram.h"
#include "runs.h"

#include "models/spritefilter.h"
#include "models/spritetreemodel.h"
#include "service/spriteservice.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QLineEdit>
#include <QTest>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace Spritarium::Bench {

int runBareList(const BenchArguments &arguments)
{
    BareClient client(arguments);
    const QString size = u"max_results=%1"_s.arg(SpriteTiming().pageSize);
    qsizetype sprites = 0;
    qint64 bytes = 0;
    int pages = 0;
    QString token;
    do {
        const QString more = token.isEmpty() ? QString() : u"&continuation_token="_s + token;
        const QByteArray body = client.get(u"/v1/sprites"_s, size + more);
        const QJsonObject page = QJsonDocument::fromJson(body).object();
        sprites += page.value("sprites"_L1).toArray().size();
        token = page.value("next_continuation_token"_L1).toString();
        bytes += body.size();
        ++pages;
    } while (!token.isEmpty());
    tell(
        {{u"end"_s, arguments.elapsed()}, {u"sprites"_s, sprites}, {u"pages"_s, pages}, {u"bytes"_s, bytes}});
    return sprites >= arguments.count ? 0 : 1;
}

int runList(BenchApplication &application, const BenchArguments &arguments)
{
    BenchProgram program(application, arguments);
    program.start();
    program.signIn();
    const double started = arguments.elapsed();
    SpriteTreeModel &model = program.workbench().tree();
    if (!program.until([&] { return model.spriteCount() > 0; }))
        return 1;
    const double first = arguments.elapsed();
    program.stalls().restart();
    application.forgetLongest();
    if (!program.until([&] { return model.spriteCount() >= arguments.count; }))
        return 1;
    const double all = arguments.elapsed();
    QTest::keyClick(&program.filterField(), Qt::Key_9);
    if (!program.untilPainted(*program.tree().viewport()))
        return 1;
    const double end = arguments.elapsed();
    const StallMeter::Stall stall = program.stalls().longest();
    program.untilQuiet(300);
    tell({{u"started"_s, started},
          {u"first"_s, first},
          {u"all"_s, all},
          {u"end"_s, end},
          {u"stall"_s, stall.wall},
          {u"stallCpu"_s, stall.cpu},
          {u"longest"_s, application.longestEvent()},
          {u"matches"_s, program.filter().matchCount()}});
    return 0;
}

} // namespace Spritarium::Bench
