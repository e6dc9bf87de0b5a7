// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "benchprogram.h"
#include "runs.h"

#include "models/spritefilter.h"
#include "models/spritetreemodel.h"

#include <QJsonArray>
#include <QLineEdit>
#include <QTest>
#include <QTreeView>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Spritarium::Bench {

namespace {

//! What the filter should find, worked out the plain way.
qsizetype expectedMatches(const SpriteTreeModel &model, const QString &text)
{
    const QList<SpriteKey> keys = model.sprites();
    return std::count_if(keys.begin(), keys.end(), [&](const SpriteKey &key) {
        return key.sprite.toString().contains(text) || model.sprite(key)->labels.filter(text).size() > 0;
    });
}

} // namespace

int runFilter(BenchApplication &application, const BenchArguments &arguments)
{
    BenchProgram program(application, arguments);
    program.start();
    program.signIn();
    SpriteTreeModel &model = program.workbench().tree();
    program.until([&] { return model.spriteCount() > 0; });
    program.stalls().restart();
    application.forgetLongest();
    if (!program.until([&] { return model.spriteCount() >= arguments.count && !model.isApplying(); }))
        return 1;
    const StallMeter::Stall loading = program.stalls().longest();
    const QString loadingEvent = application.longestEvent();
    program.untilQuiet(1000);
    QLineEdit &field = program.filterField();
    field.setFocus();
    QJsonArray strokes;
    bool right = true;
    StallMeter::Stall worst;
    double worstCpu = 0;
    const QList<int> keys = {Qt::Key_9,         Qt::Key_9,         Qt::Key_9,         Qt::Key_Backspace,
                             Qt::Key_Backspace, Qt::Key_Backspace, Qt::Key_P,         Qt::Key_R,
                             Qt::Key_O,         Qt::Key_D,         Qt::Key_Backspace, Qt::Key_Backspace,
                             Qt::Key_Backspace, Qt::Key_Backspace};
    application.forgetLongest();
    for (const int key : keys) {
        program.untilQuiet(50);
        program.stalls().restart();
        application.watchPaint(program.tree().viewport());
        const qint64 begin = monotonicNow();
        QTest::keyClick(&field, Qt::Key(key));
        if (!program.until([&] { return application.paintCount() > 0; }))
            return 1;
        strokes.append(double(monotonicNow() - begin) / 1e6);
        // The key was pressed in this turn, so the next tick shows the whole gap.
        program.until([&, before = monotonicNow()] { return monotonicNow() > before + 3'000'000; });
        if (program.stalls().longest().wall > worst.wall)
            worst = program.stalls().longest();
        worstCpu = std::max(worstCpu, program.stalls().longestCpu());
        right = right && program.filter().matchCount() == expectedMatches(model, field.text());
    }
    tell({{u"strokes"_s, strokes},
          {u"right"_s, right},
          {u"stall"_s, worst.wall},
          {u"stallCpu"_s, worstCpu},
          {u"loading"_s, loading.wall},
          {u"loadingCpu"_s, loading.cpu},
          {u"loadingLongest"_s, loadingEvent},
          {u"longest"_s, application.longestEvent()}});
    return 0;
}

} // namespace Spritarium::Bench
