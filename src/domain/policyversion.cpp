// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/policyversion.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

std::optional<NetworkPolicy> policyIn(const QJsonValue &value)
{
    if (!value.isString())
        return std::nullopt;
    const Result<NetworkPolicy> policy = parseNetworkPolicy(value.toString().toUtf8());
    return policy.isOk() ? std::optional(policy.value()) : std::nullopt;
}

} // namespace

QString noteKey(const EgressRule &rule)
{
    if (rule.domain.isEmpty() && !rule.include.isEmpty())
        return u"include:"_s + rule.include;
    return normalizedPattern(rule.domain);
}

QString policyDraftToText(const PolicyDraft &draft)
{
    // The policies stay texts of their own: so their keys keep the order in which they go out.
    QJsonObject object{{u"rules"_s, QString::fromUtf8(toJson(draft.rules))}};
    if (draft.base)
        object.insert(u"base"_s, QString::fromUtf8(toJson(*draft.base)));
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

std::optional<PolicyDraft> policyDraftFromText(const QString &text)
{
    const QJsonObject object = QJsonDocument::fromJson(text.toUtf8()).object();
    const std::optional<NetworkPolicy> base = policyIn(object.value("base"_L1));
    const std::optional<NetworkPolicy> rules = policyIn(object.value("rules"_L1));
    if (!rules || (!base && object.contains("base"_L1)))
        return std::nullopt;
    return PolicyDraft{base, *rules};
}

} // namespace Spritarium
