// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/rulechangesheet.h"

#include "domain/policydiff.h"
#include "views/policydiffview.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace Spritarium {

using namespace Qt::StringLiterals;

RuleChangeSheet::RuleChangeSheet(const NetworkPolicy &before, const NetworkPolicy &after, QWidget *parent)
    : Sheet(tr("Egress rules changed"), parent)
{
    setObjectName(u"ruleChangeSheet"_s);
    auto *diff = new PolicyDiffView(this);
    diff->setObjectName(u"ruleChangeDiff"_s);
    diff->setVisibleRows(12);
    diff->setDiff(differenceBetween(before, after));
    content()->addWidget(diff, 1);
    QPushButton *close = addButton(tr("Close"), u"closeRuleChange"_s);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    setDefaultButton(close);
    close->setFocus();
}

} // namespace Spritarium
