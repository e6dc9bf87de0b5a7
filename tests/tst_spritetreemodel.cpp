// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "models/spritetreemodel.h"
#include "support/modelprobes.h"
#include "support/patience.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

namespace {

const AccountId Acme{u"acme"_s};
using Role = SpriteTreeModel;

Account account(const QString &name)
{
    Account account;
    account.id = AccountId(name);
    account.organization = name;
    account.apiUrl = Account::defaultApiUrl();
    return account;
}

//! "web-1:running:ci,web": name, state, labels.
Sprite sprite(const QString &words)
{
    Sprite sprite;
    sprite.name = SpriteName(words.section(u':', 0, 0));
    sprite.rawState = words.section(u':', 1, 1);
    sprite.state = spriteStateOf(sprite.rawState);
    sprite.labels = words.section(u':', 2, 2).split(u',', Qt::SkipEmptyParts);
    return sprite;
}

QList<Sprite> sprites(const QString &words)
{
    QList<Sprite> list;
    for (const QString &word : words.split(u' ', Qt::SkipEmptyParts))
        list << sprite(word);
    return list;
}

SpriteKey key(const QString &name)
{
    return {Acme, SpriteName(name)};
}

QString names(const SpriteTreeModel &model)
{
    return treeText(model, Role::NameRole);
}

} // namespace

class tst_SpriteTreeModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void accountsComeAndGoByKey();
    void aPageIsOneInsertion();
    void anIdenticalListingIsSilent();
    void aPageRemovesNothingAListingDoes();
    void aChangedSpriteIsOneChangedRow();
    void indexesSurviveARefresh();
    void groupsFollowLabels();
    void groupsFollowPrefixes();
    void favoritesStandInTheirOwnGroup();
    void aRelabelledSpriteMovesWithItsIndex();
    void regroupingKeepsIndexes();
    void refusedTokensRemoveTheChildren();
    void whatIsKnownBeforeTheRowIsShownWithIt();
    void agesAreOneChangePerAccount();
    void rowsSayEverything();
    void aLongListingIsWorkedOffInSlices();
    void newerNewsOutliveALongListing();
    void aNameTwiceOnAPageIsOneRow();
    void randomRefreshesKeepEveryIndexOnItsRow();

private:
    std::unique_ptr<SpriteTreeModel> model;
    std::unique_ptr<QAbstractItemModelTester> tester;
    std::unique_ptr<ModelSpy> spy;
};

void tst_SpriteTreeModel::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
    model = std::make_unique<SpriteTreeModel>();
    tester = std::make_unique<QAbstractItemModelTester>(
        model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    spy = std::make_unique<ModelSpy>(*model);
    model->applyAccounts({account(u"acme"_s)});
    QCOMPARE(spy->take(), u"insert 1"_s);
}

void tst_SpriteTreeModel::cleanup()
{
    spy.reset();
    tester.reset();
    model.reset();
}

void tst_SpriteTreeModel::accountsComeAndGoByKey()
{
    model->applyAccounts({account(u"acme"_s), account(u"zeta"_s)});
    QCOMPARE(spy->take(), u"insert 1"_s);
    model->applyAccounts({account(u"acme"_s), account(u"zeta"_s)});
    QCOMPARE(spy->take(), QString());
    model->applyListing(AccountId(u"zeta"_s), sprites(u"a b"_s), {});
    model->applyAccounts({account(u"acme"_s)});
    QCOMPARE(names(*model), u"acme"_s);
    QCOMPARE(model->spriteCount(), 0);
    model->applyListing(AccountId(u"zeta"_s), sprites(u"a b"_s), {});
    QCOMPARE(names(*model), u"acme"_s);
}

void tst_SpriteTreeModel::aPageIsOneInsertion()
{
    model->applyPage(Acme, sprites(u"a b c"_s), {});
    QCOMPARE(spy->take(), u"insert 1"_s);
    model->applyPage(Acme, sprites(u"d e"_s), {});
    QCOMPARE(spy->take(), u"insert 1"_s);
    QCOMPARE(names(*model), u"acme(a b c d e)"_s);
}

void tst_SpriteTreeModel::anIdenticalListingIsSilent()
{
    OrganizationCounts counts;
    counts.running = 1;
    model->applyListing(Acme, sprites(u"a:running b:cold"_s), counts);
    spy->take();
    model->applyListing(Acme, sprites(u"a:running b:cold"_s), counts);
    model->applyPage(Acme, sprites(u"b:cold"_s), counts);
    model->applyListing(Acme, sprites(u"b:cold a:running"_s), counts);
    QCOMPARE(spy->take(), QString());
}

