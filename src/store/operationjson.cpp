// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "store/operationjson.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Spritarium {

namespace {

template <typename Value>
struct Word
{
    Value value;
    QLatin1StringView word;
};

constexpr std::array ErrorWords = {
    Word<ApiError::Kind>{ApiError::Kind::Network, QLatin1StringView("network")},
    Word<ApiError::Kind>{ApiError::Kind::Timeout, QLatin1StringView("timeout")},
    Word<ApiError::Kind>{ApiError::Kind::Unauthorized, QLatin1StringView("unauthorized")},
    Word<ApiError::Kind>{ApiError::Kind::Forbidden, QLatin1StringView("forbidden")},
    Word<ApiError::Kind>{ApiError::Kind::NotFound, QLatin1StringView("notFound")},
    Word<ApiError::Kind>{ApiError::Kind::Conflict, QLatin1StringView("conflict")},
    Word<ApiError::Kind>{ApiError::Kind::Invalid, QLatin1StringView("invalid")},
    Word<ApiError::Kind>{ApiError::Kind::RateLimited, QLatin1StringView("rateLimited")},
    Word<ApiError::Kind>{ApiError::Kind::LimitReached, QLatin1StringView("limitReached")},
    Word<ApiError::Kind>{ApiError::Kind::Server, QLatin1StringView("server")},
    Word<ApiError::Kind>{ApiError::Kind::Protocol, QLatin1StringView("protocol")},
    Word<ApiError::Kind>{ApiError::Kind::Storage, QLatin1StringView("storage")},
};

constexpr std::array PhaseWords = {
    Word<PhaseName>{PhaseName::Create, QLatin1StringView("create")},
    Word<PhaseName>{PhaseName::Listed, QLatin1StringView("listed")},
    Word<PhaseName>{PhaseName::SafetyCheckpoint, QLatin1StringView("safety")},
    Word<PhaseName>{PhaseName::Restore, QLatin1StringView("restore")},
    Word<PhaseName>{PhaseName::SpriteIsBack, QLatin1StringView("back")},
    Word<PhaseName>{PhaseName::Verify, QLatin1StringView("verify")},
    Word<PhaseName>{PhaseName::ReadAgain, QLatin1StringView("read-again")},
    Word<PhaseName>{PhaseName::ApplyEgress, QLatin1StringView("egress")},
    Word<PhaseName>{PhaseName::Delete, QLatin1StringView("delete")},
    Word<PhaseName>{PhaseName::Change, QLatin1StringView("change")},
};

constexpr std::array StateWords = {
    Word<PhaseState>{PhaseState::Waiting, QLatin1StringView("waiting")},
    Word<PhaseState>{PhaseState::Running, QLatin1StringView("running")},
    Word<PhaseState>{PhaseState::Done, QLatin1StringView("done")},
    Word<PhaseState>{PhaseState::Failed, QLatin1StringView("failed")},
    Word<PhaseState>{PhaseState::Unknown, QLatin1StringView("unknown")},
    Word<PhaseState>{PhaseState::Skipped, QLatin1StringView("skipped")},
};

constexpr std::array MessageWords = {
    Word<StreamMessage::Kind>{StreamMessage::Kind::Info, QLatin1StringView("info")},
    Word<StreamMessage::Kind>{StreamMessage::Kind::Stdout, QLatin1StringView("stdout")},
    Word<StreamMessage::Kind>{StreamMessage::Kind::Stderr, QLatin1StringView("stderr")},
    Word<StreamMessage::Kind>{StreamMessage::Kind::Warning, QLatin1StringView("warning")},
    Word<StreamMessage::Kind>{StreamMessage::Kind::Error, QLatin1StringView("error")},
    Word<StreamMessage::Kind>{StreamMessage::Kind::Complete, QLatin1StringView("complete")},
    Word<StreamMessage::Kind>{StreamMessage::Kind::Other, QLatin1StringView("other")},
};

template <typename Table, typename Value>
QString wordOf(const Table &table, Value value)
{
    const auto it =
        std::find_if(table.begin(), table.end(), [value](const auto &row) { return row.value == value; });
    return it == table.end() ? QString() : QString(it->word);
}

template <typename Table, typename Value>
Value valueOf(const Table &table, const QJsonValue &word, Value fallback)
{
    const QString text = word.toString();
    const auto it =
        std::find_if(table.begin(), table.end(), [&text](const auto &row) { return text == row.word; });
    return it == table.end() ? fallback : it->value;
}

//! Milliseconds since 1970; absent for an invalid time.
QJsonValue timeToJson(const QDateTime &time)
{
    return time.isValid() ? QJsonValue(time.toMSecsSinceEpoch()) : QJsonValue();
}

QDateTime timeOf(const QJsonValue &value)
{
    return value.isDouble() ? QDateTime::fromMSecsSinceEpoch(value.toInteger(), Qt::UTC) : QDateTime();
}

std::optional<int> intOf(const QJsonValue &value)
{
    return value.isDouble() ? std::optional(value.toInt()) : std::nullopt;
}

QJsonValue intToJson(std::optional<int> value)
{
    return value ? QJsonValue(*value) : QJsonValue();
}

QJsonArray phasesToJson(const QList<Phase> &phases)
{
    QJsonArray array;
    for (const Phase &phase : phases) {
        array.append(QJsonObject{{u"name"_s, wordOf(PhaseWords, phase.name)},
                                 {u"state"_s, wordOf(StateWords, phase.state)},
                                 {u"detail"_s, phase.detail}});
    }
    return array;
}

QList<Phase> phasesOf(const QJsonArray &array)
{
    QList<Phase> phases;
    for (const QJsonValue &value : array) {
        phases.append({valueOf(PhaseWords, value["name"_L1], PhaseName::Change),
                       valueOf(StateWords, value["state"_L1], PhaseState::Unknown),
                       value["detail"_L1].toString()});
    }
    return phases;
}

} // namespace

