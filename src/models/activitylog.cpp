// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "models/activitylog.h"

#include "domain/relativetime.h"
#include "models/activitymodel.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace Spritarium {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Spritarium::ActivityModel)
};

//! The pictures Unicode has for control characters.
QString visible(const QString &text)
{
    QString shown = text;
    for (QChar &c : shown) {
        if (c == u'\t')
            c = u' ';
        else if (c.unicode() < 0x20)
            c = QChar(0x2400 + c.unicode());
        else if (c.unicode() == 0x7f)
            c = QChar(0x2421);
        else if (c.unicode() >= 0x80 && c.unicode() < 0xa0)
            c = QChar(0xfffd);
    }
    return shown;
}

QString utc(const QDateTime &time)
{
    return time.isValid() ? time.toUTC().toString(Qt::ISODate) : Text::tr("not known");
}

QString headText(const ActivityEntry &entry)
{
    const Operation &operation = entry.operation;
    QStringList lines{operationTitle(operation), Text::tr("Result: %1").arg(outcomeText(operation.outcome)),
                      Text::tr("Account: %1").arg(entry.accountName),
                      Text::tr("Started: %1").arg(utc(operation.startedAt))};
    if (operation.endedAt.isValid())
        lines << Text::tr("Ended: %1").arg(utc(operation.endedAt));
    if (!operation.resultText.isEmpty())
        lines << operation.resultText;
    lines << operation.differences;
    return lines.join(u'\n') + u'\n';
}

QString requestsText(const ActivityEntry &entry)
{
    QString text;
    for (const RequestRecord &request : entry.requests) {
        text += Text::tr("%1  %2  status %3, %4 ms, request id %5")
                    .arg(utc(request.at), requestLine(request))
                    .arg(request.status)
                    .arg(request.milliseconds)
                    .arg(request.requestId.isEmpty() ? Text::tr("none") : request.requestId) +
                u'\n';
    }
    return text;
}

QString messagesText(const ActivityEntry &entry)
{
    QString text;
    for (const StreamMessage &message : entry.messages) {
        const QString prefix = messagePrefix(message);
        text += utc(message.time) + u"  "_s + (prefix.isEmpty() ? QString() : prefix + u"  "_s) +
                visible(message.text) + u'\n';
    }
    return text;
}

QString phasesText(const Operation &operation)
{
    QString text;
    for (const Phase &phase : operation.phases)
        text += phaseLine(phase) + u'\n';
    return text;
}

} // namespace

QString messageTime(const StreamMessage &message)
{
    return message.time.isValid() ? message.time.toLocalTime().toString(u"HH:mm:ss") : QString();
}

QString messagePrefix(const StreamMessage &message)
{
    switch (message.kind) {
    case StreamMessage::Kind::Stdout:
        return u"out"_s;
    case StreamMessage::Kind::Stderr:
        return u"err"_s;
    case StreamMessage::Kind::Other:
        return message.type;
    case StreamMessage::Kind::Info:
    case StreamMessage::Kind::Warning:
    case StreamMessage::Kind::Error:
    case StreamMessage::Kind::Complete:
        break;
    }
    return {};
}

QString messageLine(const StreamMessage &message)
{
    QStringList parts{messageTime(message), messagePrefix(message), visible(message.text)};
    parts.removeAll({});
    return parts.join(u"  "_s);
}

QString phaseLine(const Phase &phase)
{
    if (phase.detail.isEmpty())
        return Text::tr("%1: %2", "phase, its state").arg(phaseText(phase.name), phaseStateText(phase.state));
    return Text::tr("%1 %2: %3", "phase, what it made, its state")
        .arg(phaseText(phase.name), phase.detail, phaseStateText(phase.state));
}

QString requestLine(const RequestRecord &request)
{
    return request.method + u' ' + request.path;
}

QString operationDuration(const Operation &operation, const QDateTime &now)
{
    const QDateTime end = operation.endedAt.isValid() ? operation.endedAt : now;
    if (!operation.startedAt.isValid() || (!operation.isRunning() && !operation.endedAt.isValid()))
        return {};
    return durationText(std::chrono::seconds(std::max<qint64>(0, operation.startedAt.secsTo(end))));
}

QString activityLogText(const ActivityEntry &entry)
{
    QString text = headText(entry) + u'\n' + phasesText(entry.operation);
    if (!entry.messages.isEmpty())
        text += u'\n' + Text::tr("Messages") + u'\n' + messagesText(entry);
    if (!entry.requests.isEmpty())
        text += u'\n' + Text::tr("Requests") + u'\n' + requestsText(entry);
    if (entry.operation.error)
        text += u'\n' + entry.operation.error->detailText() + u'\n';
    return text;
}

QString activityIssueText(const ActivityEntry &entry)
{
    const auto fenced = [](const QString &text) { return u"```\n"_s + text.trimmed() + u"\n```\n\n"_s; };
    QString text = u"### "_s + operationTitle(entry.operation) + u"\n\n"_s;
    if (!entry.requests.isEmpty())
        text += Text::tr("Requests") + u":\n\n"_s + fenced(requestsText(entry));
    text += Text::tr("What happened") + u":\n\n"_s + fenced(headText(entry) + phasesText(entry.operation));
    if (!entry.messages.isEmpty())
        text += Text::tr("Messages") + u":\n\n"_s + fenced(messagesText(entry));
    if (entry.operation.error)
        text += Text::tr("Details") + u":\n\n"_s + fenced(entry.operation.error->detailText());
    return text.trimmed() + u'\n';
}

} // namespace Spritarium
