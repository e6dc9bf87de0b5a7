// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/ruleedits.h"

#include "domain/policytext.h"
#include "domain/ruleinput.h"
#include "views/codetext.h"

namespace Spritarium {

using namespace Qt::StringLiterals;

RuleEdits::RuleEdits(PolicyRuleModel &rules)
    : m_rules(rules)
{}

int RuleEdits::ruleCount() const
{
    return int(m_rules.document().rules().size());
}

EgressRule RuleEdits::ruleAt(int row) const
{
    return m_rules.document().rules().value(row).rule;
}

RuleEdits::Taken RuleEdits::insertText(const QString &text, int row, const QString &action, bool allOrNothing)
{
    Taken taken;
    QList<EgressRule> rules;
    const QString trimmed = text.trimmed();
    if (trimmed.startsWith(u'{') || trimmed.startsWith(u'[')) {
        const PolicyTextResult read = policyFromText(trimmed.toUtf8());
        taken.isPolicy = true;
        if (read.error)
            taken.refused << tr("Line %1: %2").arg(read.error->line).arg(read.error->text);
        else
            rules = read.policy.rules;
    } else {
        const RuleInput whole = cleanRuleInput(trimmed);
        const QList<RuleInput> parts = whole.isOk() ? QList<RuleInput>{whole} : cleanPastedNames(trimmed);
        for (const RuleInput &part : parts) {
            if (!part.isOk()) {
                taken.refused << part.refusal;
                continue;
            }
            if (taken.note.isEmpty())
                taken.note = part.note;
            rules << EgressRule{.domain = part.pattern, .action = action, .include = {}};
        }
        if (parts.size() < 2 && !whole.isOk())
            taken.refused = {whole.refusal};
    }
    if (rules.isEmpty() || (allOrNothing && !taken.refused.isEmpty()))
        return taken;
    taken.first = std::clamp(row, 0, ruleCount());
    taken.count = int(rules.size());
    m_rules.document().insertRules(taken.first, rules);
    return taken;
}

int RuleEdits::insertPreset(int row)
{
    const int at = std::clamp(row, 0, ruleCount());
    m_rules.document().insertRules(at, NetworkPolicy::developmentDefaults().rules);
    return at;
}

void RuleEdits::move(const QList<int> &rows, int to)
{
    m_rules.document().moveRules(rows, std::clamp(to, 0, ruleCount()));
}

bool RuleEdits::step(const QList<int> &rows, bool up)
{
    if (rows.isEmpty() || (up ? rows.first() == 0 : rows.last() >= ruleCount() - 1))
        return false;
    move(rows, up ? rows.first() - 1 : rows.last() + 2);
    return true;
}

void RuleEdits::flip(int row)
{
    m_rules.document().setAction(row, !ruleAt(row).denies());
}

void RuleEdits::remove(const QList<int> &rows)
{
    m_rules.document().removeRules(rows);
}

void RuleEdits::duplicate(const QList<int> &rows)
{
    if (rows.isEmpty())
        return;
    QList<EgressRule> copies;
    for (const int row : rows)
        copies << ruleAt(row);
    m_rules.document().insertRules(rows.last() + 1, copies);
}

QString RuleEdits::companionOf(int row) const
{
    const EgressRule rule = ruleAt(row);
    if (rule.kind() != RuleKind::Exact && rule.kind() != RuleKind::Subdomains)
        return {};
    const QString companion = companionPattern(rule.domain);
    const QList<DraftRule> &all = m_rules.document().rules();
    const bool there = std::any_of(all.begin(), all.end(), [&](const DraftRule &one) {
        return normalizedPattern(one.rule.domain) == companion;
    });
    return there ? QString() : companion;
}

int RuleEdits::addCompanion(int row)
{
    const QString companion = companionOf(row);
    if (companion.isEmpty())
        return -1;
    m_rules.document().insertRules(
        row + 1,
        {{.domain = companion, .action = ruleAt(row).denies() ? u"deny"_s : u"allow"_s, .include = {}}});
    return row + 1;
}

QString RuleEdits::names(const QList<int> &rows) const
{
    QStringList lines;
    for (const int row : rows) {
        const EgressRule rule = ruleAt(row);
        lines << (rule.kind() == RuleKind::Preset ? rule.include
                  : rule.domain.isEmpty()         ? u"*"_s
                                                  : rule.domain);
    }
    return lines.join(u'\n');
}

QString RuleEdits::json(const QList<int> &rows) const
{
    NetworkPolicy policy;
    for (const int row : rows)
        policy.rules << ruleAt(row);
    return QString::fromUtf8(policyToText(policy));
}

} // namespace Spritarium
