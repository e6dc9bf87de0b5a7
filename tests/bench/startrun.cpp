// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "benchprogram.h"
#include "runs.h"

#include "views/mainwindow.h"

#include <QMainWindow>
#include <QPlainTextEdit>
#include <QTabWidget>
#include <QTableWidget>
#include <QToolBar>

using namespace Qt::StringLiterals;

namespace Spritarium::Bench {

namespace {

int runYardstick(BenchApplication &application, const BenchArguments &arguments)
{
    QMainWindow window;
    auto *tabs = new QTabWidget;
    tabs->addTab(new QTableWidget(20, 5), u"Table"_s);
    tabs->addTab(new QPlainTextEdit, u"Editor"_s);
    window.setCentralWidget(tabs);
    window.addToolBar(u"Tools"_s)->addAction(u"Do"_s);
    window.resize(1280, 800);
    application.watchPaint(&window);
    window.show();
    StallMeter ticks;
    QEventLoop loop;
    while (application.paintCount() == 0)
        loop.processEvents(QEventLoop::WaitForMoreEvents);
    tell({{u"end"_s, arguments.elapsed()}, {u"memory"_s, residentKiB()}});
    return 0;
}

} // namespace

int runStart(BenchApplication &application, const BenchArguments &arguments)
{
    const double begun = arguments.elapsed();
    if (arguments.mode == "yardstick"_L1)
        return runYardstick(application, arguments);
    BenchProgram program(application, arguments);
    const double built = arguments.elapsed();
    // A card: what it lies on is hidden behind it and never painted itself.
    application.watchPaint(program.workbench().window().findChild<QWidget *>(u"welcomePlayground"_s));
    program.start();
    const double shown = arguments.elapsed();
    if (!program.until([&] { return application.paintCount() > 0; }))
        return 1;
    const double end = arguments.elapsed();
    program.untilQuiet(200);
    tell({{u"begun"_s, begun},
          {u"built"_s, built},
          {u"shown"_s, shown},
          {u"end"_s, end},
          {u"memory"_s, residentKiB()}});
    return 0;
}

} // namespace Spritarium::Bench