void tst_SpriteTreeModel::aPageRemovesNothingAListingDoes()
{
    model->applyListing(Acme, sprites(u"a b c d e"_s), {});
    spy->take();
    model->applyPage(Acme, sprites(u"a"_s), {});
    QCOMPARE(spy->take(), QString());
    model->applyListing(Acme, sprites(u"a d f"_s), {});
    QCOMPARE(spy->take(), u"insert 1 remove 2"_s);
    QCOMPARE(names(*model), u"acme(a d f)"_s);
    QVERIFY(!model->indexOf(key(u"b"_s)).isValid());
    QCOMPARE(model->indexOf(key(u"f"_s)).row(), 2);
}

void tst_SpriteTreeModel::aChangedSpriteIsOneChangedRow()
{
    model->applyListing(Acme, sprites(u"a:cold b:cold c:cold"_s), {});
    spy->take();
    model->applySprite(Acme, sprite(u"b:running"_s));
    QCOMPARE(spy->changed.size(), 1);
    QCOMPARE(spy->changed.first()[0].toModelIndex(), model->indexOf(key(u"b"_s)));
    QCOMPARE(spy->take(), u"change 1"_s);
    QCOMPARE(model->indexOf(key(u"b"_s)).data(Role::StateTextRole).toString(), u"Running"_s);
    model->applyRemoval(key(u"b"_s));
    QCOMPARE(spy->take(), u"remove 1"_s);
    model->applyRemoval(key(u"b"_s));
    QCOMPARE(spy->take(), QString());
}

void tst_SpriteTreeModel::indexesSurviveARefresh()
{
    model->applyListing(Acme, sprites(u"a b c d"_s), {});
    const PersistentProbe probe(*model, Role::NameRole);
    model->applyListing(Acme, sprites(u"d x a"_s), {});
    QCOMPARE(probe.problem({u"acme"_s, u"a"_s, u"d"_s}), QString());
}

void tst_SpriteTreeModel::groupsFollowLabels()
{
    model->setGrouping(SpriteTreeModel::Grouping::ByLabel);
    model->applyListing(Acme, sprites(u"a::ci b::web c::ci,web d"_s), {});
    QCOMPARE(names(*model), u"acme(d ci(a c) web(b))"_s);
    QCOMPARE(model->indexOf(key(u"c"_s)).parent().data(Role::KindRole).toInt(),
             int(SpriteTreeModel::NodeKind::Group));
    model->applyListing(Acme, sprites(u"a::ci d"_s), {});
    QCOMPARE(names(*model), u"acme(d ci(a))"_s);
}

void tst_SpriteTreeModel::groupsFollowPrefixes()
{
    model->setGrouping(SpriteTreeModel::Grouping::ByPrefix);
    model->applyListing(Acme, sprites(u"web-1 ci-1 web-2 lone"_s), {});
    QCOMPARE(names(*model), u"acme(lone web(web-1 web-2) ci(ci-1))"_s);
}

void tst_SpriteTreeModel::favoritesStandInTheirOwnGroup()
{
    model->setFavorite(key(u"b"_s), true);
    model->applyListing(Acme, sprites(u"a b c"_s), {});
    QCOMPARE(names(*model), u"acme(a c Favorites(b))"_s);
    QPersistentModelIndex c = model->indexOf(key(u"c"_s));
    model->setFavorite(key(u"c"_s), true);
    QCOMPARE(names(*model), u"acme(a Favorites(b c))"_s);
    QCOMPARE(c.data(Role::NameRole).toString(), u"c"_s);
    QVERIFY(c.data(Role::FavoriteRole).toBool());
    QVERIFY(c.parent().data(Role::IsFavoritesRole).toBool());
    model->setFavorite(key(u"b"_s), false);
    model->setFavorite(key(u"c"_s), false);
    QCOMPARE(names(*model), u"acme(a b c)"_s);
}

void tst_SpriteTreeModel::aRelabelledSpriteMovesWithItsIndex()
{
    model->setGrouping(SpriteTreeModel::Grouping::ByLabel);
    model->applyListing(Acme, sprites(u"a::ci b::web"_s), {});
    const QPersistentModelIndex a = model->indexOf(key(u"a"_s));
    spy->take();
    model->applySprite(Acme, sprite(u"a::web"_s));
    QCOMPARE(names(*model), u"acme(web(b a))"_s);
    QCOMPARE(a.data(Role::NameRole).toString(), u"a"_s);
    QCOMPARE(spy->take(), u"remove 1 move 1 change 1"_s);
}

