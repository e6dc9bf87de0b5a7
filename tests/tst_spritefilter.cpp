// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "models/spritefilter.h"
#include "support/modelprobes.h"

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
    return account;
}

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

} // namespace

class tst_SpriteFilter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void runningFirstThenByName();
    void everyOrder();
    void aKeystrokeHidesAndShows();
    void accountsStayGroupsLeave();
    void conditionsAndFavorites();
    void aChangeMovesItsRow();
    void aChangeThatNoLongerMatchesLeaves();
    void selectionSurvivesFilterAndSort();
    void heldOrderWaits();
    void heldOrderStillLosesDeletedRows();
    void highlightWordsComeFromTheQuery();
    void manyChangesAreOneLayout();
    void agesDoNotSortAgain();
    void accountsComeAndGo();
    void randomChangesAgreeWithAFreshFilter();

private:
    QString names() const { return treeText(*filter, Role::NameRole); }

    std::unique_ptr<SpriteTreeModel> model;
    std::unique_ptr<SpriteFilter> filter;
    std::unique_ptr<QAbstractItemModelTester> tester;
    std::unique_ptr<ModelSpy> spy;
};

void tst_SpriteFilter::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
    model = std::make_unique<SpriteTreeModel>();
    filter = std::make_unique<SpriteFilter>(*model);
    tester = std::make_unique<QAbstractItemModelTester>(
        filter.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    spy = std::make_unique<ModelSpy>(*filter);
    model->applyAccounts({account(u"acme"_s)});
    QCOMPARE(names(), u"acme"_s);
}

void tst_SpriteFilter::cleanup()
{
    spy.reset();
    tester.reset();
    filter.reset();
    model.reset();
}

void tst_SpriteFilter::runningFirstThenByName()
{
    model->applyPage(Acme, sprites(u"d:cold B:cold a:warm z:running c:paused"_s), {});
    QCOMPARE(names(), u"acme(z a B d c)"_s);
    QCOMPARE(filter->matchCount(), 5);
    const QModelIndex z = filter->mapFromSource(model->indexOf(key(u"z"_s)));
    QCOMPARE(z.row(), 0);
    QCOMPARE(filter->mapToSource(z), model->indexOf(key(u"z"_s)));
}

void tst_SpriteFilter::everyOrder()
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    QList<Sprite> list = sprites(u"a:cold b:running c:warm"_s);
    list[0].lastRunningAt = now;
    list[1].lastRunningAt = now.addDays(-2);
    list[2].lastRunningAt = now.addDays(-1);
    list[0].createdAt = now.addDays(-9);
    list[1].createdAt = now.addDays(-7);
    list[2].createdAt = now.addDays(-8);
    model->applyListing(Acme, list, {});
    filter->setOrder(SpriteFilter::Order::Name);
    QCOMPARE(names(), u"acme(a b c)"_s);
    filter->setOrder(SpriteFilter::Order::LastRun);
    QCOMPARE(names(), u"acme(a c b)"_s);
    filter->setOrder(SpriteFilter::Order::Created);
    QCOMPARE(names(), u"acme(b c a)"_s);
    filter->setOrder(SpriteFilter::Order::State);
    QCOMPARE(names(), u"acme(b c a)"_s);
}

void tst_SpriteFilter::aKeystrokeHidesAndShows()
{
    model->applyListing(Acme, sprites(u"ant bee bat cat"_s), {});
    spy->take();
    QSignalSpy changes(filter.get(), &SpriteFilter::queryChanged);
    filter->setQueryText(u"b"_s);
    QCOMPARE(names(), u"acme(bat bee)"_s);
    QCOMPARE(spy->take(), u"remove 2"_s);
    QCOMPARE(filter->matchCount(), 2);
    filter->setQueryText(u"ba"_s);
    QCOMPARE(names(), u"acme(bat)"_s);
    filter->setQueryText(QString());
    QCOMPARE(names(), u"acme(ant bat bee cat)"_s);
    QCOMPARE(changes.size(), 3);
    filter->setQueryText(QString());
    QCOMPARE(changes.size(), 3);
}

