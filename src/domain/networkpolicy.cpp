// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/networkpolicy.h"

#include "domain/policyjson.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace Spritarium {

using namespace Qt::StringLiterals;

RuleKind EgressRule::kind() const
{
    if (!include.isEmpty())
        return domain.isEmpty() ? RuleKind::Preset : RuleKind::Invalid;
    const QStringView pattern = QStringView(domain).trimmed();
    if (domain.isEmpty() || pattern == "*"_L1)
        return RuleKind::Everything;
    return pattern.startsWith("*."_L1) ? RuleKind::Subdomains : RuleKind::Exact;
}

EgressRule allowRule(const QString &domain)
{
    return {domain, u"allow"_s, {}, {}};
}

EgressRule denyRule(const QString &domain)
{
    return {domain, u"deny"_s, {}, {}};
}

EgressRule presetRule(const QString &preset)
{
    return {{}, {}, preset, {}};
}

NetworkPolicy NetworkPolicy::unrestricted()
{
    return {};
}

NetworkPolicy NetworkPolicy::developmentDefaults()
{
    return {{presetRule(u"defaults"_s)}, {}};
}

NetworkPolicy NetworkPolicy::lockedDown()
{
    return {{denyRule(u"*"_s)}, {}};
}

Result<NetworkPolicy> parseNetworkPolicy(const QByteArray &body)
{
    const QJsonDocument document = QJsonDocument::fromJson(body);
    const QJsonValue rules = document.object().value("rules"_L1);
    if (!document.isObject() || !(rules.isArray() || rules.isNull() || rules.isUndefined()))
        return ApiError::protocol(u"a network policy that is none"_s, body);
    NetworkPolicy policy;
    const QJsonArray array = rules.toArray();
    policy.rules.reserve(array.size());
    for (const QJsonValue &value : array) {
        if (!value.isObject() || !hasRuleTexts(value.toObject()))
            return ApiError::protocol(u"a network policy with a rule that is none"_s, body);
        policy.rules << ruleFromJson(value.toObject());
    }
    policy.unknown = unknownKeys(document.object(), {u"rules"_s});
    return policy;
}

QByteArray toJson(const NetworkPolicy &policy)
{
    QByteArrayList rules;
    rules.reserve(policy.rules.size());
    for (const EgressRule &rule : policy.rules)
        rules << ruleToJson(rule, JsonSpacing::Compact);
    QByteArrayList members{"\"rules\":[" + rules.join(',') + ']'};
    if (const QByteArray unknown = membersOf(policy.unknown); !unknown.isEmpty())
        members << unknown;
    return '{' + members.join(',') + '}';
}

QString normalizedPattern(const QString &pattern)
{
    return pattern.trimmed().toLower();
}

} // namespace Spritarium