void tst_SpriteTreeModel::regroupingKeepsIndexes()
{
    model->applyListing(Acme, sprites(u"web-1 ci-1 web-2 lone"_s), {});
    const PersistentProbe probe(*model, Role::NameRole);
    model->setGrouping(SpriteTreeModel::Grouping::ByPrefix);
    QCOMPARE(probe.problem({u"acme"_s, u"web-1"_s, u"ci-1"_s, u"web-2"_s, u"lone"_s}), QString());
    model->setGrouping(SpriteTreeModel::Grouping::Flat);
    QCOMPARE(probe.problem({u"acme"_s, u"web-1"_s, u"ci-1"_s, u"web-2"_s, u"lone"_s}), QString());
    QCOMPARE(model->rowCount(model->indexOf(Acme)), 4);
    QCOMPARE(spy->reset.size(), 0);
}

void tst_SpriteTreeModel::refusedTokensRemoveTheChildren()
{
    model->applyListing(Acme, sprites(u"a b"_s), {});
    ViewState denied;
    denied.kind = ViewState::Kind::Denied;
    model->applyAccountState(Acme, denied);
    QCOMPARE(names(*model), u"acme"_s);
    const QModelIndex index = model->indexOf(Acme);
    QCOMPARE(index.data(Role::SecondLineRole).toString(), u"Token refused. Sign in again."_s);
    QCOMPARE(index.data(Role::AccountStateRole).value<ViewState>(), denied);
    QCOMPARE(model->spriteCount(), 0);
}

void tst_SpriteTreeModel::whatIsKnownBeforeTheRowIsShownWithIt()
{
    model->setRestricted(key(u"a"_s), true);
    model->setBusy(key(u"a"_s), true);
    model->setForwards(key(u"a"_s), 2);
    model->applyPage(Acme, sprites(u"a"_s), {});
    const QModelIndex a = model->indexOf(key(u"a"_s));
    QCOMPARE(a.data(Role::RestrictedRole), QVariant(true));
    QVERIFY(a.data(Role::BusyRole).toBool());
    QCOMPARE(a.data(Role::ForwardsRole).toInt(), 2);
    QVERIFY(a.data(Qt::AccessibleTextRole).toString().contains(u"2 forward"_s));
    QVERIFY(!a.data(Role::HoldRole).isValid());
    const QDateTime until = QDateTime::currentDateTimeUtc().addSecs(900);
    model->setHold(key(u"a"_s), until);
    QCOMPARE(a.data(Role::HoldRole).toDateTime(), until);
    QVERIFY(a.data(Qt::AccessibleTextRole).toString().contains(u"kept awake until "_s));
    model->setHold(key(u"a"_s), {});
    QVERIFY(!a.data(Role::HoldRole).isValid());
    QCOMPARE(model->factsOf(key(u"a"_s)), (SpriteFacts{u"acme"_s, true, true}));
    model->setRestricted(key(u"a"_s), std::nullopt);
    QVERIFY(!a.data(Role::RestrictedRole).isValid());
    spy->take();
    model->setBusy(key(u"a"_s), true);
    QCOMPARE(spy->take(), QString());
    model->setDeleting(key(u"a"_s), true);
    model->applyListing(Acme, {}, {});
    model->applyPage(Acme, sprites(u"a"_s), {});
    QVERIFY(!model->indexOf(key(u"a"_s)).data(Role::DeletingRole).toBool());
}

void tst_SpriteTreeModel::agesAreOneChangePerAccount()
{
    Sprite ran = sprite(u"a:cold:web"_s);
    const QDateTime now = QDateTime::currentDateTimeUtc();
    ran.lastRunningAt = now.addSecs(-60 * 12);
    model->applyListing(Acme, {ran, sprite(u"b"_s), sprite(u"c"_s)}, {});
    spy->take();
    model->refreshAges(now);
    QCOMPARE(spy->take(), u"change 1"_s);
    QCOMPARE(model->indexOf(key(u"a"_s)).data(Role::SecondLineRole).toString(),
             u"Cold · ran 12 min ago · web"_s);
    model->refreshAges(now.addSecs(60));
    QCOMPARE(model->indexOf(key(u"a"_s)).data(Role::SecondLineRole).toString(),
             u"Cold · ran 13 min ago · web"_s);
}

