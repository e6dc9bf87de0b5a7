// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/checkpointwire.h"

#include "playground/httpresponse.h"
#include "playground/spritewire.h"

#include <algorithm>
#include <utility>

namespace Spritarium::Playground {

namespace {

void appendText(QByteArray &to, const char *key, const QString &text)
{
    if (text.isEmpty())
        return;
    to.append(key);
    appendQuoted(to, text);
}

void appendHistory(QByteArray &to, const QStringList &history, qsizetype ancestors)
{
    if (history.isEmpty())
        return;
    to.append(R"(,"history":)");
    char before = '[';
    for (qsizetype at = std::max<qsizetype>(0, history.size() - ancestors); at < history.size(); ++at) {
        to.append(std::exchange(before, ','));
        appendQuoted(to, history.at(at));
    }
    to.append(']');
}

void appendCheckpoint(QByteArray &to, const Checkpoint &checkpoint, qsizetype ancestors)
{
    to.append(R"({"id":)");
    appendQuoted(to, checkpoint.id);
    to.append(R"(,"create_time":)");
    appendQuoted(to, wholeSeconds(checkpoint.createTime));
    to.append(checkpoint.isAuto ? R"(,"is_auto":true)" : R"(,"is_auto":false)");
    appendText(to, R"(,"comment":)", checkpoint.comment);
    appendHistory(to, checkpoint.history, ancestors);
    appendText(to, R"(,"source_id":)", checkpoint.sourceId);
    appendText(to, R"(,"health":)", checkpoint.health);
    to.append('}');
}

} // namespace

QByteArray checkpointText(const Checkpoint &checkpoint, qsizetype ancestors)
{
    QByteArray text;
    appendCheckpoint(text, checkpoint, ancestors);
    return text;
}

QByteArray checkpointsText(const QList<Checkpoint> &checkpoints, qsizetype ancestors)
{
    QByteArray text("[");
    for (const Checkpoint &checkpoint : checkpoints) {
        if (text.size() > 1)
            text.append(',');
        appendCheckpoint(text, checkpoint, ancestors);
    }
    text.append(']');
    return text;
}

} // namespace Spritarium::Playground
