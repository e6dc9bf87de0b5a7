// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "store/database.h"
#include "store/schema.h"
#include "store/store.h"
#include "support/patience.h"

#include <QDir>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

namespace {

const AccountId Acme{u"acme"_s};
const SpriteKey Otter{Acme, SpriteName(u"calm-otter"_s)};
const SpriteKey Longer{Acme, SpriteName(u"calm-otter-2"_s)};
const SpriteKey Elsewhere{AccountId(u"other"_s), Otter.sprite};

PortForward forwardOf(const SpriteKey &key, const QString &id, quint16 port)
{
    PortForward forward;
    forward.id = ForwardId(id);
    forward.sprite = key;
    forward.port = port;
    forward.localPort = port;
    return forward;
}

//! Nothing as it is at first.
PortForward fullForward()
{
    PortForward forward = forwardOf(Otter, u"full"_s, 65535);
    forward.name = u"Größe \"x\""_s;
    forward.host = u"fdf::1"_s;
    forward.localPort = 0;
    forward.wantedPort = 8443;
    forward.scheme = PortScheme::Https;
    forward.onNetwork = true;
    forward.startWithProgram = true;
    forward.guarded = true;
    forward.isStopped = true;
    return forward;
}

} // namespace

class tst_ForwardTables : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { folder.reset(); }
    void forwardsComeBackInTheirOrder();
    void aChangedForwardKeepsItsPlace();
    void aRemovedForwardIsGone();
    void setsBelongToTheirSprite();
    void ignoredPortsAndChoiceAreKeptApart();
    void aForwardOfAnOlderProgramWantsNoOtherPort();
    void aRowThatCannotBeReadIsLeftOut();
    void aForgottenSpriteTakesItsPortsAlong();
    void aForgottenAccountTakesItsPortsAlong();
    void aFileWithoutForwardsKeepsWhatItHas();

private:
    QString path() const { return folder->filePath(u"data/store.sqlite"_s); }
    QList<PortForward> forwards() const;
    PortPreferences preferences(const SpriteKey &key) const;

    std::unique_ptr<QTemporaryDir> folder;
};

void tst_ForwardTables::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
    folder = std::make_unique<QTemporaryDir>();
    QVERIFY(folder->isValid());
}

//! What the next start finds.
QList<PortForward> tst_ForwardTables::forwards() const
{
    Store store(path());
    QSignalSpy spy(&store, &Store::loaded);
    return spy.wait(Test::Patience) ? spy.first().first().value<StoredBeginning>().forwards
                                    : QList<PortForward>();
}

PortPreferences tst_ForwardTables::preferences(const SpriteKey &key) const
{
    Store store(path());
    QSignalSpy spy(&store, &Store::spriteLoaded);
    store.loadSprite(key);
    return spy.wait(Test::Patience) ? spy.first().first().value<SeenSprite>().portPreferences
                                    : PortPreferences();
}

void tst_ForwardTables::forwardsComeBackInTheirOrder()
{
    const QList<PortForward> saved{forwardOf(Longer, u"z"_s, 3000), fullForward(),
                                   forwardOf(Elsewhere, u"a"_s, 5432)};
    {
        Store store(path());
        for (const PortForward &forward : saved)
            store.saveForward(forward);
    }
    QCOMPARE(forwards(), saved);
}

void tst_ForwardTables::aChangedForwardKeepsItsPlace()
{
    PortForward first = forwardOf(Otter, u"1"_s, 3000);
    const PortForward second = forwardOf(Otter, u"2"_s, 3001);
    {
        Store store(path());
        store.saveForward(first);
        store.saveForward(second);
    }
    first.isStopped = true;
    first.name = u"web"_s;
    {
        Store store(path());
        store.saveForward(first);
    }
    QCOMPARE(forwards(), (QList<PortForward>{first, second}));
}

void tst_ForwardTables::aRemovedForwardIsGone()
{
    {
        Store store(path());
        store.saveForward(forwardOf(Otter, u"1"_s, 3000));
        store.saveForward(forwardOf(Otter, u"2"_s, 3001));
        store.removeForward(ForwardId(u"1"_s));
        store.removeForward(ForwardId(u"never there"_s));
    }
    QCOMPARE(forwards(), QList<PortForward>{forwardOf(Otter, u"2"_s, 3001)});
}

void tst_ForwardTables::setsBelongToTheirSprite()
{
    const QList<PortForward> both{fullForward(), forwardOf(Otter, u"2"_s, 3001)};
    {
        Store store(path());
        store.saveForwardSet(Otter, u"web"_s, {forwardOf(Otter, u"old"_s, 80)});
        store.saveForwardSet(Otter, u"web"_s, both);
        store.saveForwardSet(Otter, u"empty"_s, {});
        store.saveForwardSet(Otter, u"gone"_s, both);
        store.removeForwardSet(Otter, u"gone"_s);
        store.saveForwardSet(Elsewhere, u"web"_s, {forwardOf(Elsewhere, u"3"_s, 5432)});
    }
    QCOMPARE(preferences(Otter).sets, (QList<ForwardSet>{{u"empty"_s, {}}, {u"web"_s, both}}));
    QCOMPARE(preferences(Elsewhere).sets,
             (QList<ForwardSet>{{u"web"_s, {forwardOf(Elsewhere, u"3"_s, 5432)}}}));
    QCOMPARE(preferences(Longer), PortPreferences());
    QVERIFY(forwards().isEmpty()); // a set runs nothing
}

