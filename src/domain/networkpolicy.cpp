// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/networkpolicy.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace Spritarium {

using namespace Qt::StringLiterals;

NetworkPolicy NetworkPolicy::unrestricted()
{
    return {};
}

NetworkPolicy NetworkPolicy::developmentDefaults()
{
    return {{EgressRule{{}, {}, u"defaults"_s}}};
}

NetworkPolicy NetworkPolicy::lockedDown()
{
    return {{EgressRule{u"*"_s, u"deny"_s, {}}}};
}

Result<NetworkPolicy> parseNetworkPolicy(const QByteArray &body)
{
    const QJsonDocument document = QJsonDocument::fromJson(body);
    const QJsonValue rules = document.object().value("rules"_L1);
    if (!document.isObject() || !(rules.isArray() || rules.isNull() || rules.isUndefined()))
        return ApiError::protocol(u"a network policy that is none"_s, body);
    NetworkPolicy policy;
    const QJsonArray array = rules.toArray();
    for (const QJsonValue &value : array) {
        const QJsonObject object = value.toObject();
        EgressRule rule;
        rule.domain = object.value("domain"_L1).toString();
        rule.action = object.value("action"_L1).toString();
        rule.include = object.value("include"_L1).toString();
        // The seeds write the catch-all without a name (sprites-api 6.1.2).
        if (rule.domain.isEmpty() && rule.include.isEmpty())
            rule.domain = u"*"_s;
        policy.rules << rule;
    }
    return policy;
}

QByteArray toJson(const NetworkPolicy &policy)
{
    QJsonArray rules;
    for (const EgressRule &rule : policy.rules) {
        QJsonObject object;
        // The service refuses keys it does not know and rules with both (sprites-api 6.1.2).
        if (rule.include.isEmpty())
            object.insert("domain"_L1, rule.domain);
        else
            object.insert("include"_L1, rule.include);
        if (!rule.action.isEmpty())
            object.insert("action"_L1, rule.action);
        rules << object;
    }
    return QJsonDocument(QJsonObject{{"rules"_L1, rules}}).toJson(QJsonDocument::Compact);
}

} // namespace Spritarium
