// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/apierror.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Spritarium::ApiError)
};

constexpr qsizetype RawLimit = 4096;
constexpr qsizetype ExcerptLimit = 120;
//! Shorter parts of a token are ordinary words, such as the organization's name.
constexpr qsizetype SecretPartLength = 16;

QString firstLine(const QString &text)
{
    const QString trimmed = text.trimmed();
    const qsizetype end = trimmed.indexOf(u'\n');
    return (end < 0 ? trimmed : trimmed.left(end)).trimmed();
}

bool looksLikeMarkup(const QByteArray &body)
{
    return body.trimmed().startsWith('<');
}

std::optional<int> intOf(const QJsonObject &object, QLatin1StringView key)
{
    const QJsonValue value = object.value(key);
    return value.isDouble() ? std::optional<int>(value.toInt()) : std::nullopt;
}

ApiError::Limit limitOf(const QJsonObject &object)
{
    ApiError::Limit limit;
    limit.limit = intOf(object, "limit"_L1);
    limit.current = intOf(object, "current_count"_L1);
    limit.windowSeconds = intOf(object, "window_seconds"_L1);
    limit.upgradeUrl = object.value("upgrade_url"_L1).toString();
    return limit;
}

std::optional<std::chrono::seconds> retryAfterOf(const QJsonObject &object, const HttpAnswer &answer)
{
    if (const std::optional<int> seconds = intOf(object, "retry_after_seconds"_L1); seconds && *seconds >= 0)
        return std::chrono::seconds(*seconds);
    bool isNumber = false;
    const int seconds = answer.header("retry-after").trimmed().toInt(&isNumber);
    if (isNumber && seconds >= 0)
        return std::chrono::seconds(seconds);
    return std::nullopt;
}

//! The words of a JSON error: `message`, else `error`, else the joined `errors`.
QString jsonText(const QJsonObject &object)
{
    for (const QLatin1StringView key : {"message"_L1, "error"_L1}) {
        if (const QString text = object.value(key).toString(); !text.isEmpty())
            return text;
    }
    QStringList texts;
    const QJsonArray errors = object.value("errors"_L1).toArray();
    for (const QJsonValue &value : errors)
        texts << value.toString();
    return texts.join("; "_L1);
}

QString jsonCode(const QJsonObject &object)
{
    for (const QLatin1StringView key : {"error_code"_L1, "code"_L1}) {
        if (const QString code = object.value(key).toString(); !code.isEmpty())
            return code;
    }
    // The structured form has its machine word in `error`, with the sentence beside it.
    return object.contains("message"_L1) ? object.value("error"_L1).toString() : QString();
}

bool saysGone(int status, const QString &text)
{
    if (status != 500)
        return false;
    // Recorded: a missing sprite or checkpoint answers 500 (sprites-api 4.4, 4.6, 5.5).
    return text == "failed to retrieve sprite"_L1 || text == "failed to delete sprite"_L1 ||
           text.contains("not found"_L1, Qt::CaseInsensitive);
}

ApiError::Kind kindOf(int status, const ApiError &error)
{
    switch (status) {
    case 401:
        return ApiError::Kind::Unauthorized;
    case 403:
        return ApiError::Kind::Forbidden;
    case 404:
    case 410:
        return ApiError::Kind::NotFound;
    case 409:
        return ApiError::Kind::Conflict;
    case 429:
        return error.code == "concurrent_sprite_limit_exceeded"_L1 ? ApiError::Kind::LimitReached
                                                                   : ApiError::Kind::RateLimited;
    default:
        break;
    }
    if (saysGone(status, error.serverText))
        return ApiError::Kind::NotFound;
    if (status >= 500)
        return ApiError::Kind::Server;
    return status >= 400 ? ApiError::Kind::Invalid : ApiError::Kind::Protocol;
}

} // namespace