void tst_ForwardTables::ignoredPortsAndChoiceAreKeptApart()
{
    {
        Store store(path());
        store.saveIgnoredPorts(Otter, {9229, 65535});
        store.savePortChoice(Otter, 2);
        store.savePortChoice(Longer, 1);
    }
    QCOMPARE(preferences(Otter), (PortPreferences{{9229, 65535}, 2, {}}));
    QCOMPARE(preferences(Longer), (PortPreferences{{}, 1, {}}));
    {
        Store store(path());
        store.saveIgnoredPorts(Otter, {});
    }
    QCOMPARE(preferences(Otter), (PortPreferences{{}, 2, {}}));
}

void tst_ForwardTables::aForwardOfAnOlderProgramWantsNoOtherPort()
{
    {
        Store store(path());
        store.saveForward(forwardOf(Otter, u"1"_s, 3000));
    }
    {
        Database database(path());
        QVERIFY(!database.open());
        QVERIFY(database.run(
            u"UPDATE forwards SET data=replace(CAST(data AS TEXT), '\"wantedPort\":0', '\"old\":0')"_s));
        const QString stored = database.value(u"SELECT data FROM forwards"_s).toString();
        QVERIFY2(stored.contains("localPort"_L1) && !stored.contains("wantedPort"_L1), qPrintable(stored));
    }
    QCOMPARE(forwards(), QList<PortForward>{forwardOf(Otter, u"1"_s, 3000)});
}

void tst_ForwardTables::aRowThatCannotBeReadIsLeftOut()
{
    {
        Store store(path());
        store.saveForward(forwardOf(Otter, u"1"_s, 3000));
        store.saveIgnoredPorts(Otter, {9229});
    }
    {
        Database database(path());
        QVERIFY(!database.open());
        const QString insert = u"INSERT INTO forwards (account, sprite, id, data) VALUES ('a', 'b', ?, ?)"_s;
        QVERIFY(database.run(insert, {u"x"_s, u"no json"_s}));
        QVERIFY(database.run(insert, {u"y"_s, u"{\"id\":\"y\",\"port\":70000}"_s}));
        QVERIFY(database.run(insert, {u"z"_s, u"{\"port\":3000}"_s}));
        QVERIFY(database.run(u"UPDATE port_preferences SET ignored='[9229, -1, \"x\", 70000, 80]'"_s));
    }
    QCOMPARE(forwards(), QList<PortForward>{forwardOf(Otter, u"1"_s, 3000)});
    QCOMPARE(preferences(Otter).ignored, (QList<quint16>{9229, 80}));
}

void tst_ForwardTables::aForgottenSpriteTakesItsPortsAlong()
{
    {
        Store store(path());
        for (const SpriteKey &key : {Otter, Longer}) {
            store.saveForward(forwardOf(key, key.sprite.toString(), 3000));
            store.saveForwardSet(key, u"web"_s, {});
            store.saveIgnoredPorts(key, {9229});
        }
        store.forgetSprite(Otter);
    }
    QCOMPARE(forwards(), QList<PortForward>{forwardOf(Longer, u"calm-otter-2"_s, 3000)});
    QCOMPARE(preferences(Otter), PortPreferences());
    QCOMPARE(preferences(Longer).sets.size(), 1);
}

void tst_ForwardTables::aForgottenAccountTakesItsPortsAlong()
{
    {
        Store store(path());
        for (const SpriteKey &key : {Otter, Elsewhere}) {
            store.saveForward(forwardOf(key, key.account.toString(), 3000));
            store.saveForwardSet(key, u"web"_s, {});
            store.savePortChoice(key, 1);
        }
        store.forgetAccount(Acme);
    }
    QCOMPARE(forwards(), QList<PortForward>{forwardOf(Elsewhere, u"other"_s, 3000)});
    QCOMPARE(preferences(Otter), PortPreferences());
    QCOMPARE(preferences(Elsewhere).choice, 1);
}

void tst_ForwardTables::aFileWithoutForwardsKeepsWhatItHas()
{
    QDir().mkpath(folder->filePath(u"data"_s));
    {
        QSqlDatabase old = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"old"_s);
        old.setDatabaseName(path());
        QVERIFY(old.open());
        QSqlQuery query(old);
        for (const QStringList &step : schemaSteps().first(2)) {
            for (const QString &statement : step)
                QVERIFY(query.exec(statement));
        }
        QVERIFY(query.exec(u"INSERT INTO drafts VALUES ('comment', 'half a sent')"_s));
        QVERIFY(query.exec(u"PRAGMA user_version=2"_s));
        query.finish();
        old.close();
    }
    QSqlDatabase::removeDatabase(u"old"_s);
    {
        Store store(path());
        QSignalSpy failed(&store, &Store::storageFailed);
        QSignalSpy saved(&store, &Store::saved);
        store.saveForward(fullForward());
        QVERIFY(saved.wait(Test::Patience));
        QCOMPARE(failed.size(), 0);
    }
    QCOMPARE(forwards(), QList<PortForward>{fullForward()});
    Store store(path());
    QSignalSpy loaded(&store, &Store::loaded);
    QVERIFY(loaded.wait(Test::Patience));
    QCOMPARE(loaded.first().first().value<StoredBeginning>().drafts.value(u"comment"_s), u"half a sent"_s);
}

QTEST_GUILESS_MAIN(tst_ForwardTables)

#include "tst_forwardtables.moc"
