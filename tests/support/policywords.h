// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/policyevaluator.h"

#include <QRegularExpression>

namespace Spritarium {

//! "allow *.example.com; deny x; +defaults; -defaults; +other" as a policy: + includes a preset, - denies it,
//! = writes its action out.
inline NetworkPolicy policyOf(const QString &words)
{
    static const QRegularExpression separator(QStringLiteral(" *; *"));
    NetworkPolicy policy;
    for (const QString &part : words.split(separator, Qt::SkipEmptyParts)) {
        const QString text = part.mid(1);
        const QString allow = QStringLiteral("allow");
        const QString deny = QStringLiteral("deny");
        if (part.startsWith(u'+'))
            policy.rules << presetRule(text);
        else if (part.startsWith(u'-'))
            policy.rules << EgressRule{{}, deny, text, {}};
        else if (part.startsWith(u'='))
            policy.rules << EgressRule{{}, allow, text, {}};
        else
            policy.rules << EgressRule{part.section(u' ', 1), part.section(u' ', 0, 0), {}, {}};
    }
    return policy;
}

//! The other way round, to be read in failures.
inline QString wordsOf(const NetworkPolicy &policy)
{
    QStringList parts;
    for (const EgressRule &rule : policy.rules) {
        if (rule.include.isEmpty())
            parts << rule.action + u' ' + rule.domain;
        else if (rule.action.isEmpty())
            parts << u'+' + rule.include;
        else
            parts << (rule.denies() ? u'-' : u'=') + rule.include;
    }
    return parts.join(QStringLiteral("; "));
}

//! A small preset, so that tests do not depend on the list that comes with the program.
inline PresetNames smallPreset()
{
    PresetNames names;
    names.preset = QStringLiteral("defaults");
    names.asOf = QDate(2026, 11, 1);
    names.names = {QStringLiteral("github.com"), QStringLiteral("api.github.com"),
                   QStringLiteral("*.githubusercontent.com"), QStringLiteral("raw.githubusercontent.com"),
                   QStringLiteral("registry.npmjs.org")};
    return names;
}

} // namespace Spritarium