void tst_SpriteTreeModel::rowsSayEverything()
{
    Sprite open = sprite(u"a:suspended:web"_s);
    open.urlAuth = u"public"_s;
    OrganizationCounts counts;
    counts.running = 3;
    counts.runningLimit = 10;
    counts.warm = 12;
    model->applyListing(Acme, {open}, counts);
    model->setRestricted(key(u"a"_s), false);
    const QModelIndex a = model->indexOf(key(u"a"_s));
    QCOMPARE(a.data(Qt::AccessibleTextRole).toString(),
             u"a, suspended, web, public address, egress unrestricted"_s);
    QCOMPARE(a.data(Role::KeyRole).value<SpriteKey>(), key(u"a"_s));
    QCOMPARE(a.data(Role::AccountIdRole).toString(), u"acme"_s);
    QCOMPARE(model->indexOf(Acme).data(Role::CountsRole).toString(), u"3 of 10 running · 12 warm"_s);
    QVERIFY(model->indexOf(Acme).data(Role::KeyRole).value<SpriteKey>().isEmpty());
}

void tst_SpriteTreeModel::aLongListingIsWorkedOffInSlices()
{
    tester.reset(); // it looks at every row for every signal
    QList<Sprite> many;
    for (int i = 0; i < 30000; ++i)
        many << sprite(u"s%1:cold"_s.arg(i));
    model->applyListing(Acme, many, {});
    QTRY_VERIFY(!model->isApplying());
    QCOMPARE(model->spriteCount(), 30000);
    spy->take();
    model->applyListing(Acme, many, {});
    QTRY_VERIFY(!model->isApplying());
    QCOMPARE(spy->take(), QString());
    QList<Sprite> fewer;
    for (int i = 0; i < 30000; i += 100)
        fewer << many[i];
    model->applyListing(Acme, fewer, {});
    QTRY_VERIFY(!model->isApplying());
    QCOMPARE(model->rowCount(model->indexOf(Acme)), 300);
    QCOMPARE(model->indexOf(key(u"s200"_s)).row(), 2);
}

void tst_SpriteTreeModel::newerNewsOutliveALongListing()
{
    tester.reset();
    QList<Sprite> many;
    for (int i = 0; i < 30000; ++i)
        many << sprite(u"s%1:cold"_s.arg(i));
    model->applyListing(Acme, many, {});
    QVERIFY(model->isApplying());
    model->applySprite(Acme, sprite(u"new:running"_s));
    model->applySprite(Acme, sprite(u"s29999:running"_s));
    model->applyRemoval(key(u"s29998"_s));
    QTRY_VERIFY(!model->isApplying());
    QVERIFY(model->sprite(key(u"new"_s)).has_value());
    QVERIFY(model->sprite(key(u"s29999"_s))->isRunning());
    QVERIFY(!model->sprite(key(u"s29998"_s)).has_value());
}

void tst_SpriteTreeModel::aNameTwiceOnAPageIsOneRow()
{
    model->applyPage(Acme, sprites(u"a:cold b a:running"_s), {});
    QCOMPARE(names(*model), u"acme(a b)"_s);
    QVERIFY(model->sprite(key(u"a"_s))->isRunning());
}

void tst_SpriteTreeModel::randomRefreshesKeepEveryIndexOnItsRow()
{
    QRandomGenerator random(42);
    const QStringList labels{QString(), u"ci"_s, u"web"_s, u"db"_s};
    const QStringList states{u"running"_s, u"warm"_s, u"cold"_s};
    for (int round = 0; round < 400; ++round) {
        QStringList words, expected;
        for (int i = 0; i < 20; ++i) {
            if (random.bounded(3) == 0)
                continue;
            expected << u"p%1-%2"_s.arg(i % 3).arg(i);
            words << expected.last() + u':' + states[random.bounded(3)] + u':' + labels[random.bounded(4)];
        }
        std::shuffle(words.begin(), words.end(), random);
        const PersistentProbe probe(*model, Role::NameRole);
        model->applyListing(Acme, sprites(words.join(u' ')), {});
        QCOMPARE(probe.problem(expected), QString());
        QCOMPARE(model->spriteCount(), int(expected.size()));
        if (random.bounded(10) == 0)
            model->setGrouping(SpriteTreeModel::Grouping(random.bounded(3)));
        model->setFavorite(key(u"p%1-%2"_s.arg(0).arg(3 * random.bounded(6))), random.bounded(2));
        QCOMPARE(probe.problem(expected), QString());
    }
    QCOMPARE(spy->reset.size(), 0);
}

QTEST_GUILESS_MAIN(tst_SpriteTreeModel)
#include "tst_spritetreemodel.moc"
