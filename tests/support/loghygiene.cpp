// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/loghygiene.h"

#include <QLoggingCategory>
#include <QMutex>

#include <algorithm>

namespace Spritarium::Test {

namespace {

QtMessageHandler previousHandler = nullptr;
QMutex mutex; // Qt's HTTP thread may log too
QStringList collected;

void collect(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    {
        const QMutexLocker lock(&mutex);
        collected.append(message);
    }
    if (previousHandler && type != QtDebugMsg)
        previousHandler(type, context, message);
}

} // namespace

LogHygiene::LogHygiene()
{
    collected.clear();
    QLoggingCategory::setFilterRules(QStringLiteral("spritarium.*=true\nqt.network.*=true"));
    previousHandler = qInstallMessageHandler(collect);
}

LogHygiene::~LogHygiene()
{
    qInstallMessageHandler(previousHandler);
    QLoggingCategory::setFilterRules(QString());
}

const QStringList &LogHygiene::lines()
{
    return collected;
}

bool LogHygiene::tokenWasLogged()
{
    return std::ranges::any_of(collected, [](const QString &line) { return holdsToken(line); });
}

bool holdsToken(const QString &text)
{
    return std::ranges::any_of(testToken().split(QLatin1Char('/')),
                               [&](const QString &part) { return part.size() > 16 && text.contains(part); });
}

bool holdsToken(const ApiError &error)
{
    return holdsToken(error.serverText + error.raw + error.code + error.requestId + error.detailText());
}

} // namespace Spritarium::Test
