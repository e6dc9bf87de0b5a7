// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/networkpolicy.h"

#include <QRandomGenerator>
#include <QStringList>

namespace Spritarium {

//! Names so few that they meet: exact names, patterns above them, and those of smallPreset().
inline QString randomPattern(QRandomGenerator &random)
{
    using namespace Qt::StringLiterals;
    static const QStringList patterns = {
        u"*"_s,
        u"com"_s,
        u"*.com"_s,
        u"example.com"_s,
        u"*.example.com"_s,
        u"a.example.com"_s,
        u"*.a.example.com"_s,
        u"b.a.example.com"_s,
        u"*.b.a.example.com"_s,
        u"github.com"_s,
        u"*.github.com"_s,
        u"api.github.com"_s,
        u"*.githubusercontent.com"_s,
        u"*.a.githubusercontent.com"_s,
        u"a.githubusercontent.com"_s,
        u"raw.githubusercontent.com"_s,
        u"githubusercontent.com"_s,
        u"*.org"_s,
        u"*.npmjs.org"_s,
        u"registry.npmjs.org"_s,
        u"any.example.com"_s,
        u"Example.COM"_s,
        u"example.com:443"_s,
    };
    return patterns.at(random.bounded(patterns.size()));
}

inline NetworkPolicy randomPolicy(QRandomGenerator &random)
{
    using namespace Qt::StringLiterals;
    NetworkPolicy policy;
    const int size = random.bounded(12);
    for (int row = 0; row < size; ++row) {
        const int kind = random.bounded(20);
        const QString action = random.bounded(2) == 0 ? u"allow"_s : u"deny"_s;
        if (kind == 0)
            policy.rules << EgressRule{{}, u"deny"_s, u"defaults"_s, {}};
        else if (kind <= 3)
            policy.rules << presetRule(u"defaults"_s);
        else if (kind == 4)
            policy.rules << EgressRule{u"x.test"_s, action, u"defaults"_s, {}};
        else
            policy.rules << EgressRule{randomPattern(random), action, {}, {}};
    }
    return policy;
}

} // namespace Spritarium
