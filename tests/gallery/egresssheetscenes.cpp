// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "gallery/galleryscenes.h"
#include "support/egressstory.h"
#include "views/applysheet.h"
#include "views/bulkapplysheet.h"
#include "views/copyrulessheet.h"
#include "views/gobackbar.h"
#include "views/orderproofsheet.h"
#include "views/policyhistorysheet.h"
#include "views/rulechangesheet.h"

#include <QCheckBox>
#include <QPushButton>
#include <QTabWidget>
#include <QTreeView>
#include <QVBoxLayout>

namespace Spritarium {

using namespace Qt::StringLiterals;
using EgressStory::policy;

namespace {

QString longName()
{
    return u"a-very-long-host-name-that-goes-on-and-on.some-department.eu-central-1.internal.example.com"_s;
}

NetworkPolicy inForce()
{
    return policy({u"allow api.example.com"_s, u"allow *.example.com"_s, u"include defaults"_s,
                   u"allow mirror.example.org"_s, u"allow one.example.net"_s, u"allow two.example.net"_s,
                   u"allow three.example.net"_s, u"allow four.example.net"_s, u"deny telemetry.example.net"_s,
                   u"deny *"_s});
}

NetworkPolicy draft()
{
    return policy({u"deny telemetry.example.net"_s, u"allow api.example.com"_s, u"deny *.example.com"_s,
                   u"include defaults"_s, u"allow "_s + longName(), u"allow one.example.net"_s,
                   u"allow two.example.net"_s, u"allow three.example.net"_s, u"allow four.example.net"_s,
                   u"deny *"_s});
}

ApplyReview review()
{
    ApplyReview made;
    made.sprite = u"calm-otter"_s;
    made.diff = differenceBetween(inForce(), draft());
    const PolicyEvaluator before(inForce());
    const PolicyEvaluator after(draft());
    made.verdictChanges = verdictChanges(before, after, namesOfInterest(before, after));
    return made;
}

QWidget *failingReview()
{
    ApplyReview made = review();
    made.sprite = u"a-very-long-sprite-name-that-needs-cutting"_s;
    made.isAsleep = true;
    made.firstRule = u"With this rule, everything else is blocked."_s;
    made.failing = checkExpectations(PolicyEvaluator(draft()), {{u"www.example.com"_s, Access::Allowed},
                                                                {u"one.example.net"_s, Access::Denied}});
    return new ApplySheet(made, false);
}

QWidget *conflict(int page)
{
    auto *sheet = new ApplySheet(review(), false);
    NetworkPolicy theirs = inForce();
    theirs.rules.removeAt(1);
    theirs.rules.prepend(allowRule(u"new.example.org"_s));
    Rebase rebase = rebasePolicy(inForce(), draft(), theirs);
    if (rebase.conflicts.isEmpty())
        rebase.conflicts << u"*.example.com"_s << longName();
    sheet->showConflict(inForce(), draft(), theirs, rebase);
    sheet->findChild<QTabWidget *>(u"conflictPages"_s)->setCurrentIndex(page);
    return sheet;
}

QWidget *history(bool filled)
{
    auto *sheet = new PolicyHistorySheet(u"calm-otter"_s, draft());
    if (!filled)
        return sheet;
    const QDateTime now = QDateTime::currentDateTimeUtc();
    sheet->setVersions({{u"4"_s, draft(), now.addSecs(-700), u"applied"_s},
                        {u"3"_s, inForce(), now.addSecs(-4000), u"went-back"_s},
                        {u"2"_s, policy({u"include defaults"_s}), now.addDays(-1), u"bulk"_s},
                        {u"1"_s, NetworkPolicy::developmentDefaults(), now.addDays(-40), u"with-sprite"_s}});
    return sheet;
}

SpriteKey key(const QString &name)
{
    return {AccountId(u"acme"_s), SpriteName(name)};
}

QWidget *copyRules()
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    auto *sheet = new CopyRulesSheet({{key(u"silver-birch"_s), SpriteState::Cold, now.addSecs(-3600)},
                                      {key(u"calm-otter"_s), SpriteState::Running, now},
                                      {key(u"quiet-maple"_s), SpriteState::Warm, {}},
                                      {key(u"odd-one"_s), SpriteState::Unknown, {}}});
    return sheet;
}

BulkApplySheet *bulk()
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    return new BulkApplySheet(
        {{u"Draft of calm-otter"_s, draft()}, {u"Locked down"_s, NetworkPolicy::lockedDown()}},
        {{key(u"calm-otter"_s), SpriteState::Running, inForce(), now},
         {key(u"brisk-heron"_s), SpriteState::Running, policy({u"include defaults"_s}), now},
         {key(u"amber-fox"_s), SpriteState::Running, draft(), now},
         {key(u"odd-one"_s), SpriteState::Running, {}, {}},
         {key(u"silver-birch"_s), SpriteState::Cold, inForce(), now.addDays(-1)},
         {key(u"quiet-maple"_s), SpriteState::Warm, {}, {}}});
}

