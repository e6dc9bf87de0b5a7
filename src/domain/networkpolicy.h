// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace Spritarium {

//! One rule of a network policy (sprites-api 6.1.1). Exactly one of domain and include is set on the wire; a
//! rule with neither is read as the catch-all "*" (6.1.2).
struct EgressRule
{
    QString domain;
    QString action; //!< "allow", "deny"; may be empty with include
    QString include;

    friend bool operator==(const EgressRule &, const EgressRule &) = default;
};

struct NetworkPolicy
{
    QList<EgressRule> rules;

    bool isUnrestricted() const { return rules.isEmpty(); }

    friend bool operator==(const NetworkPolicy &, const NetworkPolicy &) = default;

    static NetworkPolicy unrestricted();
    static NetworkPolicy developmentDefaults();
    static NetworkPolicy lockedDown();
};

Result<NetworkPolicy> parseNetworkPolicy(const QByteArray &body);
QByteArray toJson(const NetworkPolicy &policy);

} // namespace Spritarium
