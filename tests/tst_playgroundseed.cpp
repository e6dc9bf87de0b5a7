// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/networkpolicystore.h"
#include "playground/playgroundseed.h"
#include "playground/policyevaluation.h"
#include "playground/seedplayer.h"
#include "playground/seedrecipe.h"
#include "playground/spritefiles.h"
#include "playground/spritestore.h"
#include "support/filetrees.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Spritarium;
using namespace Spritarium::Playground;

class TestPlaygroundSeed : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();

    void readsARecipeStepByStep();
    void readsAges_data();
    void readsAges();
    void changesALineOnlyIfItIsThereOnce();
    void aBadRecipeNamesItsLine();
    void sixSpritesWithTheirStates();
    void seedsAFreshFolderOnce();
    void isThereAfterReopening();
    void timesLieInThePastInOrder();
    void calmOtterHasBranchesAndEveryKindOfCheckpoint();
    void everySpriteHoldsASmallProject();
    void checkpointsReallyDiffer();
    void strictBadgersRulesGrew();
    void everyPolicyIsOneTheServiceTakes();
    void strictBadgersRulesAreDisputable_data();
    void strictBadgersRulesAreDisputable();
    void theOtherRulesAreReadTheSameByAll();
    void blankSlateHasNothingButNow();
    void filesAreDatedBeforeTheirCheckpoint();

private:
    QStringList filesOf(const QString &name);

    QTemporaryDir m_folder;
    std::unique_ptr<SpriteStore> m_store;
    QDateTime m_now = QDateTime(QDate(2026, 9, 10), QTime(8, 15, 30), Qt::UTC);
};

void TestPlaygroundSeed::initTestCase()
{
    QElapsedTimer clock;
    clock.start();
    m_store = std::make_unique<SpriteStore>(m_folder.path(), StoreOptions{[this] { return m_now; }});
    QVERIFY(m_store->open().isOk());
    const StoreResult<Done> seeded = seedPlayground(*m_store);
    QVERIFY2(seeded.isOk(), seeded ? "" : qPrintable(seeded.error().text));
    qInfo("seeded in %lld ms", clock.elapsed());
}

void TestPlaygroundSeed::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
}

QStringList TestPlaygroundSeed::filesOf(const QString &name)
{
    QStringList paths;
    const FileResult<FileListing> all = SpriteFiles(*m_store->view(name)).list(u"/home/sprite"_s, true);
    if (all) {
        for (const FileEntry &entry : all->entries) {
            if (!entry.isDir)
                paths.append(entry.path);
        }
    }
    return paths;
}

void TestPlaygroundSeed::readsARecipeStepByStep()
{
    const QList<SeedStep> steps =
        parseRecipe("@@ sprite 2d a b\n@@ file x/y 0755\none\n\ntwo\n@@ delete x/y\n");
    QCOMPARE(steps.size(), 3);
    QCOMPARE(steps.at(0), (SeedStep{u"sprite"_s, {u"2d"_s, u"a"_s, u"b"_s}, {}, 1}));
    QCOMPARE(steps.at(1), (SeedStep{u"file"_s, {u"x/y"_s, u"0755"_s}, "one\n\ntwo\n", 2}));
    QCOMPARE(steps.at(2).line, 6);
    QVERIFY(parseRecipe({}).isEmpty());
}

void TestPlaygroundSeed::readsAges_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("seconds");
    QTest::newRow("days") << u"3d"_s << 3 * 86'400LL;
    QTest::newRow("all") << u"1d2h3m4s"_s << 93'784LL;
    QTest::newRow("minutes") << u"41m"_s << 2460LL;
    QTest::newRow("empty") << QString() << -1LL;
    QTest::newRow("word") << u"soon"_s << -1LL;
    QTest::newRow("no unit") << u"3"_s << -1LL;
}

void TestPlaygroundSeed::readsAges()
{
    QFETCH(QString, text);
    QFETCH(qint64, seconds);
    QCOMPARE(parseAge(text).value_or(-1), seconds);
}

void TestPlaygroundSeed::changesALineOnlyIfItIsThereOnce()
{
    QCOMPARE(applyChange("a\nb\nc\n", "- b\n+ B\n+ BB\n").value_or(""), QByteArray("a\nB\nBB\nc\n"));
    QCOMPARE(applyChange("a\nb\n", "- b\n").value_or("?"), QByteArray("a\n"));
    QVERIFY(!applyChange("a\na\n", "- a\n+ b\n"));
    QVERIFY(!applyChange("a\n", "- x\n+ b\n"));
    QVERIFY(!applyChange("a\n", "+ b\n"));
}

void TestPlaygroundSeed::aBadRecipeNamesItsLine()
{
    QTemporaryDir folder;
    SpriteStore store(folder.path(), StoreOptions{{}, Durability::KillSafe});
    QVERIFY(store.open().isOk());
    const StoreResult<Done> played =
        SeedPlayer(store, u"a"_s).play(parseRecipe("@@ sprite 1d\n@@ file x\n1\n@@ change x\n- 2\n+ 3\n"));
    QVERIFY(!played);
    QVERIFY2(played.error().text.contains("a, line 4"_L1), qPrintable(played.error().text));
}

