// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "bareclient.h"
#include "benchprogram.h"
#include "runs.h"

#include "domain/checkpoint.h"
#include "models/checkpointtimelinemodel.h"
#include "models/spritetreemodel.h"
#include "views/mainwindow.h"
#include "views/timelinelist.h"
#include "views/timelinepanel.h"

using namespace Qt::StringLiterals;

namespace Spritarium::Bench {

namespace {

const QString History = u"bench-history"_s;
const QString Other = u"bench-00001"_s;

//! The same parser over the same bytes, ms.
double parseTime(const QByteArray &body)
{
    const qint64 begin = monotonicNow();
    const Result<QList<Checkpoint>> parsed = parseCheckpoints(body);
    return parsed ? double(monotonicNow() - begin) / 1e6 : -1;
}

} // namespace

int runTimeline(BenchApplication &application, const BenchArguments &arguments)
{
    const bool fromStore = arguments.mode == "store"_L1;
    BareClient client(arguments);
    const QByteArray body = client.get(u"/v1/sprites/%1/checkpoints"_s.arg(History));
    // Runs as well, and stands first, so that the program shows it by itself and not the one to be clicked.
    client.get(u"/v1/sprites/%1/checkpoints"_s.arg(Other));
    BenchProgram program(application, arguments);
    program.start();
    program.workbench().window().resize(1280, 800);
    if (!fromStore)
        program.signIn(Account::Storage::File);
    program.until([&] { return program.isSignedIn(); });
    SpriteTreeModel &tree = program.workbench().tree();
    program.until([&] {
        const std::optional<Sprite> sprite = tree.sprite(program.key(History));
        return sprite && sprite->isRunning();
    });
    program.workbench().window().showTab(u"checkpoints"_s);
    program.clickSprite(Other);
    program.untilQuiet(500);
    if (fromStore) // what this computer saw last then stands alone for a while
        client.post(u"/playground/faults"_s,
                    R"({"kind":"latency","path":"*/checkpoints","milliseconds":3000})");

    qint64 answered = 0, listed = 0, rows = 0;
    QObject scope;
    QObject::connect(&program.session().client(), &ApiClient::requestFinished, &scope,
                     [&](const RequestRecord &record) {
                         if (record.path.endsWith(History + u"/checkpoints"_s))
                             answered = monotonicNow();
                     });
    QObject::connect(&program.session().checkpoints(), &CheckpointService::listed, &scope,
                     [&] { listed = monotonicNow(); });
    CheckpointTimelineModel &timeline = program.timeline();
    QObject::connect(&timeline, &QAbstractItemModel::rowsInserted, &scope, [&] {
        if (rows == 0 && timeline.rowCount() >= arguments.count)
            rows = monotonicNow();
    });
    application.forgetLongest();
    program.stalls().restart();
    const qint64 begin = monotonicNow();
    program.clickSprite(History);
    program.untilPainted(*program.timelinePanel().list()->viewport(), [&] { return rows > 0; });
    const qint64 painted = monotonicNow();
    program.until([&, before = monotonicNow()] { return monotonicNow() > before + 3'000'000; });
    const auto since = [begin](qint64 at) { return double(at - begin) / 1e6; };
    tell({{u"answered"_s, since(answered)},
          {u"listed"_s, since(listed)},
          {u"rows"_s, since(rows)},
          {u"painted"_s, since(painted)},
          {u"parse"_s, parseTime(body)},
          {u"bytes"_s, body.size()},
          {u"count"_s, timeline.rowCount()},
          {u"stall"_s, program.stalls().longest().wall},
          {u"stallCpu"_s, program.stalls().longestCpu()},
          {u"longest"_s, application.longestEvent()}});
    program.until([&] { return listed > 0; });
    program.untilQuiet(1000); // what was seen reaches the disk
    return 0;
}

} // namespace Spritarium::Bench
