// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/policyjson.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <array>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array RuleKeys = {QLatin1StringView("domain"), QLatin1StringView("include"),
                                 QLatin1StringView("action")};

} // namespace

QByteArray quotedJson(const QString &text)
{
    const QByteArray array = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return array.sliced(1, array.size() - 2);
}

QByteArray membersOf(const QByteArray &object)
{
    return object.size() > 2 ? object.sliced(1, object.size() - 2) : QByteArray();
}

QByteArray unknownKeys(const QJsonObject &object, const QStringList &known)
{
    QJsonObject rest = object;
    for (const QString &key : known)
        rest.remove(key);
    return rest.isEmpty() ? QByteArray() : QJsonDocument(rest).toJson(QJsonDocument::Compact);
}

QByteArray ruleToJson(const EgressRule &rule, JsonSpacing spacing)
{
    const QByteArray comma = spacing == JsonSpacing::Compact ? "," : ", ";
    const QByteArray colon = spacing == JsonSpacing::Compact ? ":" : ": ";
    QByteArrayList members;
    // The service refuses a rule with neither key, which the seeds call a catch-all.
    if (!rule.domain.isEmpty() || rule.include.isEmpty())
        members << "\"domain\"" + colon + quotedJson(rule.domain.isEmpty() ? u"*"_s : rule.domain);
    if (!rule.include.isEmpty())
        members << "\"include\"" + colon + quotedJson(rule.include);
    if (!rule.action.isEmpty())
        members << "\"action\"" + colon + quotedJson(rule.action);
    if (const QByteArray unknown = membersOf(rule.unknown); !unknown.isEmpty())
        members << unknown;
    return '{' + members.join(comma) + '}';
}

bool hasRuleTexts(const QJsonObject &object)
{
    return std::all_of(RuleKeys.begin(), RuleKeys.end(), [&object](QLatin1StringView key) {
        const QJsonValue value = object.value(key);
        return value.isString() || value.isUndefined() || value.isNull();
    });
}

EgressRule ruleFromJson(const QJsonObject &object)
{
    EgressRule rule;
    rule.domain = object.value("domain"_L1).toString();
    rule.action = object.value("action"_L1).toString();
    rule.include = object.value("include"_L1).toString();
    if (rule.domain.isEmpty() && rule.include.isEmpty())
        rule.domain = u"*"_s;
    rule.unknown = unknownKeys(object, {u"domain"_s, u"action"_s, u"include"_s});
    return rule;
}

} // namespace Spritarium
