// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0

// Walks through the real program, by clicks and keys on its widgets, against a fresh playground, and leaves
// one picture a step. usage: spritarium-tour FOLDER [--theme dark] [--language pseudo] [--short]

#include "app/language.h"
#include "app/playgroundprocess.h"
#include "app/workbench.h"
#include "tour/hands.h"
#include "tour/walk.h"
#include "views/mainwindow.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFontDatabase>
#include <QSettings>
#include <QTemporaryDir>
#include <QUuid>

#include <cstdio>

using namespace Spritarium;
using namespace Qt::StringLiterals;

namespace {

int complain(const QString &text)
{
    std::fprintf(stderr, "spritarium-tour: %s\n", qPrintable(text));
    return 1;
}

//! The same letters on every computer that has them.
void chooseFont()
{
    QFont font = QApplication::font();
    if (QFontDatabase::families().contains("Inter"_L1))
        font.setFamily(u"Inter"_s);
    font.setPointSizeF(10);
    QApplication::setFont(font);
}

//! Known to the tour, so that it can ask the playground for faults.
QString writeToken(const QString &file)
{
    const QString token = u"playground/tour/"_s + QUuid::createUuid().toString(QUuid::Id128);
    QFile out(file);
    if (!out.open(QIODevice::WriteOnly) || !out.setPermissions(QFile::ReadOwner | QFile::WriteOwner))
        return {};
    out.write(token.toUtf8());
    return token;
}

WorkbenchOptions optionsIn(const QString &folder)
{
    WorkbenchOptions options;
    options.dataFolder = folder + u"/data"_s;
    options.homeFolder = folder + u"/home"_s;
    options.playgroundProgram = PlaygroundProcess::findProgram(QApplication::applicationDirPath());
    options.playgroundArguments = {u"--state"_s, folder + u"/playground"_s, u"--token-file"_s,
                                   folder + u"/token"_s};
    QDir().mkpath(options.dataFolder);
    QDir().mkpath(options.homeFolder);
    return options;
}

} // namespace

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"spritarium"_s);
    QApplication::setApplicationDisplayName(u"Spritarium"_s);
    QCommandLineParser parser;
    parser.addPositionalArgument(u"folder"_s, u"Where the pictures go."_s);
    const QCommandLineOption theme(u"theme"_s, u"light or dark."_s, u"theme"_s, u"light"_s);
    const QCommandLineOption language(u"language"_s, u"As of the program."_s, u"code"_s, u"en"_s);
    const QCommandLineOption brief(u"short"_s, u"Only the main stops."_s);
    parser.addOptions({theme, language, brief});
    parser.addHelpOption();
    parser.process(application);
    const QDir pictures(parser.positionalArguments().value(0, u"."_s));
    const QTemporaryDir folder;
    if (!folder.isValid() || !pictures.mkpath(u"."_s))
        return complain(u"no folder to write to"_s);
    installLanguage(application, parser.value(language));
    chooseFont();

    QElapsedTimer clock;
    clock.start();
    QSettings settings(folder.filePath(u"settings.ini"_s), QSettings::IniFormat);
    settings.setValue(u"appearance/theme"_s, parser.value(theme));
    const QString token = writeToken(folder.filePath(u"token"_s));
    const WorkbenchOptions options = optionsIn(folder.path());
    if (token.isEmpty() || options.playgroundProgram.isEmpty())
        return complain(u"spritarium-playground is not beside this program"_s);
    Workbench workbench(options, settings);
    workbench.start();

    Tour::Hands hands(workbench.window(), pictures, !parser.value(language).startsWith("pseudo"_L1));
    Tour::Walk walk(workbench, hands, token);
    if (parser.isSet(brief))
        walk.mainStops();
    else
        walk.everything();
    std::printf("%s: %d pictures in %.0f s\n", qPrintable(pictures.path()), hands.count(),
                double(clock.elapsed()) / 1000);
    return 0;
}
