// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/programoptions.h"

#include "playground/tokenfile.h"

#include <QCommandLineParser>
#include <QDir>
#include <QStandardPaths>

#include <algorithm>
#include <cmath>
#include <functional>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

const QString Description =
    u"Serves the Sprites API on this computer over real files.\n\n"
    "When it is ready it prints one line of JSON: \"url\" and \"token\" for clients, \"web\" for the "
    "sprites' own URLs, \"state\", \"pid\", \"copies\", which says whether checkpoints share the blocks "
    "of their files (\"shared\") or take their full size (\"full\"), \"sandbox\", which says how commands "
    "run (\"bubblewrap\", \"none\", or \"unavailable\": not at all), and \"network\", which says how far "
    "they reach (\"outside\", \"none\", or \"host\": as far as this computer). It listens on this computer "
    "only and runs until it gets SIGTERM, SIGINT or SIGHUP. The manual page lists the calls of its own, "
    "below /playground."_s;

constexpr uint MostLimit = 1'000'000;

QString defaultState()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
           u"/spritarium/playground"_s;
}

const QCommandLineOption Help({u"h"_s, u"help"_s}, u"Print all options."_s);
const QCommandLineOption Version({u"v"_s, u"version"_s}, u"Print the version."_s);
const QCommandLineOption Listen(u"listen"_s, u"Loopback address to listen on (default 127.0.0.1)."_s,
                                u"address"_s, u"127.0.0.1"_s);
const QCommandLineOption Port(u"port"_s, u"Port to listen on; 0 lets the system choose (default)."_s,
                              u"port"_s, u"0"_s);
const QCommandLineOption
    WebPort(u"web-port"_s,
            u"Port of the sprites' own URLs, http://<sprite>.localhost:<port>/; 0 lets the system choose "
            "(default)."_s,
            u"port"_s, u"0"_s);
const QCommandLineOption
    State(u"state"_s,
          u"Folder that keeps the sprites (default: spritarium/playground in your data folder)."_s,
          u"folder"_s);
const QCommandLineOption TokenFilePath(u"token-file"_s,
                                       u"File with the bearer token; made, for you only, if it is missing."_s,
                                       u"file"_s);
const QCommandLineOption Idle(u"idle"_s, u"Seconds without activity until a sprite is warm (default 30)."_s,
                              u"seconds"_s, u"30"_s);
const QCommandLineOption ColdAfter(u"cold-after"_s, u"Seconds from warm to cold (default 600)."_s,
                                   u"seconds"_s, u"600"_s);
const QCommandLineOption
    Speed(u"speed"_s, u"Speed of streams and waking; 2 is twice as fast, 0 knows no pauses (default 1)."_s,
          u"factor"_s, u"1"_s);
const QCommandLineOption Empty(u"empty"_s, u"Begin a fresh folder without the six sprites."_s);
const QCommandLineOption Sprites(u"sprites"_s, u"Put so many generated sprites into a fresh folder."_s,
                                 u"count"_s, u"0"_s);
const QCommandLineOption Checkpoints(u"checkpoints"_s,
                                     u"Put a sprite with so many checkpoints into a fresh folder."_s,
                                     u"count"_s, u"0"_s);
const QCommandLineOption
    Limits(u"limits"_s, u"Enforce limits: running,creations per minute (0 is no limit), as in 3,10."_s,
           u"limits"_s);
const QCommandLineOption
    FirstMatch(u"first-match"_s, u"Let the first network rule that matches decide, not the most specific."_s);
const QCommandLineOption
    LenientPolicies(u"lenient-policies"_s,
                    u"Take network rules without a name, and presets the service does not know."_s);
const QCommandLineOption NoPorts(u"no-ports"_s, u"Do not offer to watch ports: it answers 404."_s);
const QCommandLineOption
    NoServiceRestart(u"no-service-restart"_s,
                     u"Do not offer to restart services, as measured at the service: it answers 404."_s);
const QCommandLineOption HistoryAsText(
    u"history-as-text"_s,
    u"Answer ?history= of checkpoints with an empty text, as the service's own source has it."_s);
const QCommandLineOption
    MissingCheckpoint500(u"missing-checkpoint-500"_s,
                         u"Answer 500, not 404, for a checkpoint that is not there, as was recorded."_s);
const QCommandLineOption
    NoSandbox(u"no-sandbox"_s,
              u"Run commands without bubblewrap: they can do all that you can do on this computer."_s);
const QCommandLineOption
    NetworkReach(u"network"_s,
                 u"How far sprites reach: outside (network rules are not enforced), none, or auto (default), "
                 "which is outside where slirp4netns can work."_s,
                 u"reach"_s, u"auto"_s);
const QCommandLineOption StopWithParent(u"stop-with-parent"_s, u"Stop when standard input closes."_s);

//! Reads the numbers; what is wrong with one, or empty.
QString readNumbers(const QCommandLineParser &parser, PlaygroundOptions &options)
{
    struct Number
    {
        const QCommandLineOption &option;
        double most;
        bool isWhole;
        std::function<void(double)> take;
    };
    const auto milliseconds = [](double seconds) {
        return std::chrono::milliseconds(qint64(seconds * 1000));
    };
    const Number numbers[] = {
        {Port, 65535, true, [&](double n) { options.port = quint16(n); }},
        {WebPort, 65535, true, [&](double n) { options.webPort = quint16(n); }},
        {Idle, 86400, false, [&](double n) { options.sleep.idle = milliseconds(n); }},
        {ColdAfter, 86400, false, [&](double n) { options.sleep.coldAfter = milliseconds(n); }},
        {Speed, 1e6, false, [&](double n) { options.speed = n; }},
        {Sprites, 1e6, true, [&](double n) { options.generatedSprites = int(n); }},
        {Checkpoints, 1e6, true, [&](double n) { options.generatedCheckpoints = int(n); }},
    };
    for (const Number &number : numbers) {
        bool ok = false;
        const double value = parser.value(number.option).toDouble(&ok);
        const bool isKind = !number.isWhole || std::trunc(value) == value;
        if (!ok || !isKind || !(value >= 0 && value <= number.most))
            return u"The value of --%1 is not a %2 from 0 to %3."_s.arg(
                number.option.names().constFirst(), number.isWhole ? u"whole number"_s : u"number"_s,
                QString::number(number.most, 'f', 0));
        number.take(value);
    }
    return {};
}