void TestPlaygroundSeed::sixSpritesWithTheirStates()
{
    QStringList names;
    for (const Sprite &sprite : m_store->allSprites())
        names.append(sprite.name + u' ' + sprite.status);
    QCOMPARE(names,
             QStringList({u"blank-slate cold"_s, u"brisk-heron warm"_s, u"calm-otter running"_s,
                          u"grumpy-goat running"_s, u"quiet-fjord cold"_s, u"strict-badger running"_s}));
    for (const Sprite &sprite : m_store->allSprites()) {
        QCOMPARE(sprite.fails, sprite.name == "grumpy-goat"_L1);
        QCOMPARE(sprite.auth, sprite.name == "brisk-heron"_L1 ? u"public"_s : u"sprite"_s);
        QCOMPARE(sprite.labels.isEmpty(), sprite.name == "blank-slate"_L1);
        QCOMPARE(sprite.lastRunningAt.isValid(), sprite.name != "blank-slate"_L1);
    }
}

void TestPlaygroundSeed::seedsAFreshFolderOnce()
{
    const StoreResult<Done> again = seedPlayground(*m_store);
    QVERIFY(!again);
    QCOMPARE(again.error().fault, StoreFault::Invalid);
    QCOMPARE(m_store->count(), 6);
}

void TestPlaygroundSeed::isThereAfterReopening()
{
    const QList<Sprite> before = m_store->allSprites();
    const QList<Checkpoint> checkpoints = *m_store->checkpoints(u"calm-otter"_s, true);
    const QByteArray files = treeHash(m_store->view(u"calm-otter"_s)->root);
    m_store.reset();
    m_store = std::make_unique<SpriteStore>(m_folder.path(), StoreOptions{[this] { return m_now; }});
    QVERIFY(m_store->open().isOk());
    QCOMPARE(m_store->allSprites(), before);
    QCOMPARE(*m_store->checkpoints(u"calm-otter"_s, true), checkpoints);
    QCOMPARE(treeHash(m_store->view(u"calm-otter"_s)->root), files);
}

void TestPlaygroundSeed::timesLieInThePastInOrder()
{
    for (const Sprite &sprite : m_store->allSprites()) {
        QVERIFY(sprite.createdAt < m_now);
        QDateTime last = sprite.createdAt;
        QList<Checkpoint> all = *m_store->checkpoints(sprite.name, true);
        all.removeFirst();
        for (auto checkpoint = all.crbegin(); checkpoint != all.crend(); ++checkpoint) {
            QVERIFY2(checkpoint->cutAt >= last, qPrintable(sprite.name + u' ' + checkpoint->id));
            last = checkpoint->cutAt;
        }
        QVERIFY(last < m_now);
        QVERIFY(!sprite.lastRunningAt.isValid() || sprite.lastRunningAt < m_now);
    }
}

void TestPlaygroundSeed::calmOtterHasBranchesAndEveryKindOfCheckpoint()
{
    const QList<Checkpoint> all = *m_store->checkpoints(u"calm-otter"_s, true);
    QHash<QString, Checkpoint> byId;
    int automatic = 0;
    int uncommented = 0;
    for (const Checkpoint &checkpoint : all) {
        byId.insert(checkpoint.id, checkpoint);
        automatic += checkpoint.isAuto ? 1 : 0;
        uncommented += checkpoint.comment.isEmpty() && checkpoint.id.startsWith(u'v') ? 1 : 0;
    }
    for (int version = 0; version <= 9; ++version)
        QVERIFY(byId.contains(u"v%1"_s.arg(version)));
    QVERIFY(automatic >= 3);
    QCOMPARE(uncommented, 2);
    QCOMPARE(byId.value(u"v6"_s).comment, u"Safety: before restoring v3"_s);
    QCOMPARE(byId.value(u"v8"_s).health, u"mount_failed"_s);
    QCOMPARE(byId.value(u"v7"_s).sourceId, u"v3"_s);
    QCOMPARE(byId.value(u"v9"_s).sourceId, u"v7"_s);
    QCOMPARE(all.constFirst().history, QStringList({u"v0"_s, u"v1"_s, u"v2"_s, u"v3"_s, u"v7"_s, u"v9"_s}));
}

void TestPlaygroundSeed::everySpriteHoldsASmallProject()
{
    for (const Sprite &sprite : m_store->allSprites()) {
        if (sprite.name == "blank-slate"_L1)
            continue;
        const qsizetype files = filesOf(sprite.name).size();
        QVERIFY2(files >= 15 && files <= 40, qPrintable(u"%1: %2"_s.arg(sprite.name).arg(files)));
    }
}

void TestPlaygroundSeed::checkpointsReallyDiffer()
{
    for (const QString &name :
         {u"calm-otter"_s, u"brisk-heron"_s, u"quiet-fjord"_s, u"grumpy-goat"_s, u"strict-badger"_s}) {
        const SpriteView view = *m_store->view(name);
        QSet<QByteArray> contents{treeHash(view.root)};
        QSet<QString> versions;
        for (const SpriteView::Mount &mount : view.checkpoints) {
            if (!mount.id.startsWith(u'v'))
                continue;
            versions.insert(mount.id);
            contents.insert(mount.root.isEmpty() ? QByteArray() : treeHash(mount.root));
        }
        QVERIFY2(contents.size() == versions.size() + 1, qPrintable(name));
    }
}