void tst_SpriteFilter::accountsStayGroupsLeave()
{
    model->setGrouping(SpriteTreeModel::Grouping::ByLabel);
    model->applyListing(Acme, sprites(u"a::ci b::web c"_s), {});
    QCOMPARE(names(), u"acme(ci(a) web(b) c)"_s);
    filter->setQueryText(u"b"_s);
    QCOMPARE(names(), u"acme(web(b))"_s);
    filter->setQueryText(u"nothing"_s);
    QCOMPARE(names(), u"acme"_s);
    filter->setQueryText(u"a"_s);
    QCOMPARE(names(), u"acme(ci(a))"_s);
    model->applySprite(Acme, sprite(u"ab::new"_s));
    QCOMPARE(names(), u"acme(ci(a) new(ab))"_s);
    model->applyRemoval(key(u"ab"_s));
    QCOMPARE(names(), u"acme(ci(a))"_s);
}

void tst_SpriteFilter::conditionsAndFavorites()
{
    model->applyListing(Acme, sprites(u"a:running b:cold c:running"_s), {});
    model->setFavorite(key(u"c"_s), true);
    QCOMPARE(names(), u"acme(Favorites(c) a b)"_s);
    model->setRestricted(key(u"b"_s), true);
    filter->setQueryText(u"restricted"_s);
    QCOMPARE(names(), u"acme(b)"_s);
    model->setRestricted(key(u"a"_s), true);
    QCOMPARE(names(), u"acme(a b)"_s);
    filter->setQueryText(u"org:acme state:running"_s);
    QCOMPARE(names(), u"acme(Favorites(c) a)"_s);
}

void tst_SpriteFilter::aChangeMovesItsRow()
{
    model->applyListing(Acme, sprites(u"a:cold b:cold c:cold"_s), {});
    const QPersistentModelIndex c = filter->mapFromSource(model->indexOf(key(u"c"_s)));
    model->applySprite(Acme, sprite(u"c:running"_s));
    QCOMPARE(names(), u"acme(c a b)"_s);
    QCOMPARE(c.row(), 0);
    QCOMPARE(c.data(Role::NameRole).toString(), u"c"_s);
}

void tst_SpriteFilter::aChangeThatNoLongerMatchesLeaves()
{
    model->applyListing(Acme, sprites(u"a:running b:running"_s), {});
    filter->setQueryText(u"state:running"_s);
    model->applySprite(Acme, sprite(u"a:cold"_s));
    QCOMPARE(names(), u"acme(b)"_s);
    model->applySprite(Acme, sprite(u"a:running"_s));
    QCOMPARE(names(), u"acme(a b)"_s);
}

void tst_SpriteFilter::selectionSurvivesFilterAndSort()
{
    model->applyListing(Acme, sprites(u"ant:cold bee:running cat:cold"_s), {});
    const PersistentProbe probe(*filter, Role::NameRole);
    filter->setQueryText(u"a"_s);
    QCOMPARE(probe.problem({u"acme"_s, u"ant"_s, u"cat"_s}), QString());
    filter->setOrder(SpriteFilter::Order::Name);
    QCOMPARE(probe.problem({u"acme"_s, u"ant"_s, u"cat"_s}), QString());
    const PersistentProbe second(*filter, Role::NameRole);
    model->setGrouping(SpriteTreeModel::Grouping::ByPrefix);
    model->setFavorite(key(u"cat"_s), true);
    QCOMPARE(second.problem({u"acme"_s, u"ant"_s, u"cat"_s}), QString());
}

void tst_SpriteFilter::heldOrderWaits()
{
    model->applyListing(Acme, sprites(u"b:cold c:cold"_s), {});
    filter->setOrderHeld(true);
    model->applySprite(Acme, sprite(u"c:running"_s));
    QCOMPARE(names(), u"acme(b c)"_s);
    QCOMPARE(filter->mapFromSource(model->indexOf(key(u"c"_s))).data(Role::StateTextRole).toString(),
             u"Running"_s);
    model->applySprite(Acme, sprite(u"a:running"_s));
    QCOMPARE(names(), u"acme(b c a)"_s);
    filter->setOrderHeld(false);
    QCOMPARE(names(), u"acme(a c b)"_s);
}

void tst_SpriteFilter::heldOrderStillLosesDeletedRows()
{
    model->applyListing(Acme, sprites(u"a b c"_s), {});
    filter->setOrderHeld(true);
    model->applySprite(Acme, sprite(u"d"_s));
    model->applyRemoval(key(u"d"_s));
    model->applyRemoval(key(u"b"_s));
    QCOMPARE(names(), u"acme(a c)"_s);
    filter->setOrderHeld(false);
    QCOMPARE(names(), u"acme(a c)"_s);
}

