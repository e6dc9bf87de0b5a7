// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/egressruletext.h"

#include "views/codetext.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

struct RuleText
{
    Q_DECLARE_TR_FUNCTIONS(Spritarium::EgressRuleText)
};

QString withUnknownKeys(const QString &text, const EgressRule &rule)
{
    return rule.unknown.isEmpty() ? text : text + u' ' + QString::fromUtf8(rule.unknown);
}

} // namespace

QString egressActionText(const EgressRule &rule)
{
    if (rule.denies())
        return RuleText::tr("Deny");
    if (rule.action.isEmpty() || rule.action == "allow"_L1)
        return RuleText::tr("Allow");
    return rule.action;
}

QString egressSubjectText(const EgressRule &rule)
{
    if (rule.include.isEmpty())
        return withUnknownKeys(rule.domain, rule);
    const QString names = rule.include == "defaults"_L1
                              ? RuleText::tr("Development defaults")
                              : RuleText::tr("The names of %1").arg(isolated(rule.include));
    // Both a name and a preset: the service stores no such rule, but a document may hold one.
    const QString both =
        rule.domain.isEmpty() ? names : RuleText::tr("%1 and %2").arg(isolated(rule.domain), names);
    return withUnknownKeys(both, rule);
}

QString egressRuleText(const EgressRule &rule)
{
    if (rule.include.isEmpty() || !rule.domain.isEmpty()) {
        //: Allow or Deny, then what
        return RuleText::tr("%1 %2").arg(egressActionText(rule), egressSubjectText(rule));
    }
    return withUnknownKeys(rule.denies() ? RuleText::tr("Deny the names of %1").arg(rule.include)
                                         : RuleText::tr("Allow the names of %1").arg(rule.include),
                           rule);
}

QString withoutTicks(const QString &sentence)
{
    static const QRegularExpression ticks(u"`([^`]*)`"_s);
    return QString(sentence).replace(ticks, isolated(u"\\1"_s));
}

} // namespace Spritarium