void TestPlaygroundSeed::strictBadgersRulesGrew()
{
    const auto rules = [this] {
        const QByteArray bytes = NetworkPolicyStore(*m_store->view(u"strict-badger"_s)).read();
        return QJsonDocument::fromJson(bytes).object().value("rules"_L1).toArray();
    };
    QCOMPARE(rules().size(), 11);
    QVERIFY(m_store->restoreNow(u"strict-badger"_s, u"v1"_s).isOk());
    QCOMPARE(rules().size(), 1);
    QVERIFY(m_store->restoreNow(u"strict-badger"_s, u"v3"_s).isOk());
    QCOMPARE(rules().size(), 11);
}

void TestPlaygroundSeed::everyPolicyIsOneTheServiceTakes()
{
    for (const Sprite &sprite : m_store->allSprites()) {
        const QByteArray policy = NetworkPolicyStore(*m_store->view(sprite.name)).read();
        QCOMPARE(policyFault(policy, PolicyStrictness::Strict), QString());
    }
}

void TestPlaygroundSeed::strictBadgersRulesAreDisputable_data()
{
    // What decides, from 1, as the service reads, from the top, by the longest, and without the bare name.
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("decides");
    QTest::newRow("same as, never decides") << u"api.example.com"_s << u"+1 +1 +1 +1"_s;
    QTest::newRow("depends on reading") << u"tracker.example.com"_s << u"-6 +4 -6 -6"_s;
    QTest::newRow("order matters") << u"a.cdn.example.com"_s << u"+4 +4 -5 +4"_s;
    QTest::newRow("preset wins") << u"github.com"_s << u"+7 +7 +7 +7"_s;
    QTest::newRow("bare name unsure") << u"internal.example.org"_s << u"-10 -10 -10 +11"_s;
    QTest::newRow("allows everything") << u"anything.test"_s << u"+11 +11 +11 +11"_s;
}

void TestPlaygroundSeed::strictBadgersRulesAreDisputable()
{
    QFETCH(QString, name);
    QFETCH(QString, decides);
    const QByteArray policy = NetworkPolicyStore(*m_store->view(u"strict-badger"_s)).read();
    QStringList said;
    for (const PolicyReading &reading :
         {PolicyReading(), PolicyReading{.firstMatch = true}, PolicyReading{.longestWins = true},
          PolicyReading{.starCoversBase = false}}) {
        const PolicyAnswer answer = evaluatePolicy(policy, name, reading, defaultNames());
        said.append((answer.allowed ? u"+%1"_s : u"-%1"_s).arg(answer.rule + 1));
    }
    QCOMPARE(said.join(u' '), decides);
}

void TestPlaygroundSeed::theOtherRulesAreReadTheSameByAll()
{
    const QStringList names = defaultNames() + QStringList{u"payments.example"_s, u"a.payments.example"_s,
                                                           u"timetable.example.net"_s, u"other.test"_s};
    for (const QString &sprite : {u"calm-otter"_s, u"brisk-heron"_s}) {
        const QByteArray policy = NetworkPolicyStore(*m_store->view(sprite)).read();
        for (const QString &name : names) {
            const bool allowed = evaluatePolicy(policy, name, {}, defaultNames()).allowed;
            for (const PolicyReading &reading :
                 {PolicyReading{.firstMatch = true}, PolicyReading{.longestWins = true},
                  PolicyReading{.starCoversBase = false},
                  PolicyReading{.firstMatch = true, .starCoversBase = false}})
                QCOMPARE(evaluatePolicy(policy, name, reading, defaultNames()).allowed, allowed);
        }
    }
}

void TestPlaygroundSeed::blankSlateHasNothingButNow()
{
    const QList<Checkpoint> all = *m_store->checkpoints(u"blank-slate"_s, true);
    QCOMPARE(all.size(), 1);
    QCOMPARE(all.constFirst().id, u"Current"_s);
    QVERIFY(all.constFirst().history.isEmpty());
    QVERIFY(filesOf(u"blank-slate"_s).isEmpty());
}

void TestPlaygroundSeed::filesAreDatedBeforeTheirCheckpoint()
{
    const SpriteFiles files(*m_store->view(u"calm-otter"_s));
    const QDateTime cut = m_store->checkpoint(u"calm-otter"_s, u"v9"_s)->cutAt;
    const QDateTime cards = files.entry(u"/home/sprite/app/giftcards.py"_s)->modTime;
    QVERIFY(cards < cut && cards > cut.addSecs(-3600));
    QVERIFY(files.entry(u"/home/sprite/README.md"_s)->modTime < cut.addDays(-4));
    QVERIFY(files.entry(u"/home/sprite/static/style.css"_s)->modTime > cut);
}

QTEST_GUILESS_MAIN(TestPlaygroundSeed)
#include "tst_playgroundseed.moc"