QJsonObject operationToJson(const Operation &operation)
{
    return {{u"id"_s, operation.id.toString()},
            {u"kind"_s, operationKindKey(operation.kind)},
            {u"account"_s, operation.sprite.account.toString()},
            {u"sprite"_s, operation.sprite.sprite.toString()},
            {u"target"_s, operation.target.toString()},
            {u"safety"_s, operation.safety.toString()},
            {u"created"_s, operation.created.toString()},
            {u"comment"_s, operation.comment},
            {u"startedAt"_s, timeToJson(operation.startedAt)},
            {u"endedAt"_s, timeToJson(operation.endedAt)},
            {u"phases"_s, phasesToJson(operation.phases)},
            {u"outcome"_s, outcomeKey(operation.outcome)},
            {u"resultText"_s, operation.resultText},
            {u"error"_s, operation.error ? QJsonValue(errorToJson(*operation.error)) : QJsonValue()},
            {u"lastMessage"_s, operation.lastMessage},
            {u"differences"_s, QJsonArray::fromStringList(operation.differences)},
            {u"connectionLost"_s, operation.connectionLost}};
}

Operation operationFromJson(const QJsonObject &object)
{
    const auto text = [&object](QLatin1StringView key) { return object.value(key).toString(); };
    Operation operation;
    operation.id = OperationId(text("id"_L1));
    operation.kind = operationKindFromKey(text("kind"_L1)).value_or(OperationKind::CreateCheckpoint);
    operation.sprite = {AccountId(text("account"_L1)), SpriteName(text("sprite"_L1))};
    operation.target = CheckpointId(text("target"_L1));
    operation.safety = CheckpointId(text("safety"_L1));
    operation.created = CheckpointId(text("created"_L1));
    operation.comment = text("comment"_L1);
    operation.startedAt = timeOf(object.value("startedAt"_L1));
    operation.endedAt = timeOf(object.value("endedAt"_L1));
    operation.phases = phasesOf(object.value("phases"_L1).toArray());
    operation.outcome = outcomeFromKey(text("outcome"_L1));
    operation.resultText = text("resultText"_L1);
    if (const QJsonValue error = object.value("error"_L1); error.isObject())
        operation.error = errorFromJson(error.toObject());
    operation.lastMessage = text("lastMessage"_L1);
    operation.differences = object.value("differences"_L1).toVariant().toStringList();
    operation.connectionLost = object.value("connectionLost"_L1).toBool();
    return operation;
}

