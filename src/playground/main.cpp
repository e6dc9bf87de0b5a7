// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/parentwatch.h"
#include "playground/playgroundserver.h"
#include "playground/programoptions.h"
#include "playground/sandbox.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>
#include <utility>

#ifdef Q_OS_UNIX
#include <sys/resource.h>
#endif

using namespace Spritarium::Playground;
using namespace Qt::StringLiterals;

namespace {

int fail(const QString &text)
{
    std::fprintf(stderr, "spritarium-playground: %s\n", qPrintable(text));
    return 1;
}

//! A tunnel takes two files, three to the sprite's own service, and the usual limit is 1024. Returns what it
//! was before; 0 if there is nothing to go back to.
quint64 raiseFileLimit()
{
#ifdef Q_OS_UNIX
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max)
        return 0;
    const rlim_t before = std::exchange(limit.rlim_cur, limit.rlim_max);
    if (setrlimit(RLIMIT_NOFILE, &limit) == 0)
        return before;
#endif
    return 0; // with fewer it serves fewer
}

//! How commands will run, tried once; says on stderr why they cannot.
QString sandboxWord(const SandboxSettings &settings)
{
    const QString why = Sandbox::whyUnavailable(settings);
    if (!why.isEmpty()) {
        std::fprintf(stderr, "spritarium-playground: commands cannot run: %s (see --no-sandbox)\n",
                     qPrintable(why));
        return u"unavailable"_s;
    }
    return settings.isolation == Isolation::None ? u"none"_s : u"bubblewrap"_s;
}

//! How far sprites will reach, tried once as well.
struct WayOut
{
    bool isOutside = false;
    QString whyNot; //!< where it was wanted
};
WayOut tryWayOut(const ProgramOptions &options)
{
    const SandboxSettings &sandbox = options.playground.sandbox;
    if (options.network == ProgramOptions::Network::None || sandbox.isolation == Isolation::None)
        return {};
    const QString why = Sandbox::whyNoOutside(sandbox);
    return {why.isEmpty(), why};
}

void tellReady(const PlaygroundAddress &address, const QString &stateFolder, const QString &sandbox,
               const QString &network)
{
    const QJsonObject ready{
        {u"url"_s, address.url},     {u"web"_s, address.web},
        {u"token"_s, address.token}, {u"pid"_s, QCoreApplication::applicationPid()},
        {u"state"_s, stateFolder},   {u"copies"_s, address.sharesBlocks ? u"shared"_s : u"full"_s},
        {u"sandbox"_s, sandbox},     {u"network"_s, network}};
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
    if (!options->told.isEmpty()) {
        std::fputs(qPrintable(options->told), stdout);
        return 0;
    }
    ParentWatch watch(options->stopsWithParent);
    QObject::connect(&watch, &ParentWatch::stopRequested, &app, &QCoreApplication::quit,
                     Qt::QueuedConnection);

    PlaygroundOptions playground = options->playground;
    playground.sandbox.files = raiseFileLimit();
    const WayOut wayOut = tryWayOut(*options);
    if (!wayOut.whyNot.isEmpty() && options->network == ProgramOptions::Network::Outside)
        return fail(u"sprites cannot reach the outside: %1"_s.arg(wayOut.whyNot));
    playground.sandbox.reachesOutside = wayOut.isOutside;
    PlaygroundServer server(playground);
    QObject::connect(&server, &PlaygroundServer::failed, &app,
                     [](const QString &why) { QCoreApplication::exit(fail(why)); });
    const auto address = server.start();
    if (!address)
        return fail(address.error());
    const QString sandbox = sandboxWord(playground.sandbox);
    if (!wayOut.whyNot.isEmpty() && sandbox == u"bubblewrap"_s)
        std::fprintf(stderr, "spritarium-playground: sprites do not reach the outside: %s (see --network)\n",
                     qPrintable(wayOut.whyNot));
    const QString network = sandbox == u"none"_s ? u"host"_s : wayOut.isOutside ? u"outside"_s : u"none"_s;
    tellReady(*address, playground.stateFolder, sandbox, network);
    const int result = QCoreApplication::exec();
    server.stop();
    return result;
}
