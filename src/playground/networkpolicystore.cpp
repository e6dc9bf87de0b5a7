// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/networkpolicystore.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace Spritarium::Playground {

namespace {

bool isTextOrAbsent(const QJsonValue &value)
{
    // The service's decoder takes null for "not there".
    return value.isString() || value.isUndefined() || value.isNull();
}

QString unknownKey(const QString &key)
{
    return u"unknown key \"%1\""_s.arg(key);
}

QString ruleFault(const QJsonValue &value, PolicyStrictness strictness)
{
    if (!value.isObject())
        return u"is not an object"_s;
    const QJsonObject rule = value.toObject();
    // One walk: a megabyte has some twenty thousand of them.
    QString domain;
    QString action;
    QString include;
    QString notText;
    for (auto at = rule.constBegin(); at != rule.constEnd(); ++at) {
        QString *known = at.key() == "domain"_L1    ? &domain
                         : at.key() == "action"_L1  ? &action
                         : at.key() == "include"_L1 ? &include
                                                    : nullptr;
        if (!known)
            return unknownKey(at.key());
        if (isTextOrAbsent(at.value()))
            *known = at.value().toString();
        else if (notText.isEmpty())
            notText = at.key();
    }
    if (!notText.isEmpty())
        return u"\"%1\" is not a text"_s.arg(notText);
    const bool hasDomain = !domain.isEmpty();
    const bool isLenient = strictness == PolicyStrictness::Lenient;
    if (hasDomain && !include.isEmpty())
        return u"has both domain and include"_s;
    if (!hasDomain && include.isEmpty() && !isLenient)
        return u"has neither domain nor include"_s;
    if (!include.isEmpty() && include != "defaults"_L1 && !isLenient)
        return u"includes \"%1\", and only \"defaults\" exists"_s.arg(include);
    if (!action.isEmpty() && action != "allow"_L1 && action != "deny"_L1)
        return u"has the action \"%1\""_s.arg(action);
    if (action.isEmpty() && include.isEmpty())
        return u"has no action"_s;
    return {};
}

} // namespace

QString policyFault(const QByteArray &body, PolicyStrictness strictness)
{
    const Outcome<QJsonObject, QString> object = policyObject(body);
    if (!object)
        return object.error();
    const QJsonObject &policy = *object;
    for (auto at = policy.constBegin(); at != policy.constEnd(); ++at) {
        if (at.key() != "rules"_L1)
            return unknownKey(at.key());
    }
    if (!policy.value("rules"_L1).isArray())
        return u"rules are missing"_s;
    const QJsonArray rules = policy.value("rules"_L1).toArray();
    for (qsizetype i = 0; i < rules.size(); ++i) {
        const QString fault = ruleFault(rules.at(i), strictness);
        if (!fault.isEmpty())
            return u"rule %1 %2"_s.arg(i + 1).arg(fault);
    }
    return {};
}

NetworkPolicyStore::NetworkPolicyStore(const SpriteView &view, PolicyStrictness strictness)
    : m_file(view, u"network"_s)
    , m_strictness(strictness)
{}

QByteArray NetworkPolicyStore::read() const
{
    return m_file.read(QByteArrayLiteral("{\n  \"rules\": []\n}\n"));
}

StoreResult<Done> NetworkPolicyStore::write(const QByteArray &body) const
{
    const QString fault = policyFault(body, m_strictness);
    return fault.isEmpty() ? m_file.write(body) : StoreError{StoreFault::Invalid, fault};
}

} // namespace Spritarium::Playground
