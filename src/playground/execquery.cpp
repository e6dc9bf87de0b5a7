// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/execquery.h"

#include "playground/goduration.h"

#include <algorithm>
#include <array>
#include <csignal>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

constexpr auto PipesAfterDisconnect = std::chrono::seconds(10);

struct KnownSignal
{
    int number;
    QLatin1StringView name;
    QLatin1StringView words;
};

constexpr std::array<KnownSignal, 9> KnownSignals{{{SIGTERM, "TERM"_L1, "terminated"_L1},
                                                   {SIGINT, "INT"_L1, "interrupt"_L1},
                                                   {SIGHUP, "HUP"_L1, "hangup"_L1},
                                                   {SIGKILL, "KILL"_L1, "killed"_L1},
                                                   {SIGQUIT, "QUIT"_L1, "quit"_L1},
                                                   {SIGUSR1, "USR1"_L1, "user defined signal 1"_L1},
                                                   {SIGUSR2, "USR2"_L1, "user defined signal 2"_L1},
                                                   {SIGWINCH, "WINCH"_L1, "window changed"_L1},
                                                   {SIGCONT, "CONT"_L1, "continued"_L1}}};

QStringList values(const HttpRequest &request, QStringView key)
{
    QStringList found;
    for (const auto &[name, value] : request.query) {
        if (name == key)
            found.append(value);
    }
    return found;
}

quint16 size(const HttpRequest &request, QStringView key, quint16 otherwise)
{
    const uint number = request.queryValue(key).toUInt();
    return number >= 1 && number <= 65535 ? quint16(number) : otherwise;
}

bool isTrue(const HttpRequest &request, QStringView key)
{
    const QString value = request.queryValue(key);
    return value == "true"_L1 || value == "1"_L1;
}

ProcessRequest processIn(const HttpRequest &request)
{
    ProcessRequest process;
    process.argv = values(request, u"cmd") + values(request, u"cmd[]");
    process.path = request.queryValue(u"path");
    if (process.argv.isEmpty() && !process.path.isEmpty())
        process.argv = QStringList{process.path};
    if (const QStringList env = values(request, u"env") + values(request, u"env[]"); !env.isEmpty())
        process.env = env;
    process.dir = request.queryValue(u"dir");
    process.tty = isTrue(request, u"tty");
    process.takesInput = request.hasQuery(u"stdin") ? isTrue(request, u"stdin") : process.tty;
    process.rows = size(request, u"rows", process.rows);
    process.cols = size(request, u"cols", process.cols);
    return process;
}

//! The parameter that a program cannot be given whole, because its words end at a NUL; empty if there is
//! none.
QString cutParameter(const HttpRequest &request)
{
    static const QStringList words{u"cmd"_s, u"cmd[]"_s, u"path"_s, u"env"_s, u"env[]"_s, u"dir"_s};
    for (const auto &[name, value] : request.query) {
        if (words.contains(name) && value.contains(QChar::Null))
            return name;
    }
    return {};
}

Outcome<ExecQuery, QString> commandIn(const HttpRequest &request)
{
    if (const QString name = cutParameter(request); !name.isEmpty())
        return u"invalid %1: it contains a NUL byte"_s.arg(name);
    ExecQuery query;
    query.process = processIn(request);
    if (query.process.argv.isEmpty() || query.process.argv.constFirst().isEmpty())
        return u"No command specified"_s;
    if (!query.process.tty)
        query.runAfterDisconnect = PipesAfterDisconnect;
    const QString runs = request.queryValue(u"max_run_after_disconnect");
    if (!runs.isEmpty()) {
        const auto time = goDuration(runs);
        if (!time)
            return u"invalid max_run_after_disconnect: %1"_s.arg(runs);
        // 0 is "for ever" for a terminal and says the same of pipes.
        query.runAfterDisconnect = time->count() > 0 ? time : std::nullopt;
    }
    return query;
}

} // namespace

Outcome<ExecQuery, QString> ExecQuery::forSocket(const HttpRequest &request)
{
    const QString id = request.queryValue(u"id");
    if (id.isEmpty())
        return commandIn(request);
    ExecQuery query;
    query.attachTo = id;
    return query;
}

Outcome<ExecQuery, QString> ExecQuery::forPost(const HttpRequest &request)
{
    if (request.hasQuery(u"tty"))
        return u"TTY not supported on POST /exec"_s;
    if (request.hasQuery(u"id") || request.hasQuery(u"detachable") || request.hasQuery(u"cc"))
        return u"Unsupported parameters for POST /exec"_s;
    return commandIn(request);
}

std::optional<int> signalNumber(const QString &name)
{
    const QString upper = name.trimmed().toUpper();
    const QString bare = upper.startsWith("SIG"_L1) ? upper.mid(3) : upper;
    const auto found =
        std::find_if(KnownSignals.cbegin(), KnownSignals.cend(), [&](const KnownSignal &known) {
            return bare == known.name || bare == QString::number(known.number);
        });
    return found == KnownSignals.cend() ? std::nullopt : std::optional(found->number);
}

QString signalName(int number)
{
    for (const KnownSignal &known : KnownSignals) {
        if (known.number == number)
            return u"SIG"_s + known.name;
    }
    return QString::number(number);
}

QString signalWords(int number)
{
    for (const KnownSignal &known : KnownSignals) {
        if (known.number == number)
            return known.words;
    }
    return u"signal %1"_s.arg(number);
}

} // namespace Spritarium::Playground