QWidget *bulkResult()
{
    BulkApplySheet *sheet = bulk();
    sheet->findChild<QPushButton *>(u"bulkApply"_s)->click();
    sheet->setProgress(key(u"calm-otter"_s), Outcome::Succeeded, u"Applied and verified 14:05."_s);
    sheet->setProgress(key(u"brisk-heron"_s), Outcome::Failed,
                       u"Refused by the service: too many rules. Nothing changed."_s);
    sheet->setProgress(key(u"odd-one"_s), Outcome::Unknown, u"No answer after 20 s."_s);
    return sheet;
}

QWidget *goBack(int state)
{
    auto *place = new QWidget;
    place->resize(880, 140);
    auto *column = new QVBoxLayout(place);
    column->setContentsMargins(0, 0, 0, 0);
    auto *bar = new GoBackBar(place);
    column->addWidget(bar);
    column->addStretch(1);
    bar->setDue(QDateTime::currentDateTimeUtc().addSecs(102));
    if (state == 1)
        bar->showGoingBack();
    if (state == 2)
        bar->showFailure(u"Cannot reach api.sprites.dev: the network is away."_s);
    return place;
}

QWidget *orderStuck()
{
    const NetworkPolicy rules = policy({u"allow *.example.com"_s, u"deny *.a.example.com"_s});
    OrderProof proof{rules, {0, 1}, {}};
    proof.conflicts.append(
        {1, 0, u"x.a.example.com"_s, PolicyEvaluator(rules).verdict(u"x.a.example.com"_s)});
    return new OrderProofSheet(rules, proof);
}

QWidget *orderProof(const NetworkPolicy &before)
{
    return new OrderProofSheet(before, makeOrderProof(before));
}

} // namespace

QList<GalleryScene> egressSheetScenes()
{
    return {
        {u"sheet-egress-apply"_s, [] { return new ApplySheet(review(), false); }},
        {u"sheet-egress-review"_s, [] { return new ApplySheet(review(), true); }},
        {u"sheet-egress-failing"_s, failingReview},
        {u"sheet-egress-conflict"_s, [] { return conflict(0); }},
        {u"sheet-egress-conflict-rebased"_s, [] { return conflict(2); }},
        {u"sheet-egress-order"_s, [] { return orderProof(inForce()); }},
        {u"sheet-egress-order-agrees"_s, [] { return orderProof(policy({u"allow a.example.com"_s})); }},
        {u"sheet-egress-order-stuck"_s, orderStuck},
        {u"sheet-egress-history"_s, [] { return history(true); }},
        {u"sheet-egress-history-empty"_s, [] { return history(false); }},
        {u"sheet-egress-copy"_s, copyRules},
        {u"sheet-egress-bulk"_s, [] { return bulk(); }},
        {u"sheet-egress-bulk-result"_s, bulkResult},
        {u"sheet-egress-restore"_s, [] { return new RuleChangeSheet(inForce(), draft()); }},
        {u"bar-goback"_s, [] { return goBack(0); }},
        {u"bar-goback-now"_s, [] { return goBack(1); }},
        {u"bar-goback-failed"_s, [] { return goBack(2); }},
    };
}

} // namespace Spritarium
