// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "models/policyruletexts.h"

#include "domain/presetnames.h"
#include "domain/ruleinput.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Spritarium {

namespace {

using RowType = PolicyRuleRow::Type;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Spritarium::PolicyRuleModel)
};

QString groupTitle(EvaluationGroup group)
{
    switch (group) {
    case EvaluationGroup::ExactNames:
        return Text::tr("Exact names");
    case EvaluationGroup::Presets:
        return Text::tr("Presets");
    case EvaluationGroup::Subdomains:
        return Text::tr("Subdomains");
    case EvaluationGroup::Everything:
        return Text::tr("Everything");
    case EvaluationGroup::Ignored:
        return Text::tr("Refused by the service");
    }
    return {};
}

QString presetText(const EgressRule &rule)
{
    const PresetNames &known = knownDefaults();
    if (rule.include != known.preset)
        return Text::tr("Preset “%1” — refused by the service").arg(rule.include);
    const int about = int((known.names.size() + 5) / 10 * 10);
    return rule.denies() ? Text::tr("Development defaults — denies about %n names", nullptr, about)
                         : Text::tr("Development defaults — allows about %n names", nullptr, about);
}

QString fallbackText(const EgressRule &rule)
{
    return rule.denies() ? Text::tr("Everything else — Deny") : Text::tr("Everything — Allow");
}

QString spokenAction(const EgressRule &rule)
{
    if (rule.denies())
        return Text::tr("deny", "spoken");
    if (rule.action == "allow"_L1 || (rule.action.isEmpty() && !rule.include.isEmpty()))
        return Text::tr("allow", "spoken");
    return rule.action.isEmpty() ? Text::tr("no action", "spoken") : rule.action;
}

QString spokenKind(RuleKind kind)
{
    switch (kind) {
    case RuleKind::Exact:
        return Text::tr("exact", "spoken");
    case RuleKind::Subdomains:
        return Text::tr("subdomains", "spoken");
    case RuleKind::Everything:
        return Text::tr("everything", "spoken");
    case RuleKind::Preset:
        return Text::tr("preset", "spoken");
    case RuleKind::Invalid:
        return Text::tr("invalid", "spoken");
    }
    return {};
}

QString spokenName(const EgressRule &rule)
{
    if (rule.kind() == RuleKind::Preset)
        return rule.include == knownDefaults().preset ? Text::tr("development defaults", "spoken")
                                                      : rule.include;
    if (rule.domain.isEmpty())
        return Text::tr("no name", "spoken");
    QStringList labels = displayPattern(rule.domain).split(u'.');
    for (QString &label : labels)
        label.replace(u"*"_s, Text::tr("star", "spoken"));
    return labels.join(u' ' + Text::tr("dot", "spoken") + u' ');
}

//! A badge in the middle of a list of words.
QString spokenBadge(const Finding &finding)
{
    switch (finding.kind) {
    case FindingKind::NeverDecides:
        return Text::tr("never decides", "spoken");
    case FindingKind::SameAs:
        return Text::tr("same as %1", "spoken").arg(finding.other + 1);
    case FindingKind::DependsOnReading:
        return Text::tr("depends on reading", "spoken");
    case FindingKind::OrderMatters:
        return Text::tr("order matters", "spoken");
    case FindingKind::PresetWins:
        return Text::tr("preset wins", "spoken");
    case FindingKind::BareNameUnsure:
        return Text::tr("bare name unsure", "spoken");
    case FindingKind::AllowsEverything:
        return Text::tr("allows everything", "spoken");
    case FindingKind::FirstRule:
        return Text::tr("first rule", "spoken");
    case FindingKind::NeverMatches:
        return Text::tr("never matches", "spoken");
    case FindingKind::Refused:
        return finding.isOfDocument ? Text::tr("unknown keys beside the rules", "spoken")
                                    : Text::tr("would be refused", "spoken");
    case FindingKind::PresetDenied:
        return Text::tr("denies the preset", "spoken");
    }
    return {};
}

