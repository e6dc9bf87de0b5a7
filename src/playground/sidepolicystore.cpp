// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/sidepolicystore.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Spritarium::Playground {

namespace {

using Check = bool (*)(const QJsonValue &);

struct Member
{
    QLatin1StringView key;
    Check isRight;
};

bool isFlag(const QJsonValue &value)
{
    return value.isBool();
}

bool isMegabytes(const QJsonValue &value)
{
    return value.isDouble() && value.toInteger(-1) > 0 && double(value.toInteger()) == value.toDouble();
}

bool isProfile(const QJsonValue &value)
{
    static const QStringList known{u""_s, u"minimal"_s, u"standard"_s, u"privileged"_s};
    return value.isString() && known.contains(value.toString());
}

bool isTexts(const QJsonValue &value)
{
    const QJsonArray array = value.toArray();
    return value.isArray() &&
           std::all_of(array.cbegin(), array.cend(), [](const auto &item) { return item.isString(); });
}

QString faultIn(const QJsonObject &object, const QList<Member> &members, PolicyStrictness strictness)
{
    for (auto at = object.constBegin(); at != object.constEnd(); ++at) {
        const auto known = std::find_if(members.cbegin(), members.cend(),
                                        [&](const Member &member) { return at.key() == member.key; });
        if (known == members.cend() && strictness == PolicyStrictness::Strict)
            return u"unknown key \"%1\""_s.arg(at.key());
        // The service's decoder takes null for "not there".
        if (known != members.cend() && !at.value().isNull() && !known->isRight(at.value()))
            return u"\"%1\" has a value it cannot have"_s.arg(at.key());
    }
    return {};
}

} // namespace

QString sidePolicyName(SidePolicy policy)
{
    return policy == SidePolicy::Privileges ? u"privileges"_s : u"resources"_s;
}

QString sidePolicyFault(SidePolicy policy, const QByteArray &body, PolicyStrictness strictness)
{
    const Outcome<QJsonObject, QString> read = policyObject(body);
    if (!read)
        return read.error();
    const QJsonObject &object = *read;
    if (policy == SidePolicy::Privileges) {
        static const QList<Member> members{
            {"profile"_L1, isProfile}, {"devices"_L1, isTexts}, {"noNewPrivileges"_L1, isFlag}};
        return faultIn(object, members, strictness);
    }
    static const QList<Member> outer{{"memory"_L1, [](const QJsonValue &value) { return value.isObject(); }}};
    static const QList<Member> inner{
        {"limit_mb"_L1, isMegabytes}, {"limitMB"_L1, isMegabytes}, {"autoscale"_L1, isFlag}};
    const QString fault = faultIn(object, outer, strictness);
    return fault.isEmpty() ? faultIn(object.value("memory"_L1).toObject(), inner, strictness) : fault;
}

SidePolicyStore::SidePolicyStore(const SpriteView &view, SidePolicy policy, PolicyStrictness strictness)
    : m_file(view, sidePolicyName(policy))
    , m_policy(policy)
    , m_strictness(strictness)
{}

QByteArray SidePolicyStore::read() const
{
    return m_file.read(QByteArrayLiteral("{}\n"));
}

StoreResult<Done> SidePolicyStore::write(const QByteArray &body) const
{
    const QString fault = sidePolicyFault(m_policy, body, m_strictness);
    return fault.isEmpty() ? m_file.write(body) : StoreError{StoreFault::Invalid, fault};
}

StoreResult<Done> SidePolicyStore::remove() const
{
    return m_file.remove();
}

} // namespace Spritarium::Playground
