// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/result.h"

#include <QByteArray>
#include <QList>
#include <QMetaType>
#include <QString>

namespace Spritarium {

//! What a rule names (ux-spec 10.2). Invalid: the service stores no such rule, but a document may hold one.
enum class RuleKind {
    Exact,      //!< `example.com`
    Subdomains, //!< `*.example.com`
    Everything, //!< `*`, and a rule with neither name nor preset
    Preset,     //!< `include`
    Invalid     //!< both a name and a preset
};

//! One rule of a network policy (sprites-api 6.1.1). Exactly one of domain and include is set on the wire; a
//! rule with neither is read as the catch-all "*" (6.1.2).
struct EgressRule
{
    QString domain;          //!< as written; see normalizedPattern()
    QString action;          //!< "allow", "deny"; may be empty with include; other words are kept
    QString include;         //!< a preset's name
    QByteArray unknown = {}; //!< keys this program does not know, as one compact JSON object; empty: none

    bool denies() const { return action == QLatin1StringView("deny"); }
    RuleKind kind() const;

    friend bool operator==(const EgressRule &, const EgressRule &) = default;
};

EgressRule allowRule(const QString &domain);
EgressRule denyRule(const QString &domain);
EgressRule presetRule(const QString &preset);

struct NetworkPolicy
{
    QList<EgressRule> rules;
    QByteArray unknown = {}; //!< of the document itself, like EgressRule::unknown

    bool isUnrestricted() const { return rules.isEmpty(); }

    friend bool operator==(const NetworkPolicy &, const NetworkPolicy &) = default;

    static NetworkPolicy unrestricted();
    static NetworkPolicy developmentDefaults();
    static NetworkPolicy lockedDown();
};

//! Protocol error for what is no policy: no object, `rules` no list, a rule that is no object, a known key
//! that is no text.
Result<NetworkPolicy> parseNetworkPolicy(const QByteArray &body);
//! Compact; known keys first in the order domain/include, action, then the unknown ones. A rule with neither
//! name nor preset is written as `*`.
QByteArray toJson(const NetworkPolicy &policy);
//! `pattern` as the service compares it: trimmed, lower case (sprites-api 6.1.2).
QString normalizedPattern(const QString &pattern);

} // namespace Spritarium

Q_DECLARE_METATYPE(Spritarium::EgressRule)
Q_DECLARE_METATYPE(Spritarium::NetworkPolicy)
