// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/language.h"
#include "app/playgroundprocess.h"
#include "app/workbench.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QProcessEnvironment>
#include <QSettings>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace {

QMap<QString, QString> environment()
{
    QMap<QString, QString> values;
    const QProcessEnvironment system = QProcessEnvironment::systemEnvironment();
    const QStringList keys = system.keys();
    for (const QString &key : keys)
        values.insert(key, system.value(key));
    return values;
}

} // namespace

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"spritarium"_s);
    QApplication::setOrganizationName(u"spritarium"_s);
    QApplication::setApplicationDisplayName(u"Spritarium"_s);
    QApplication::setApplicationVersion(QStringLiteral(SPRITARIUM_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral(SPRITARIUM_APP_ID));

    QSettings settings;
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Desktop console for Fly.io Sprites"_s);
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption playground(u"playground"_s,
                                        u"Go straight into the playground on this computer."_s);
    const QCommandLineOption language(
        u"language"_s, u"Use this language, such as de; pseudo shows what is translated."_s, u"code"_s);
    parser.addOption(playground);
    parser.addOption(language);
    parser.process(application);
    Spritarium::installLanguage(application, parser.value(language));

    Spritarium::WorkbenchOptions options;
    options.dataFolder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    options.homeFolder = QDir::homePath();
    options.playgroundProgram =
        Spritarium::PlaygroundProcess::findProgram(QApplication::applicationDirPath());
    options.environment = environment();

    Spritarium::Workbench workbench(options, settings);
    // The last window closes a moment before the playground has stopped.
    QApplication::setQuitOnLastWindowClosed(false);
    QObject::connect(&workbench, &Spritarium::Workbench::finished, &application, &QCoreApplication::quit);
    workbench.start();
    if (parser.isSet(playground))
        workbench.openPlayground();
    return application.exec();
}