void tst_SpriteFilter::highlightWordsComeFromTheQuery()
{
    filter->setQueryText(u"Web state:cold"_s);
    QCOMPARE(filter->query().words(), QStringList{u"web"_s});
    QCOMPARE(filter->queryText(), u"Web state:cold"_s);
}

void tst_SpriteFilter::manyChangesAreOneLayout()
{
    QStringList words;
    for (int i = 0; i < 200; ++i)
        words << (i % 2 ? u"odd%1:cold"_s : u"even%1:cold"_s).arg(i, 3, 10, QChar(u'0'));
    filter->setOrder(SpriteFilter::Order::Created);
    QList<Sprite> list = sprites(words.join(u' '));
    for (int i = 0; i < list.size(); ++i)
        list[i].createdAt = QDateTime::fromMSecsSinceEpoch(1000 * i, Qt::UTC);
    model->applyListing(Acme, list, {});
    spy->take();
    filter->setQueryText(u"odd"_s);
    QCOMPARE(spy->take(), u"layout 1"_s);
    QCOMPARE(filter->matchCount(), 100);
}

void tst_SpriteFilter::agesDoNotSortAgain()
{
    model->applyListing(Acme, sprites(u"a b c"_s), {});
    spy->take();
    model->refreshAges(QDateTime::currentDateTimeUtc());
    QCOMPARE(spy->changed.first()[0].toModelIndex(), filter->index(0, 0, filter->index(0, 0)));
    QCOMPARE(spy->changed.first()[1].toModelIndex(), filter->index(2, 0, filter->index(0, 0)));
    QCOMPARE(spy->take(), u"change 1"_s);
}

void tst_SpriteFilter::accountsComeAndGo()
{
    model->applyAccounts({account(u"acme"_s), account(u"zeta"_s)});
    model->applyListing(AccountId(u"zeta"_s), sprites(u"a b"_s), {});
    QCOMPARE(names(), u"acme zeta(a b)"_s);
    model->applyAccounts({account(u"zeta"_s)});
    QCOMPARE(names(), u"zeta(a b)"_s);
    model->applyAccounts({});
    QCOMPARE(names(), QString());
}

void tst_SpriteFilter::randomChangesAgreeWithAFreshFilter()
{
    QRandomGenerator random(7);
    const QStringList labels{QString(), u"ci"_s, u"web"_s};
    const QStringList states{u"running"_s, u"warm"_s, u"cold"_s};
    const QStringList queries{QString(), u"1"_s, u"state:cold"_s, u"label:ci"_s, u"p2"_s, u"none"_s};
    for (int round = 0; round < 500; ++round) {
        const PersistentProbe probe(*filter, Role::NameRole);
        switch (random.bounded(7)) {
        case 0:
            filter->setQueryText(queries[random.bounded(int(queries.size()))]);
            break;
        case 1:
            filter->setOrder(SpriteFilter::Order(random.bounded(2)));
            break;
        case 2:
            model->setGrouping(SpriteTreeModel::Grouping(random.bounded(3)));
            break;
        case 3:
            model->setFavorite(key(u"p%1-%1"_s.arg(random.bounded(4))), random.bounded(2));
            break;
        case 4:
            model->applyRemoval(key(u"p%1-%1"_s.arg(random.bounded(4))));
            break;
        default: {
            QStringList words;
            for (int i = 0; i < 16; ++i) {
                if (random.bounded(4) > 0) {
                    const QString place = u"p%1-%2"_s.arg(i % 4).arg(i);
                    words << place + u':' + states[random.bounded(3)] + u':' + labels[random.bounded(3)];
                }
            }
            model->applyListing(Acme, sprites(words.join(u' ')), {});
        }
        }
        QCOMPARE(probe.problem({u"acme"_s}), QString());
        SpriteFilter fresh(*model);
        fresh.setOrder(filter->order());
        fresh.setQueryText(filter->queryText());
        QCOMPARE(names(), treeText(fresh, Role::NameRole));
    }
    QCOMPARE(spy->reset.size(), 0);
}

QTEST_GUILESS_MAIN(tst_SpriteFilter)
#include "tst_spritefilter.moc"
