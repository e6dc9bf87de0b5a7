// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/checkpoint.h"

#include "domain/sprite.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype NearestAncestors = 8;
constexpr QLatin1StringView SafetyPrefix("Safety: before restoring");

Checkpoint checkpointFromJson(const QJsonObject &object)
{
    Checkpoint checkpoint;
    checkpoint.id = CheckpointId(object.value("id"_L1).toString());
    checkpoint.createTime = parseTime(object.value("create_time"_L1).toString());
    checkpoint.comment = object.value("comment"_L1).toString();
    checkpoint.isAuto = object.value("is_auto"_L1).toBool();
    checkpoint.sourceId = CheckpointId(object.value("source_id"_L1).toString());
    checkpoint.health = object.value("health"_L1).toString();
    const QJsonArray history = object.value("history"_L1).toArray();
    // Where the parent is told, the nearest ancestors are enough to bridge deleted ones; whole chains of
    // thousands of checkpoints would grow with their square.
    const qsizetype first =
        checkpoint.sourceId.isEmpty() ? 0 : qMax<qsizetype>(0, history.size() - NearestAncestors);
    for (qsizetype i = first; i < history.size(); ++i)
        checkpoint.history << CheckpointId(history.at(i).toString());
    return checkpoint;
}

} // namespace

bool Checkpoint::isCurrent() const
{
    // A get of the live state answers with the second name (sprites-api 5.5).
    return id.toString() == "Current"_L1 || id.toString() == "active"_L1;
}

std::optional<int> Checkpoint::version() const
{
    const QString &text = id.toString();
    if (isAuto || !text.startsWith(u'v'))
        return std::nullopt;
    bool isNumber = false;
    const int number = QStringView(text).mid(1).toInt(&isNumber);
    return isNumber && number >= 0 ? std::optional<int>(number) : std::nullopt;
}

bool Checkpoint::isSafety() const
{
    return comment.startsWith(SafetyPrefix);
}

CheckpointId Checkpoint::parent() const
{
    if (!sourceId.isEmpty())
        return sourceId;
    return history.isEmpty() ? CheckpointId() : history.last();
}

Result<QList<Checkpoint>> parseCheckpoints(const QByteArray &body)
{
    const QJsonDocument document = QJsonDocument::fromJson(body);
    // An empty list may be encoded as null (sprites-api 5.4).
    if (!document.isArray() && body.trimmed() != "null")
        return ApiError::protocol(u"a checkpoint list that is none"_s, body);
    QList<Checkpoint> checkpoints;
    const QJsonArray array = document.array();
    checkpoints.reserve(array.size());
    for (const QJsonValue &value : array) {
        Checkpoint checkpoint = checkpointFromJson(value.toObject());
        if (checkpoint.id.isEmpty())
            return ApiError::protocol(u"a checkpoint without an id"_s, body);
        checkpoints << std::move(checkpoint);
    }
    return checkpoints;
}

Result<Checkpoint> parseCheckpoint(const QByteArray &body)
{
    const Checkpoint checkpoint = checkpointFromJson(QJsonDocument::fromJson(body).object());
    if (checkpoint.id.isEmpty())
        return ApiError::protocol(u"a checkpoint without an id"_s, body);
    return checkpoint;
}

QString safetyComment(const CheckpointId &target)
{
    return SafetyPrefix + u' ' + target.toString();
}

std::optional<CheckpointId> checkpointIdHint(const QString &messageText)
{
    static const QRegularExpression pattern(uR"((?:\bID:\s*|\b[Cc]heckpoint\s+)(v\d+)\b)"_s);
    const QRegularExpressionMatch match = pattern.match(messageText);
    return match.hasMatch() ? std::optional(CheckpointId(match.captured(1))) : std::nullopt;
}

std::optional<int> newestVersion(const QList<Checkpoint> &checkpoints)
{
    std::optional<int> newest;
    for (const Checkpoint &checkpoint : checkpoints) {
        if (const std::optional<int> version = checkpoint.version();
            version && (!newest || *version > *newest))
            newest = version;
    }
    return newest;
}

QByteArray checkpointRequestBody(const QString &comment)
{
    QJsonObject object;
    if (!comment.isEmpty())
        object.insert("comment"_L1, comment);
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace Spritarium
