// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/orderproofsheet.h"

#include "domain/policydiff.h"
#include "views/codetext.h"
#include "views/egressruletext.h"
#include "views/policydiffview.h"
#include "views/textlabel.h"

#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostNamed = 20;

//! "rule 3, Allow *.example.com"; the rule stands at `row` in the new order.
QString ruleAt(const NetworkPolicy &policy, int row)
{
    return OrderProofSheet::tr("rule %1 (%2)")
        .arg(QLocale().toString(row + 1), egressRuleText(policy.rules.value(row)));
}

QString pairText(const NetworkPolicy &policy, const OrderConflict &conflict)
{
    if (conflict.specific < 0 || conflict.first < 0) {
        const int row = std::max(conflict.specific, conflict.first);
        return row < 0 ? QString()
                       : OrderProofSheet::tr("It is %1 that decides under one reading only.")
                             .arg(ruleAt(policy, row));
    }
    return OrderProofSheet::tr("The most specific is %1, the first is %2.")
        .arg(ruleAt(policy, conflict.specific), ruleAt(policy, conflict.first));
}

} // namespace

OrderProofSheet::OrderProofSheet(const NetworkPolicy &before, const OrderProof &proof, QWidget *parent)
    : Sheet(tr("Make order-proof"), parent)
{
    setObjectName(u"orderProofSheet"_s);
    setMinimumWidth(640);
    const bool changed = proof.isChanged();
    if (!changed && proof.conflicts.isEmpty())
        addSentence(tr("Both readings agree already."), u"orderAgrees"_s, {});
    else if (!changed)
        addSentence(tr("No order of these rules makes both readings agree."), u"orderStuck"_s,
                    ColorRole::Caution);
    else if (proof.conflicts.isEmpty())
        addSentence(tr("In this order both readings agree on every name the rules mention."),
                    u"orderMeaning"_s, {});
    else
        addSentence(
            tr("In this order the readings differ less. Some pairs of rules still prevent that they agree."),
            u"orderMeaning"_s, {});
    if (changed) {
        auto *diff = new PolicyDiffView(this);
        diff->setObjectName(u"orderDiff"_s);
        diff->setVisibleRows(10);
        diff->setDiff(differenceBetween(before, proof.policy));
        content()->addWidget(diff, 1);
    }
    addConflicts(proof);
    if (!changed) {
        content()->addStretch(1);
        QPushButton *close = addButton(tr("Close"), u"orderClose"_s);
        connect(close, &QPushButton::clicked, this, &QDialog::reject);
        setDefaultButton(close);
        close->setFocus();
        return;
    }
    addCancelButton();
    QPushButton *use = addButton(tr("Use this order"), u"orderUse"_s, ButtonRole::Primary);
    setDefaultButton(use);
    use->setFocus();
    connect(use, &QPushButton::clicked, this, [this] {
        Q_EMIT orderAccepted();
        accept();
    });
}

void OrderProofSheet::addSentence(const QString &text, const QString &name, std::optional<ColorRole> role)
{
    auto *sentence = new TextLabel(withoutTicks(text), TextRole::Body, this);
    sentence->setObjectName(name);
    sentence->setColorRole(role);
    sentence->setWordWrap(true);
    content()->addWidget(sentence);
}

void OrderProofSheet::addConflicts(const OrderProof &proof)
{
    const auto shown = proof.conflicts.mid(0, mostNamed);
    for (const OrderConflict &conflict : shown) {
        //: A name, then what both readings say of it, then the two rules
        const QString text = tr("The readings still differ for %1. %2 %3")
                                 .arg(isolated(conflict.name), verdictDifferenceText(conflict.verdict),
                                      pairText(proof.policy, conflict));
        addSentence(text.trimmed(), u"orderConflict"_s, ColorRole::Caution);
    }
    const int more = int(proof.conflicts.size() - shown.size());
    if (more > 0)
        addSentence(tr("and %n more", nullptr, more), u"orderConflictsMore"_s, ColorRole::Caution);
}

} // namespace Spritarium