std::optional<ProgramOptions::Network> networkFrom(const QString &word)
{
    if (word == u"auto"_s)
        return ProgramOptions::Network::Auto;
    if (word == u"outside"_s)
        return ProgramOptions::Network::Outside;
    if (word == u"none"_s)
        return ProgramOptions::Network::None;
    return {};
}

bool readLimits(const QString &text, PlaygroundLimits &limits)
{
    const QStringList parts = text.split(u',');
    bool isRunning = false;
    bool isCreations = true;
    const uint running = parts.value(0).toUInt(&isRunning);
    const uint creations = parts.size() > 1 ? parts.value(1).toUInt(&isCreations) : 0;
    if (!isRunning || !isCreations || parts.size() > 2 || std::max(running, creations) > MostLimit)
        return false;
    limits.enforced = running > 0;
    if (limits.enforced)
        limits.runningLimit = int(running);
    limits.createsPerMinute = int(creations);
    return true;
}

//! The option that was given with nothing in it; empty if there is none.
QString emptyOption(const QCommandLineParser &parser)
{
    for (const QCommandLineOption *option : {&Listen, &State, &TokenFilePath}) {
        if (parser.isSet(*option) && parser.value(*option).isEmpty())
            return option->names().constFirst();
    }
    return {};
}

//! In the order of --help: where, what is in it, how it sleeps, how it behaves.
QList<QCommandLineOption> allOptions()
{
    return {Help,
            Listen,
            Port,
            WebPort,
            State,
            TokenFilePath,
            Empty,
            Sprites,
            Checkpoints,
            Idle,
            ColdAfter,
            Speed,
            Limits,
            FirstMatch,
            LenientPolicies,
            NoPorts,
            NoServiceRestart,
            HistoryAsText,
            MissingCheckpoint500,
            NetworkReach,
            NoSandbox,
            StopWithParent,
            Version};
}

//! What the program says in place of starting; empty unless it was asked to.
QString toldOnly(const QCommandLineParser &parser)
{
    if (parser.isSet(Help))
        return parser.helpText();
    return parser.isSet(Version) ? u"spritarium-playground " SPRITARIUM_VERSION "\n"_s : QString();
}

//! Those that need no reading.
void readPlain(const QCommandLineParser &parser, PlaygroundOptions &options)
{
    options.address = parser.value(Listen);
    options.stateFolder = parser.isSet(State) ? QDir(parser.value(State)).absolutePath() : defaultState();
    options.seeds = !parser.isSet(Empty);
    options.policies.firstMatch = parser.isSet(FirstMatch);
    if (parser.isSet(LenientPolicies))
        options.policies.strictness = PolicyStrictness::Lenient;
    options.offersPorts = !parser.isSet(NoPorts);
    options.compatibility = {.historyAsText = parser.isSet(HistoryAsText),
                             .missingCheckpointIs500 = parser.isSet(MissingCheckpoint500),
                             .noServiceRestart = parser.isSet(NoServiceRestart)};
    if (parser.isSet(NoSandbox))
        options.sandbox.isolation = Isolation::None;
}

//! What is wrong with how far they shall reach, or empty.
QString readNetwork(const QCommandLineParser &parser, ProgramOptions &options)
{
    const auto network = networkFrom(parser.value(NetworkReach));
    if (!network)
        return u"The value of --network is none of auto, outside and none."_s;
    options.network = *network;
    // Without a sandbox commands reach what this computer reaches, whatever is promised.
    if (parser.isSet(NoSandbox) && *network != ProgramOptions::Network::Auto)
        return u"--network holds in a sandbox only, which --no-sandbox takes away."_s;
    return {};
}

} // namespace

Outcome<ProgramOptions, QString> ProgramOptions::parse(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(Description);
    parser.addOptions(allOptions());
    if (!parser.parse(arguments))
        return parser.errorText();
    if (!parser.positionalArguments().isEmpty())
        return u"Unexpected argument: %1"_s.arg(parser.positionalArguments().constFirst());
    ProgramOptions options;
    options.told = toldOnly(parser);
    if (!options.told.isEmpty())
        return options;
    if (const QString empty = emptyOption(parser); !empty.isEmpty())
        return u"The value of --%1 is empty."_s.arg(empty);
    PlaygroundOptions &playground = options.playground;
    readPlain(parser, playground);
    options.stopsWithParent = parser.isSet(StopWithParent);
    if (const QString bad = readNumbers(parser, playground); !bad.isEmpty())
        return bad;
    if (const QString bad = readNetwork(parser, options); !bad.isEmpty())
        return bad;
    if (parser.isSet(Limits) && !readLimits(parser.value(Limits), playground.limits))
        return u"The value of --limits is not like 3,10."_s;
    if (parser.isSet(TokenFilePath)) {
        const auto token = TokenFile::token(parser.value(TokenFilePath), playground.organization);
        if (!token)
            return token.error();
        playground.token = QString::fromLatin1(*token);
    }
    return options;
}

} // namespace Spritarium::Playground