QString presetToolTip(const EgressRule &rule)
{
    const PresetNames &known = knownDefaults();
    if (rule.include != known.preset)
        return {};
    const QString meaning =
        rule.denies() ? Text::tr("A preset is meant to allow. This one denies every name of its list.")
                      : Text::tr("A preset allows every name of its list.");
    const QString age = Text::tr("List as known on %1; the service may differ.")
                            .arg(QLocale().toString(known.asOf, QLocale::ShortFormat));
    return meaning + u'\n' + age;
}

} // namespace

QString ruleActionText(const EgressRule &rule)
{
    if (rule.denies())
        return Text::tr("Deny");
    if (rule.action == "allow"_L1 || (rule.action.isEmpty() && !rule.include.isEmpty()))
        return Text::tr("Allow");
    return rule.action.isEmpty() ? Text::tr("No action") : rule.action;
}

QString ruleNameText(const PolicyRuleRow &row)
{
    switch (row.type) {
    case RowType::Header:
        return groupTitle(row.group);
    case RowType::Fallback:
        return fallbackText(row.rule);
    case RowType::Rule:
        break;
    }
    if (row.rule.kind() == RuleKind::Preset)
        return presetText(row.rule);
    if (!row.rule.include.isEmpty())
        return Text::tr("%1 and preset “%2”").arg(displayPattern(row.rule.domain), row.rule.include);
    return row.rule.domain.isEmpty() ? Text::tr("No name") : displayPattern(row.rule.domain);
}

QString ruleKindText(const EgressRule &rule)
{
    switch (rule.kind()) {
    case RuleKind::Exact:
        return Text::tr("Exact");
    case RuleKind::Subdomains:
        return Text::tr("Subdomains");
    case RuleKind::Everything:
        return Text::tr("Everything");
    case RuleKind::Preset:
        return Text::tr("Preset");
    case RuleKind::Invalid:
        return Text::tr("Invalid");
    }
    return {};
}

QString ruleFindingsText(const PolicyRuleRow &row)
{
    QStringList badges;
    for (const Finding &finding : row.findings)
        badges << findingBadge(finding);
    return badges.join(u" · "_s);
}

QString ruleSpokenText(const PolicyRuleRow &row)
{
    if (row.type == RowType::Header)
        return groupTitle(row.group);
    if (row.type == RowType::Fallback)
        return row.rule.denies() ? Text::tr("Everything else, deny") : Text::tr("Everything, allow");
    QString text = Text::tr("Rule %1, %2, %3, %4")
                       .arg(QLocale().toString(row.documentRow + 1), spokenAction(row.rule),
                            spokenName(row.rule), spokenKind(row.rule.kind()));
    for (const Finding &finding : row.findings)
        text = Text::tr("%1, %2", "a list that goes on").arg(text, spokenBadge(finding));
    return text;
}

QString ruleToolTip(const PolicyRuleRow &row)
{
    if (row.type != RowType::Rule)
        return {};
    QStringList lines;
    if (row.rule.kind() == RuleKind::Preset)
        lines << presetToolTip(row.rule);
    else if (displayPattern(row.rule.domain) != row.rule.domain)
        lines << Text::tr("Saved as %1.").arg(row.rule.domain);
    for (const Finding &finding : row.findings)
        lines << findingText(finding);
    const QString refusal = ruleRefusal(row.rule);
    const bool isTold = std::any_of(row.findings.begin(), row.findings.end(), [](const Finding &finding) {
        return finding.kind == FindingKind::Refused;
    });
    if (!isTold)
        lines << refusal;
    lines.removeAll(QString());
    return lines.join(u'\n');
}

QString ruleSearchText(const PolicyRuleRow &row)
{
    if (row.type != RowType::Rule)
        return ruleNameText(row);
    return QStringList{row.rule.domain,          ruleNameText(row), row.rule.include,
                       ruleActionText(row.rule), row.note,          ruleKindText(row.rule),
                       ruleFindingsText(row)}
        .join(u' ');
}

} // namespace Spritarium
