// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/parentwatch.h"
#include "playground/playgroundserver.h"
#include "playground/programoptions.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>

using namespace Spritarium::Playground;
using namespace Qt::StringLiterals;

namespace {

int fail(const QString &text)
{
    std::fprintf(stderr, "spritarium-playground: %s\n", qPrintable(text));
    return 1;
}

void tellReady(const PlaygroundAddress &address, const QString &stateFolder)
{
    const QJsonObject ready{{u"url"_s, address.url},
                            {u"token"_s, address.token},
                            {u"pid"_s, QCoreApplication::applicationPid()},
                            {u"state"_s, stateFolder}};
    std::fprintf(stdout, "%s\n", QJsonDocument(ready).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(u"spritarium-playground"_s);

    const auto options = ProgramOptions::parse(QCoreApplication::arguments());
    if (!options)
        return fail(options.error());
    if (!options->help.isEmpty()) {
        std::fputs(qPrintable(options->help), stdout);
        return 0;
    }
    ParentWatch watch(options->stopsWithParent);
    QObject::connect(&watch, &ParentWatch::stopRequested, &app, &QCoreApplication::quit,
                     Qt::QueuedConnection);

    PlaygroundServer server(options->playground);
    const auto address = server.start();
    if (!address)
        return fail(address.error());
    tellReady(*address, options->playground.stateFolder);
    const int result = QCoreApplication::exec();
    server.stop();
    return result;
}