QByteArray HttpAnswer::header(const QByteArray &lowerCaseName) const
{
    for (const auto &[name, value] : headers) {
        if (name.compare(lowerCaseName, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

QString scrubbed(const QString &text, const QString &token)
{
    if (token.isEmpty())
        return text;
    QString clean = text;
    clean.replace(token, "[token]"_L1);
    clean.replace(QString::fromLatin1(token.toUtf8().toPercentEncoding()), "[token]"_L1);
    const QStringList parts = token.split(u'/');
    for (const QString &part : parts) {
        if (part.size() >= SecretPartLength)
            clean.replace(part, "[token]"_L1);
    }
    return clean;
}

ApiError ApiError::fromAnswer(const HttpAnswer &answer, const QString &host, const QString &token)
{
    const QJsonObject object = QJsonDocument::fromJson(answer.body).object();
    const QString text = QString::fromUtf8(answer.body);

    ApiError error;
    error.httpStatus = answer.status;
    error.host = host;
    error.at = QDateTime::currentDateTimeUtc();
    error.requestId = scrubbed(QString::fromLatin1(answer.header("fly-request-id")), token);
    error.raw = scrubbed(text, token).left(RawLimit);
    error.code = scrubbed(jsonCode(object), token);
    if (!object.isEmpty())
        error.serverText = firstLine(scrubbed(jsonText(object), token));
    else if (!looksLikeMarkup(answer.body))
        error.serverText = firstLine(scrubbed(text, token)).left(RawLimit);
    error.retryAfter = retryAfterOf(object, answer);
    error.limit = limitOf(object);
    error.kind = kindOf(answer.status, error);
    return error;
}

ApiError ApiError::network(const QString &host, const QString &reason, const QString &token)
{
    ApiError error;
    error.kind = Kind::Network;
    error.host = host;
    error.serverText = scrubbed(reason, token);
    error.at = QDateTime::currentDateTimeUtc();
    return error;
}

ApiError ApiError::timeout(const QString &host, std::chrono::seconds waited)
{
    ApiError error;
    error.kind = Kind::Timeout;
    error.host = host;
    error.waited = waited;
    error.at = QDateTime::currentDateTimeUtc();
    return error;
}

ApiError ApiError::protocol(const QString &what, const QByteArray &excerpt, const QString &token)
{
    ApiError error;
    error.kind = Kind::Protocol;
    error.serverText = scrubbed(what, token);
    error.raw = scrubbed(QString::fromUtf8(excerpt), token).left(ExcerptLimit);
    error.at = QDateTime::currentDateTimeUtc();
    return error;
}

ApiError ApiError::invalid(const QString &text)
{
    ApiError error;
    error.kind = Kind::Invalid;
    error.serverText = text;
    error.at = QDateTime::currentDateTimeUtc();
    return error;
}

ApiError ApiError::storage(const QString &what, const QString &why)
{
    ApiError error;
    error.kind = Kind::Storage;
    error.code = what;
    error.serverText = why;
    error.at = QDateTime::currentDateTimeUtc();
    return error;
}

QString ApiError::userText(const QString &subject) const
{
    const QString status = httpStatus > 0 ? QString::number(httpStatus) : QString();
    const QString words = serverText.isEmpty() ? status : serverText;
    switch (kind) {
    case Kind::Network:
        return Text::tr("Cannot reach %1: %2.").arg(host, serverText);
    case Kind::Timeout:
        return Text::tr("No answer after %1 s.").arg(waited.count());
    case Kind::Unauthorized:
        return Text::tr("The service refuses this token. It may be revoked.");
    case Kind::Forbidden:
        return Text::tr("This token is not allowed to do this: %1.").arg(words);
    case Kind::NotFound:
        return subject.isEmpty() ? Text::tr("This no longer exists: %1.").arg(words)
                                 : Text::tr("%1 no longer exists.").arg(subject);
    case Kind::Conflict:
        return Text::tr("The service refuses this now: %1.").arg(words);
    case Kind::Invalid:
        return words.isEmpty() ? Text::tr("This cannot be done.") : words;
    case Kind::RateLimited:
        return retryAfter ? Text::tr("Too many requests. Again in %1 s.").arg(retryAfter->count())
                          : Text::tr("Too many requests. Try again in a moment.");
    case Kind::LimitReached:
        if (limit.current && limit.limit) {
            return Text::tr("%1 of %2 running. Free one, wait, or raise the limit.")
                .arg(*limit.current)
                .arg(*limit.limit);
        }
        return Text::tr("The limit of running sprites is reached. Free one, wait, or raise the limit.");
    case Kind::Server:
        return Text::tr("The service failed (%1).").arg(words);
    case Kind::Protocol:
        return Text::tr("The service answered in a way Spritarium does not understand: %1.").arg(words);
    case Kind::Storage:
        return Text::tr("Could not save %1: %2.").arg(code, serverText);
    }
    return words;
}

QString ApiError::detailText() const
{
    QStringList lines;
    lines << userText();
    if (httpStatus > 0)
        lines << Text::tr("Status: %1").arg(httpStatus);
    if (!code.isEmpty())
        lines << Text::tr("Code: %1").arg(code);
    if (!host.isEmpty())
        lines << Text::tr("Host: %1").arg(host);
    if (!requestId.isEmpty())
        lines << Text::tr("Request ID: %1").arg(requestId);
    if (at.isValid())
        lines << Text::tr("Time: %1").arg(at.toString(Qt::ISODateWithMs));
    if (!raw.isEmpty())
        lines << Text::tr("Answer: %1").arg(raw);
    return lines.join(u'\n');
}

} // namespace Spritarium
