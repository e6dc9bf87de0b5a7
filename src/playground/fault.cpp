// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/fault.h"

#include <array>
#include <utility>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array<std::pair<Fault::Kind, QLatin1StringView>, 22> Names{{
    {Fault::Kind::Latency, "latency"_L1},
    {Fault::Kind::DropBeforeAnswer, "dropBeforeAnswer"_L1},
    {Fault::Kind::DropAfterWork, "dropAfterWork"_L1},
    {Fault::Kind::DropAfterHeaders, "dropAfterHeaders"_L1},
    {Fault::Kind::Stall, "stall"_L1},
    {Fault::Kind::CutMidLine, "cutMidLine"_L1},
    {Fault::Kind::LateError, "lateError"_L1},
    {Fault::Kind::NoComplete, "noComplete"_L1},
    {Fault::Kind::Status, "status"_L1},
    {Fault::Kind::OtherAnswer, "otherAnswer"_L1},
    {Fault::Kind::OtherBody, "otherBody"_L1},
    {Fault::Kind::HtmlBadGateway, "htmlBadGateway"_L1},
    {Fault::Kind::EmptyUnavailable, "emptyUnavailable"_L1},
    {Fault::Kind::MalformedJson, "malformedJson"_L1},
    {Fault::Kind::OddBytes, "oddBytes"_L1},
    {Fault::Kind::UnknownType, "unknownType"_L1},
    {Fault::Kind::OversizeLine, "oversizeLine"_L1},
    {Fault::Kind::ManyLines, "manyLines"_L1},
    {Fault::Kind::RedirectSameOrigin, "redirectSameOrigin"_L1},
    {Fault::Kind::RedirectOtherOrigin, "redirectOtherOrigin"_L1},
    {Fault::Kind::RefuseByClose, "refuseByClose"_L1},
    {Fault::Kind::RefuseByJson, "refuseByJson"_L1},
}};

bool isWhole(const QJsonValue &value)
{
    return value.isDouble() && value.toInt(0) == value.toInt(1);
}

//! What no fault has, or has otherwise; empty if there is nothing of that.
QString whyNone(const QJsonObject &object)
{
    static const QStringList texts{u"kind"_s, u"method"_s, u"path"_s, u"location"_s, u"text"_s};
    static const QStringList numbers{u"count"_s,  u"milliseconds"_s,      u"afterLines"_s, u"lines"_s,
                                     u"status"_s, u"retryAfterSeconds"_s, u"afterBytes"_s, u"skip"_s};
    for (auto it = object.begin(); it != object.end(); ++it) {
        const bool isNumber = numbers.contains(it.key());
        if (!isNumber && !texts.contains(it.key()))
            return u"unknown key of a fault: %1"_s.arg(it.key());
        if (!isNumber && !it->isString())
            return u"%1 must be a text"_s.arg(it.key());
        if (!isNumber)
            continue;
        const bool isCount = it.key() == "count"_L1;
        if (!isWhole(*it) || (it->toInt() < 0 && !isCount))
            return (isCount ? u"%1 must be a whole number"_s : u"%1 must be a whole number of 0 or more"_s)
                .arg(it.key());
        if (isCount && it->toInt() == 0)
            return u"count must not be 0"_s;
    }
    return {};
}

} // namespace

QString Fault::kindName(Kind kind)
{
    for (const auto &[known, name] : Names) {
        if (known == kind)
            return name;
    }
    return u"none"_s;
}

std::optional<Fault::Kind> Fault::kindFromName(QStringView name)
{
    for (const auto &[kind, known] : Names) {
        if (known == name)
            return kind;
    }
    return std::nullopt;
}

Outcome<Fault, QString> Fault::fromJson(const QJsonObject &object)
{
    if (const QString why = whyNone(object); !why.isEmpty())
        return why;
    const QString name = object.value("kind"_L1).toString();
    const std::optional<Kind> kind = kindFromName(name);
    if (!kind)
        return u"unknown kind of fault: %1"_s.arg(name);
    Fault fault;
    fault.kind = *kind;
    fault.method = object.value("method"_L1).toString().toLatin1();
    fault.path = object.value("path"_L1).toString(fault.path);
    fault.count = object.value("count"_L1).toInt(fault.count);
    fault.milliseconds = object.value("milliseconds"_L1).toInt();
    fault.afterLines = object.value("afterLines"_L1).toInt();
    fault.lines = object.value("lines"_L1).toInt();
    fault.status = object.value("status"_L1).toInt(fault.status);
    fault.retryAfterSeconds = object.value("retryAfterSeconds"_L1).toInt(fault.retryAfterSeconds);
    fault.location = object.value("location"_L1).toString();
    fault.text = object.value("text"_L1).toString();
    fault.afterBytes = object.value("afterBytes"_L1).toInt();
    fault.skip = object.value("skip"_L1).toInt();
    const int mostStatus = fault.kind == Kind::RefuseByClose ? 4999 : 599;
    if (fault.status < 200 || fault.status > mostStatus)
        return u"status must be from 200 to %1"_s.arg(mostStatus);
    return fault;
}

QJsonObject Fault::toJson() const
{
    return {{u"kind"_s, kindName(kind)},
            {u"method"_s, QString::fromLatin1(method)},
            {u"path"_s, path},
            {u"count"_s, count},
            {u"milliseconds"_s, milliseconds},
            {u"afterLines"_s, afterLines},
            {u"lines"_s, lines},
            {u"status"_s, status},
            {u"retryAfterSeconds"_s, retryAfterSeconds},
            {u"location"_s, location},
            {u"text"_s, text},
            {u"afterBytes"_s, afterBytes},
            {u"skip"_s, skip}};
}

} // namespace Spritarium::Playground
