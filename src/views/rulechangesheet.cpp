// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/rulechangesheet.h"

#include "views/textlabel.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace Spritarium {

using namespace Qt::StringLiterals;

QString egressRuleText(const EgressRule &rule)
{
    const bool denies = rule.action == "deny"_L1;
    if (!rule.include.isEmpty())
        return denies ? RuleChangeSheet::tr("Deny the names of %1").arg(rule.include)
                      : RuleChangeSheet::tr("Allow the names of %1").arg(rule.include);
    return denies ? RuleChangeSheet::tr("Deny %1").arg(rule.domain)
                  : RuleChangeSheet::tr("Allow %1").arg(rule.domain);
}

RuleChangeSheet::RuleChangeSheet(const NetworkPolicy &before, const NetworkPolicy &after, QWidget *parent)
    : Sheet(tr("Egress rules changed"), parent)
{
    setObjectName(u"ruleChangeSheet"_s);
    const auto list = [this](const QString &caption, const QList<EgressRule> &rules,
                             const NetworkPolicy &other) {
        QStringList lines;
        for (const EgressRule &rule : rules) {
            if (!other.rules.contains(rule))
                lines << egressRuleText(rule);
        }
        if (lines.isEmpty())
            return false;
        content()->addWidget(new TextLabel(caption, TextRole::Section, this));
        for (const QString &line : std::as_const(lines))
            content()->addWidget(new TextLabel(line, TextRole::Fixed, this));
        return true;
    };
    const bool gone = list(tr("No longer there"), before.rules, after);
    const bool fresh = list(tr("New"), after.rules, before);
    if (!gone && !fresh)
        content()->addWidget(
            new TextLabel(tr("The same rules stand in another order."), TextRole::Body, this));
    QPushButton *close = addButton(tr("Close"), u"closeRuleChange"_s);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    setDefaultButton(close);
}

} // namespace Spritarium
