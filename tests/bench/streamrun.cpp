// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "bareclient.h"
#include "benchprogram.h"
#include "runs.h"

#include "app/operationdesk.h"
#include "models/spritetreemodel.h"
#include "models/checkpointtimelinemodel.h"
#include "views/mainwindow.h"
#include "views/operationrow.h"
#include "views/timelinepanel.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace Spritarium::Bench {

namespace {

//! One checkpoint whose stream holds so many messages more, from the request to the settled end.
QJsonObject streamOnce(BenchApplication &application, BenchProgram &program, BareClient &client, int lines)
{
    client.post(
        u"/playground/faults"_s,
        QJsonDocument(QJsonObject{{u"kind"_s, u"manyLines"_s}, {u"method"_s, u"POST"_s}, {u"lines"_s, lines}})
            .toJson());
    int messages = 0;
    bool settled = false;
    bool shown = false;
    QString outcome;
    QObject scope;
    OperationDesk &desk = program.workbench().desk();
    QObject::connect(&desk, &OperationDesk::messageReceived, &scope, [&] {
        if (++messages == lines / 2) {
            const auto rows = program.timelinePanel().findChildren<OperationRow *>();
            shown = std::any_of(rows.begin(), rows.end(),
                                [](const OperationRow *row) { return row->isVisible(); });
        }
    });
    QObject::connect(&desk, &OperationDesk::settled, &scope, [&](const Operation &operation) {
        settled = true;
        outcome = operation.resultText;
    });
    program.untilQuiet(500);
    const qint64 before = residentKiB();
    qint64 peak = 0;
    application.forgetLongest();
    program.stalls().restart();
    const qint64 begin = monotonicNow();
    Q_EMIT program.timelinePanel().createRequested(QString());
    program.until([&] {
        peak = std::max(peak, residentKiB());
        return settled;
    });
    const double took = double(monotonicNow() - begin) / 1e6;
    const StallMeter &stalls = program.stalls();
    QJsonObject figures{{u"messages"_s, messages},
                        {u"shown"_s, shown},
                        {u"outcome"_s, outcome},
                        {u"took"_s, took},
                        {u"stall"_s, stalls.longest().wall},
                        {u"stallCpu"_s, stalls.longestCpu()},
                        {u"overFrame"_s, stalls.overFrame()},
                        {u"longest"_s, application.longestEvent()},
                        {u"before"_s, before},
                        {u"peak"_s, peak}};
    program.untilQuiet(1000);
    figures.insert(u"after"_s, residentKiB());
    return figures;
}

} // namespace

int runStream(BenchApplication &application, const BenchArguments &arguments)
{
    BenchProgram program(application, arguments);
    BareClient client(arguments);
    program.start();
    program.workbench().window().resize(1280, 800);
    program.signIn();
    const QString sprite = u"bench-00001"_s;
    program.until([&] { return program.workbench().tree().indexOf(program.key(sprite)).isValid(); });
    program.untilQuiet(500);
    program.workbench().window().showTab(u"checkpoints"_s);
    program.clickSprite(sprite);
    program.until([&] { return program.timelinePanel().isVisible(); });
    program.untilQuiet(500);
    const QJsonObject few = streamOnce(application, program, client, arguments.count / 10);
    const QJsonObject many = streamOnce(application, program, client, arguments.count);
    tell({{u"few"_s, few}, {u"many"_s, many}});
    return 0;
}

} // namespace Spritarium::Bench