QJsonObject errorToJson(const ApiError &error)
{
    return {
        {u"kind"_s, wordOf(ErrorWords, error.kind)},
        {u"status"_s, error.httpStatus},
        {u"code"_s, error.code},
        {u"text"_s, error.serverText},
        {u"raw"_s, error.raw},
        {u"requestId"_s, error.requestId},
        {u"host"_s, error.host},
        {u"waited"_s, qint64(error.waited.count())},
        {u"retryAfter"_s, error.retryAfter ? QJsonValue(qint64(error.retryAfter->count())) : QJsonValue()},
        {u"limit"_s, intToJson(error.limit.limit)},
        {u"current"_s, intToJson(error.limit.current)},
        {u"window"_s, intToJson(error.limit.windowSeconds)},
        {u"upgradeUrl"_s, error.limit.upgradeUrl},
        {u"at"_s, timeToJson(error.at)}};
}

ApiError errorFromJson(const QJsonObject &object)
{
    ApiError error;
    error.kind = valueOf(ErrorWords, object.value("kind"_L1), ApiError::Kind::Protocol);
    error.httpStatus = object.value("status"_L1).toInt();
    error.code = object.value("code"_L1).toString();
    error.serverText = object.value("text"_L1).toString();
    error.raw = object.value("raw"_L1).toString();
    error.requestId = object.value("requestId"_L1).toString();
    error.host = object.value("host"_L1).toString();
    error.waited = std::chrono::seconds(object.value("waited"_L1).toInteger());
    if (const QJsonValue retry = object.value("retryAfter"_L1); retry.isDouble())
        error.retryAfter = std::chrono::seconds(retry.toInteger());
    error.limit = {intOf(object.value("limit"_L1)), intOf(object.value("current"_L1)),
                   intOf(object.value("window"_L1)), object.value("upgradeUrl"_L1).toString()};
    error.at = timeOf(object.value("at"_L1));
    return error;
}

QJsonObject messageToJson(const StreamMessage &message)
{
    return {{u"kind"_s, wordOf(MessageWords, message.kind)},
            {u"type"_s, message.type},
            {u"text"_s, message.text},
            {u"time"_s, timeToJson(message.time)}};
}

StreamMessage messageFromJson(const QJsonObject &object)
{
    return {valueOf(MessageWords, object.value("kind"_L1), StreamMessage::Kind::Other),
            object.value("type"_L1).toString(), object.value("text"_L1).toString(),
            timeOf(object.value("time"_L1))};
}

QJsonObject requestToJson(const RequestRecord &request)
{
    return {{u"method"_s, request.method},       {u"path"_s, request.path},
            {u"status"_s, request.status},       {u"ms"_s, request.milliseconds},
            {u"requestId"_s, request.requestId}, {u"at"_s, timeToJson(request.at)}};
}

RequestRecord requestFromJson(const QJsonObject &object)
{
    return {object.value("method"_L1).toString(),    object.value("path"_L1).toString(),
            object.value("status"_L1).toInt(),       object.value("ms"_L1).toInteger(),
            object.value("requestId"_L1).toString(), timeOf(object.value("at"_L1))};
}

QByteArray toBytes(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QJsonObject objectOf(const QByteArray &bytes)
{
    return QJsonDocument::fromJson(bytes).object();
}

} // namespace Spritarium
