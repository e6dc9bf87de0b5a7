// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/spritestore.h"
#include "playground/treecopy.h"
#include "support/fewdescriptors.h"
#include "support/filetrees.h"
#include "support/patience.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace Spritarium;
using namespace Spritarium::Playground;

namespace {

QStringList idsOf(const StoreResult<QList<Checkpoint>> &list)
{
    QStringList ids;
    if (list) {
        for (const Checkpoint &checkpoint : *list)
            ids.append(checkpoint.id);
    }
    return ids;
}

QStringList namesOf(const QList<Sprite> &sprites)
{
    QStringList names;
    for (const Sprite &sprite : sprites)
        names.append(sprite.name);
    return names;
}

SpriteRequest named(const QString &name)
{
    SpriteRequest request;
    request.name = name;
    return request;
}

CheckpointRequest commented(const QString &comment)
{
    CheckpointRequest request;
    request.comment = comment;
    return request;
}

CheckpointRequest automatic()
{
    CheckpointRequest request;
    request.isAuto = true;
    return request;
}

} // namespace

class TestPlaygroundStore : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void refusesNamesThatAreNoDnsLabel_data();
    void refusesNamesThatAreNoDnsLabel();
    void createsOnceAndSaysTheNameIsTaken();
    void keepsEverySettingAcrossReopening();
    void listsByNameInPagesWithPrefix();
    void refusesAnUnknownAddressSetting();
    void stampsTheTimeOfRunningAndWarming();
    void deletesASpriteWithItsFiles();
    void tellsWhoHasTheFolder();
    void everyCallFailsPolitelyWhileClosed();
    void aFreshSpriteHasCurrentAndItsBase();
    void checkpointCopiesFilesModesTimesAndLinks();
    void holesStayHolesInACopy();
    void restoreBringsBackEveryFile();
    void restoreOfTheEmptyBaseLeavesAnEmptyHome();
    void numbersAreNeverUsedAgain();
    void timesAreShiftedTheWayTheServiceDoesIt();
    void automaticOnesKeepOutOfTheLine();
    void restoreBranchesTheLineage();
    void ancestorsAnswerTheHistoryFilter();
    void theActiveCheckpointCannotBeDeleted();
    void unknownCheckpointsAreNotFound();
    void onlyTheNewestHealthyOnesAreMounted();
    void jobsEndBySignalInTheOrderAskedFor();
    void deletingTheSpriteCancelsItsJob();
    void closingInTheMiddleOfACopyLeavesNothing();
    void leftoversAreSweptWhenItOpens();
    void filesThatAreHeldGoWhenTheyAreLetGo();
    void aRemovedSpriteLeavesNoFolder();
    void anUnfinishedLineNeverHappened();
    void aDamagedJournalIsRefused();
    void aBatchIsThereEntirelyOrNotAtAll();
    void tenThousandSpritesLoadFromOneFile();
    void aLongJournalIsShortened();
    void aJournalThatCannotBeShortenedIsLeftForAWhile();
    void variablesAreWrittenOnce();
    void readsVariablesOfEarlierVersions();
    void aLargeJournalIsShortened();
    void isReadableForItsOwnerOnly();

private:
    QString state() const { return m_folder->path() + u"/state"_s; }
    void reopen(const QString &folder = {});
    QString home(const QString &name) { return m_store->view(name)->root + u"/home/sprite/"_s; }
    qsizetype treeCount() const { return countTrees(state()); }
    bool waitForJob(const StoreResult<JobId> &job, JobEnd *end = nullptr);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<SpriteStore> m_store;
    QDateTime m_now;
};

void TestPlaygroundStore::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
    m_folder = std::make_unique<QTemporaryDir>();
    m_now = QDateTime(QDate(2026, 9, 10), QTime(8, 15, 30, 250), Qt::UTC);
    reopen();
}

void TestPlaygroundStore::cleanup()
{
    m_store.reset();
    m_folder.reset();
}

void TestPlaygroundStore::reopen(const QString &folder)
{
    m_store.reset();
    m_store = std::make_unique<SpriteStore>(folder.isEmpty() ? state() : folder,
                                            StoreOptions{[this] { return m_now; }, Durability::KillSafe});
    QVERIFY(m_store->open().isOk());
}

void TestPlaygroundStore::refusesNamesThatAreNoDnsLabel_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("valid");
    QTest::newRow("plain") << u"web-1"_s << true;
    QTest::newRow("one letter") << u"a"_s << true;
    QTest::newRow("63") << QString(63, u'a') << true;
    QTest::newRow("64") << QString(64, u'a') << false;
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("leading hyphen") << u"-a"_s << false;
    QTest::newRow("trailing hyphen") << u"a-"_s << false;
    QTest::newRow("capital") << u"Web"_s << false;
    QTest::newRow("dots") << u".."_s << false;
    QTest::newRow("slash") << u"a/b"_s << false;
    QTest::newRow("newline at the end") << u"a\n"_s << false;
    QTest::newRow("umlaut") << u"b\u00e4r"_s << false;
}

void TestPlaygroundStore::refusesNamesThatAreNoDnsLabel()
{
    QFETCH(QString, name);
    QFETCH(bool, valid);
    const StoreResult<Sprite> made = m_store->create(named(name));
    QCOMPARE(made.isOk(), valid);
    if (!valid)
        QCOMPARE(made.error().fault, StoreFault::Invalid);
}

void TestPlaygroundStore::createsOnceAndSaysTheNameIsTaken()
{
    const StoreResult<Sprite> first = m_store->create(named(u"web-1"_s));
    QVERIFY(first.isOk());
    QVERIFY(first->id.startsWith("sprite-"_L1));
    QCOMPARE(first->status, u"cold"_s);
    QCOMPARE(first->createdAt, m_now);
    QVERIFY(!first->lastRunningAt.isValid());
    const StoreResult<Sprite> second = m_store->create(named(u"web-1"_s));
    QCOMPARE(second.error().fault, StoreFault::Exists);
    QCOMPARE(second.error().text,
             u"A sprite named 'web-1' already exists. Please choose a different name."_s);
    QCOMPARE(m_store->count(), 1);
}

void TestPlaygroundStore::keepsEverySettingAcrossReopening()
{
    SpriteRequest request = named(u"web-1"_s);
    request.labels = {u"prod"_s, u"web"_s};
    request.fails = true;
    QVERIFY(m_store->create(request).isOk());
    m_now = m_now.addSecs(5);
    QVERIFY(m_store->setUrlSettings(u"web-1"_s, u"public"_s).isOk());
    QVERIFY(m_store->setStatus(u"web-1"_s, u"running"_s).isOk());
    QVERIFY(m_store->upgrade(u"web-1"_s).isOk());
    const Sprite before = *m_store->sprite(u"web-1"_s);
    QCOMPARE(before.updatedAt, m_now);
    QVERIFY(!before.environmentVersion.isEmpty());
    reopen();
    QCOMPARE(*m_store->sprite(u"web-1"_s), before);
    QVERIFY(!m_store->isFresh());
}

void TestPlaygroundStore::listsByNameInPagesWithPrefix()
{
    for (const char *name : {"web-2", "db", "web-1", "web", "web-10", "zeta"})
        QVERIFY(m_store->create(named(QString::fromLatin1(name))).isOk());
    QCOMPARE(namesOf(m_store->page({}, {}, 50).sprites),
             QStringList({u"db"_s, u"web"_s, u"web-1"_s, u"web-10"_s, u"web-2"_s, u"zeta"_s}));
    SpritePage page = m_store->page(u"web"_s, {}, 2);
    QCOMPARE(namesOf(page.sprites), QStringList({u"web"_s, u"web-1"_s}));
    page = m_store->page(u"web"_s, page.next, 2);
    QCOMPARE(namesOf(page.sprites), QStringList({u"web-10"_s, u"web-2"_s}));
    QVERIFY(page.next.isEmpty());
    QCOMPARE(namesOf(m_store->page({}, u"gone"_s, 1).sprites), QStringList({u"web"_s}));
    QVERIFY(m_store->page(u"none"_s, {}, 5).sprites.isEmpty());
    QVERIFY(m_store->page(u"db"_s, u"zzz"_s, 5).sprites.isEmpty());
    QCOMPARE(m_store->countByStatus(u"cold"_s), 6);
}

void TestPlaygroundStore::refusesAnUnknownAddressSetting()
{
    QVERIFY(m_store->create(named(u"a"_s)).isOk());
    QCOMPARE(m_store->setUrlSettings(u"a"_s, u"bearer"_s).error().text,
             u"invalid auth type, must be one of: sprite, public"_s);
    QCOMPARE(m_store->sprite(u"a"_s)->auth, u"sprite"_s);
    QCOMPARE(m_store->setUrlSettings(u"b"_s, u"public"_s).error().fault, StoreFault::NotFound);
}

void TestPlaygroundStore::stampsTheTimeOfRunningAndWarming()
{
    QVERIFY(m_store->create(named(u"a"_s)).isOk());
    QSignalSpy changes(m_store.get(), &SpriteStore::spriteChanged);
    const QDateTime woke = m_now = m_now.addSecs(10);
    QVERIFY(m_store->setStatus(u"a"_s, u"running"_s).isOk());
    m_now = m_now.addSecs(30);
    QVERIFY(m_store->setStatus(u"a"_s, u"warm"_s).isOk());
    QVERIFY(m_store->setStatus(u"a"_s, u"warm"_s).isOk());
    QCOMPARE(m_store->sprite(u"a"_s)->lastRunningAt, woke);
    QCOMPARE(m_store->sprite(u"a"_s)->lastWarmingAt, m_now);
    QCOMPARE(changes.count(), 2);
}

void TestPlaygroundStore::deletesASpriteWithItsFiles()
{
    QVERIFY(m_store->create(named(u"a"_s)).isOk());
    QVERIFY(writeFile(home(u"a"_s) + u"x"_s, "1"));
    QVERIFY(m_store->checkpointNow(u"a"_s, {}).isOk());
    QSignalSpy removed(m_store.get(), &SpriteStore::spriteRemoved);
    QVERIFY(m_store->remove(u"a"_s).isOk());
    QCOMPARE(removed.count(), 1);
    QCOMPARE(m_store->sprite(u"a"_s).error().fault, StoreFault::NotFound);
    QCOMPARE(m_store->remove(u"a"_s).error().fault, StoreFault::NotFound);
    QTRY_COMPARE(treeCount(), 0);
    QVERIFY(m_store->create(named(u"a"_s)).isOk());
    QCOMPARE(idsOf(m_store->checkpoints(u"a"_s, true)), QStringList({u"Current"_s, u"v0"_s}));
}

void TestPlaygroundStore::tellsWhoHasTheFolder()
{
    SpriteStore other(state());
    const StoreResult<Done> opened = other.open();
    QVERIFY(!opened);
    QCOMPARE(opened.error().fault, StoreFault::Locked);
    QVERIFY(opened.error().text.contains(QString::number(QCoreApplication::applicationPid())));
    m_store.reset();
    QVERIFY(other.open().isOk());
}

void TestPlaygroundStore::everyCallFailsPolitelyWhileClosed()
{
    SpriteStore closed(m_folder->path() + u"/other"_s);
    QVERIFY(!closed.isOpen());
    QCOMPARE(closed.create(named(u"a"_s)).error().fault, StoreFault::Io);
    QCOMPARE(closed.sprite(u"a"_s).error().fault, StoreFault::Io);
    QCOMPARE(closed.startCheckpoint(u"a"_s, {}).error().fault, StoreFault::Io);
    QCOMPARE(closed.view(u"a"_s).error().fault, StoreFault::Io);
    QVERIFY(closed.page({}, {}, 5).sprites.isEmpty());
}

void TestPlaygroundStore::aFreshSpriteHasCurrentAndItsBase()
{
    QVERIFY(m_store->create(named(u"a"_s)).isOk());
    QCOMPARE(idsOf(m_store->checkpoints(u"a"_s, false)), QStringList({u"Current"_s, u"v0"_s}));
    QCOMPARE(m_store->checkpoint(u"a"_s, u"active"_s)->id, u"Current"_s);
    QTRY_COMPARE(treeCount(), 0);
    SpriteRequest bare = named(u"b"_s);
    bare.baseCheckpoint = false;
    QVERIFY(m_store->create(bare).isOk());
    QCOMPARE(idsOf(m_store->checkpoints(u"b"_s, true)), QStringList({u"Current"_s}));
    QCOMPARE(m_store->checkpointNow(u"b"_s, {})->id, u"v1"_s);
}

void TestPlaygroundStore::holesStayHolesInACopy()
{
    constexpr qint64 Size = qint64(64) << 30; // more than a disk of tests should be given
    QTemporaryDir folder;
    const QString from = folder.filePath(u"from"_s);
    const QString to = folder.filePath(u"to"_s);
    QDir().mkpath(from);
    QFile file(from + u"/sparse"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));
    if (!file.resize(Size))
        QSKIP("this file system takes no file with holes");
    const QByteArray words("in the middle of nothing");
    QVERIFY(file.seek(Size / 2) && file.write(words) == words.size());
    file.close();
    const std::atomic_bool stop{false};
    QVERIFY(!copyTree(from, to, stop));
    QFile copy(to + u"/sparse"_s);
    QVERIFY(copy.open(QIODevice::ReadOnly));
    QCOMPARE(copy.size(), Size);
    QVERIFY(copy.seek(Size / 2 - 4));
    QCOMPARE(copy.read(4 + words.size() + 4), QByteArray(4, '\0') + words + QByteArray(4, '\0'));
}

void TestPlaygroundStore::checkpointCopiesFilesModesTimesAndLinks()
{
    QVERIFY(m_store->create(named(u"a"_s)).isOk());
    const QString live = m_store->view(u"a"_s)->root;
    const QString files = home(u"a"_s);
    QVERIFY(writeFile(files + u"app/run.sh"_s, "#!/bin/sh\n"));
    QVERIFY(::chmod(QFile::encodeName(files + u"app/run.sh"_s).constData(), 0750) == 0);
    QVERIFY(writeFile(files + u"app/big.bin"_s, QByteArray(3'000'000, 'x')));
    QVERIFY(writeFile(files + u"app/empty"_s, ""));
    QVERIFY(writeFile(files + u".env"_s, "A=1"));
    QVERIFY(QFile::link(u"app/run.sh"_s, files + u"run"_s));
    QVERIFY(QFile::link(u"/nowhere"_s, files + u"dangling"_s));
    QVERIFY(QDir(files).mkdir(u"hollow"_s));
    const QDateTime old = QDateTime(QDate(2020, 1, 2), QTime(3, 4, 5), Qt::UTC);
    {
        QFile file(files + u".env"_s);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.setFileTime(old, QFileDevice::FileModificationTime));
    }
    const QByteArray before = treeHash(live);
    QVERIFY(m_store->checkpointNow(u"a"_s, commented(u"first"_s)).isOk());
    const SpriteView view = *m_store->view(u"a"_s);
    QCOMPARE(view.checkpoints.at(0).id, u"v1"_s);
    QCOMPARE(treeHash(view.checkpoints.at(0).root), before);
    QCOMPARE(QFileInfo(view.checkpoints.at(0).root + u"/home/sprite/.env"_s).lastModified().toUTC(), old);
    QVERIFY(writeFile(files + u".env"_s, "A=2"));
    QCOMPARE(treeHash(view.checkpoints.at(0).root), before);
}

void TestPlaygroundStore::restoreBringsBackEveryFile()
{
    QVERIFY(m_store->create(named(u"a"_s)).isOk());
    QVERIFY(writeFile(home(u"a"_s) + u"one"_s, "1"));
    const QByteArray first = treeHash(m_store->view(u"a"_s)->root);
    QVERIFY(m_store->checkpointNow(u"a"_s, {}).isOk());
    QVERIFY(writeFile(home(u"a"_s) + u"one"_s, "changed"));
    QVERIFY(writeFile(home(u"a"_s) + u"two"_s, "2"));
    QVERIFY(m_store->restoreNow(u"a"_s, u"v1"_s).isOk());
    QCOMPARE(treeHash(m_store->view(u"a"_s)->root), first);
    QVERIFY(writeFile(home(u"a"_s) + u"one"_s, "once more"));
    QCOMPARE(treeHash(m_store->view(u"a"_s)->checkpoints.at(0).root), first);
    QTRY_COMPARE(treeCount(), 2);
}

void TestPlaygroundStore::restoreOfTheEmptyBaseLeavesAnEmptyHome()
{
    QVERIFY(m_store->create(named(u"a"_s)).isOk());
    QVERIFY(writeFile(home(u"a"_s) + u"one"_s, "1"));
    QVERIFY(m_store->restoreNow(u"a"_s, u"v0"_s).isOk());
    QVERIFY(QDir(home(u"a"_s)).exists());
    QVERIFY(QDir(home(u"a"_s)).isEmpty());
}

void TestPlaygroundStore::numbersAreNeverUsedAgain()
{
    QVERIFY(m_store->create(named(u"a"_s)).isOk());
    for (int i = 0; i < 3; ++i)
        QVERIFY(m_store->checkpointNow(u"a"_s, {}).isOk());
    QVERIFY(m_store->restoreNow(u"a"_s, u"v1"_s).isOk());
    QVERIFY(m_store->removeCheckpoint(u"a"_s, u"v3"_s).isOk());
    reopen();
    QCOMPARE(m_store->checkpointNow(u"a"_s, {})->id, u"v4"_s);
    QCOMPARE(idsOf(m_store->checkpoints(u"a"_s, false)),
             QStringList({u"Current"_s, u"v4"_s, u"v2"_s, u"v1"_s, u"v0"_s}));
}

void TestPlaygroundStore::timesAreShiftedTheWayTheServiceDoesIt()
{
    const QDateTime birth = m_now;
    QVERIFY(m_store->create(named(u"a"_s)).isOk());
    const QDateTime firstCut = m_now = birth.addSecs(100);
    QVERIFY(m_store->checkpointNow(u"a"_s, {}).isOk());
    const QDateTime secondCut = m_now = birth.addSecs(200);
    const Checkpoint second = *m_store->checkpointNow(u"a"_s, {});
    const auto seconds = [](const QDateTime &time) { return time.toSecsSinceEpoch(); };
    QCOMPARE(seconds(m_store->checkpoint(u"a"_s, u"v0"_s)->createTime), seconds(birth));
    QCOMPARE(seconds(m_store->checkpoint(u"a"_s, u"v1"_s)->createTime), seconds(birth));
    QCOMPARE(seconds(second.createTime), seconds(firstCut));
    QCOMPARE(second.createTime.time().msec(), 0);
    QCOMPARE(second.cutAt, secondCut);
    QCOMPARE(seconds(m_store->checkpoint(u"a"_s, u"Current"_s)->createTime), seconds(secondCut));
    QVERIFY(m_store->restoreNow(u"a"_s, u"v1"_s).isOk());
    QVERIFY(m_store->removeCheckpoint(u"a"_s, u"v2"_s).isOk());
    QCOMPARE(seconds(m_store->checkpoint(u"a"_s, u"Current"_s)->createTime), seconds(secondCut));
}

void TestPlaygroundStore::automaticOnesKeepOutOfTheLine()
{
    QVERIFY(m_store->create(named(u"a"_s)).isOk());
    QVERIFY(m_store->checkpointNow(u"a"_s, {}).isOk());
    const Checkpoint first = *m_store->checkpointNow(u"a"_s, automatic());
    QCOMPARE(first.id, u"auto-%1"_s.arg(m_now.toMSecsSinceEpoch()));
    QVERIFY(first.isAuto);
    QCOMPARE(first.createTime.toSecsSinceEpoch(), m_now.toSecsSinceEpoch());
    QCOMPARE(first.sourceId, u"v1"_s);
    QVERIFY(m_store->checkpointNow(u"a"_s, automatic())->id != first.id);
    QCOMPARE(m_store->checkpointNow(u"a"_s, {})->sourceId, u"v1"_s);
    QCOMPARE(idsOf(m_store->checkpoints(u"a"_s, false)),
             QStringList({u"Current"_s, u"v2"_s, u"v1"_s, u"v0"_s}));
    QCOMPARE(m_store->checkpoints(u"a"_s, true)->size(), 6);
    QVERIFY(m_store->restoreNow(u"a"_s, first.id).isOk());
    QCOMPARE(m_store->checkpoint(u"a"_s, u"Current"_s)->history, QStringList({u"v0"_s, u"v1"_s, first.id}));
}

void TestPlaygroundStore::restoreBranchesTheLineage()
{
    QVERIFY(m_store->create(named(u"a"_s)).isOk());
    for (int i = 0; i < 3; ++i)
        QVERIFY(m_store->checkpointNow(u"a"_s, {}).isOk());
    QVERIFY(m_store->restoreNow(u"a"_s, u"v1"_s).isOk());
    const Checkpoint current = *m_store->checkpoint(u"a"_s, u"Current"_s);
    QCOMPARE(current.history, QStringList({u"v0"_s, u"v1"_s}));
    QCOMPARE(current.sourceId, u"v1"_s);
    const Checkpoint branch = *m_store->checkpointNow(u"a"_s, {});
    QCOMPARE(branch.id, u"v4"_s);
    QCOMPARE(branch.history, QStringList({u"v0"_s, u"v1"_s}));
    QCOMPARE(m_store->checkpoint(u"a"_s, u"v3"_s)->history, QStringList({u"v0"_s, u"v1"_s, u"v2"_s}));
    QVERIFY(m_store->removeCheckpoint(u"a"_s, u"v1"_s).isOk());
    reopen();
    QCOMPARE(m_store->checkpoint(u"a"_s, u"Current"_s)->history, QStringList({u"v0"_s, u"v1"_s, u"v4"_s}));
}

void TestPlaygroundStore::ancestorsAnswerTheHistoryFilter()
{
    QVERIFY(m_store->create(named(u"a"_s)).isOk());
    for (int i = 0; i < 3; ++i)
        QVERIFY(m_store->checkpointNow(u"a"_s, {}).isOk());
    QVERIFY(m_store->restoreNow(u"a"_s, u"v1"_s).isOk());
    QVERIFY(m_store->checkpointNow(u"a"_s, {}).isOk());
    QCOMPARE(idsOf(m_store->ancestors(u"a"_s, u"v3"_s, false)), QStringList({u"v2"_s, u"v1"_s, u"v0"_s}));
    QCOMPARE(idsOf(m_store->ancestors(u"a"_s, u"Current"_s, false)),
             QStringList({u"v4"_s, u"v1"_s, u"v0"_s}));
    QCOMPARE(m_store->ancestors(u"a"_s, u"v9"_s, false).error().fault, StoreFault::NotFound);
}

void TestPlaygroundStore::theActiveCheckpointCannotBeDeleted()
{
    QVERIFY(m_store->create(named(u"a"_s)).isOk());
    QVERIFY(m_store->checkpointNow(u"a"_s, {}).isOk());
    for (const QString &id : {u"Current"_s, u"active"_s, u"v1"_s}) {
        const StoreResult<Done> removed = m_store->removeCheckpoint(u"a"_s, id);
        QVERIFY(!removed);
        QCOMPARE(removed.error().fault, StoreFault::Active);
        QCOMPARE(removed.error().text, u"cannot delete active checkpoint"_s);
    }
    QVERIFY(m_store->removeCheckpoint(u"a"_s, u"v0"_s).isOk());
    QCOMPARE(m_store->removeCheckpoint(u"a"_s, u"v0"_s).error().fault, StoreFault::NotFound);
}

void TestPlaygroundStore::unknownCheckpointsAreNotFound()
{
    QVERIFY(m_store->create(named(u"a"_s)).isOk());
    for (const QString &id : {u"v9"_s, u""_s, u"../v0"_s, u"checkpoints/v0"_s, u"0"_s}) {
        QCOMPARE(m_store->startRestore(u"a"_s, id).error().fault, StoreFault::NotFound);
        QCOMPARE(m_store->checkpoint(u"a"_s, id).error().fault, StoreFault::NotFound);
    }
    QCOMPARE(m_store->startRestore(u"a"_s, u"v9"_s).error().text,
             u"checkpoint not found: checkpoint with path checkpoints/v9 not found"_s);
    QCOMPARE(m_store->startRestore(u"a"_s, u"Current"_s).error().fault, StoreFault::Active);
}

void TestPlaygroundStore::onlyTheNewestHealthyOnesAreMounted()
{
    QVERIFY(m_store->create(named(u"a"_s)).isOk());
    for (int i = 1; i <= 7; ++i) {
        CheckpointRequest request;
        request.health = i == 5 ? u"mount_failed"_s : QString();
        QVERIFY(m_store->checkpointNow(u"a"_s, request).isOk());
    }
    QStringList mounted;
    const SpriteView view = *m_store->view(u"a"_s);
    for (const SpriteView::Mount &mount : view.checkpoints)
        mounted.append(mount.id);
    QCOMPARE(mounted, QStringList({u"v7"_s, u"v6"_s, u"v4"_s, u"v3"_s}));
    QCOMPARE(m_store->checkpoint(u"a"_s, u"v5"_s)->health, u"mount_failed"_s);
}

bool TestPlaygroundStore::waitForJob(const StoreResult<JobId> &job, JobEnd *end)
{
    QSignalSpy finished(m_store.get(), &SpriteStore::jobFinished);
    while (job && finished.wait(Test::Patience)) {
        const QList<QVariant> arguments = finished.takeLast();
        if (end)
            *end = arguments.at(2).value<JobEnd>();
        if (arguments.at(0).toULongLong() == *job)
            return true;
    }
    return false;
}

void TestPlaygroundStore::jobsEndBySignalInTheOrderAskedFor()
{
    QVERIFY(m_store->create(named(u"a"_s)).isOk());
    QVERIFY(m_store->create(named(u"b"_s)).isOk());
    QVERIFY(writeFile(home(u"a"_s) + u"one"_s, "1"));
    QSignalSpy finished(m_store.get(), &SpriteStore::jobFinished);
    const StoreResult<JobId> first = m_store->startCheckpoint(u"a"_s, commented(u"one"_s));
    const StoreResult<JobId> second = m_store->startRestore(u"a"_s, u"v0"_s);
    const StoreResult<JobId> third = m_store->startCheckpoint(u"a"_s, commented(u"three"_s));
    QVERIFY(m_store->isBusy(u"a"_s));
    QVERIFY(!m_store->isBusy(u"b"_s));
    QCOMPARE(m_store->checkpointNow(u"a"_s, {}).error().fault, StoreFault::Busy);
    QCOMPARE(m_store->removeCheckpoint(u"a"_s, u"v0"_s).error().fault, StoreFault::Active);
    QCOMPARE(finished.count(), 0);
    QTRY_COMPARE(finished.count(), 3);
    QVERIFY(!m_store->isBusy(u"a"_s));
    QCOMPARE(finished.at(0).at(0).toULongLong(), *first);
    QCOMPARE(finished.at(1).at(0).toULongLong(), *second);
    QCOMPARE(finished.at(2).at(0).toULongLong(), *third);
    QCOMPARE(finished.at(0).at(2).value<JobEnd>().checkpoint->comment, u"one"_s);
    QCOMPARE(finished.at(1).at(2).value<JobEnd>().checkpoint->id, u"v0"_s);
    QCOMPARE(m_store->checkpoint(u"a"_s, u"v2"_s)->sourceId, u"v0"_s);
    QVERIFY(!QFile::exists(home(u"a"_s) + u"one"_s));
}

void TestPlaygroundStore::deletingTheSpriteCancelsItsJob()
{
    QVERIFY(m_store->create(named(u"a"_s)).isOk());
    for (int i = 0; i < 300; ++i)
        QVERIFY(writeFile(home(u"a"_s) + QString::number(i), QByteArray(20'000, 'x')));
    const StoreResult<JobId> job = m_store->startCheckpoint(u"a"_s, {});
    QVERIFY(m_store->remove(u"a"_s).isOk());
    QVERIFY(m_store->create(named(u"a"_s)).isOk());
    JobEnd end;
    QVERIFY(waitForJob(job, &end));
    QVERIFY(end.error);
    QCOMPARE(end.error->fault, StoreFault::Canceled);
    QCOMPARE(idsOf(m_store->checkpoints(u"a"_s, true)), QStringList({u"Current"_s, u"v0"_s}));
    QTRY_COMPARE(treeCount(), 0);
}

void TestPlaygroundStore::closingInTheMiddleOfACopyLeavesNothing()
{
    QVERIFY(m_store->create(named(u"a"_s)).isOk());
    for (int i = 0; i < 300; ++i)
        QVERIFY(writeFile(home(u"a"_s) + QString::number(i), QByteArray(20'000, 'x')));
    const QByteArray before = treeHash(m_store->view(u"a"_s)->root);
    QVERIFY(m_store->startCheckpoint(u"a"_s, {}).isOk());
    QVERIFY(m_store->startRestore(u"a"_s, u"v0"_s).isOk());
    reopen();
    QCOMPARE(idsOf(m_store->checkpoints(u"a"_s, true)), QStringList({u"Current"_s, u"v0"_s}));
    QCOMPARE(treeHash(m_store->view(u"a"_s)->root), before);
    QTRY_COMPARE(treeCount(), 1);
}

void TestPlaygroundStore::leftoversAreSweptWhenItOpens()
{
    QVERIFY(writeFile(state() + u"/trees/leftover/root/home/x"_s, "1"));
    QVERIFY(QFile::setPermissions(state() + u"/trees/leftover/root/home"_s, QFile::ReadOwner));
    QVERIFY(writeFile(state() + u"/incoming/upload"_s, "1"));
    const StoreResult<Sprite> sprite = m_store->create(named(u"a"_s));
    const QString own = state() + u"/trees/"_s + sprite->id;
    QVERIFY(writeFile(own + u"/leftover/root/home/x"_s, "1"));
    QVERIFY(writeFile(state() + u"/trees/sprite-of-old/leftover/root/home/x"_s, "1"));
    reopen();
    QVERIFY(!QFileInfo::exists(own + u"/leftover"_s));
    QTRY_COMPARE(treeCount(), 0);
    QTRY_COMPARE(QDir(state() + u"/trees"_s).entryList(QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot),
                 QStringList(sprite->id));
    QVERIFY(QDir(state() + u"/incoming"_s).isEmpty());
}

void TestPlaygroundStore::filesThatAreHeldGoWhenTheyAreLetGo()
{
    QVERIFY(m_store->create(named(u"a"_s)).isOk());
    QCOMPARE(m_store->hold(u"a"_s), nullptr);
    const QString before = m_store->view(u"a"_s)->root;
    std::shared_ptr<void> first = m_store->hold(u"a"_s);
    std::shared_ptr<void> second = m_store->hold(u"a"_s);
    QVERIFY(m_store->restoreNow(u"a"_s, u"v0"_s).isOk());
    const QString now = m_store->view(u"a"_s)->root;
    QVERIFY(now != before);
    std::shared_ptr<void> third = m_store->hold(u"a"_s);
    QVERIFY(m_store->remove(u"a"_s).isOk());
    first.reset();
    // What is discarded goes in turn: the folder of another sprite shows that theirs had its chance.
    QVERIFY(m_store->create(named(u"b"_s)).isOk());
    const QString other = m_store->view(u"b"_s)->root;
    QVERIFY(m_store->remove(u"b"_s).isOk());
    QTRY_VERIFY(!QFileInfo::exists(other));
    QVERIFY(QFileInfo::exists(before));
    QVERIFY(QFileInfo::exists(now));
    second.reset();
    QTRY_VERIFY(!QFileInfo::exists(before));
    QVERIFY(QFileInfo::exists(now));
    third.reset();
    QTRY_COMPARE(treeCount(), 0);
    std::shared_ptr<void> late;
    QVERIFY(m_store->create(named(u"c"_s)).isOk());
    QVERIFY(m_store->view(u"c"_s));
    late = m_store->hold(u"c"_s);
    m_store.reset();
    late.reset();
}

void TestPlaygroundStore::aRemovedSpriteLeavesNoFolder()
{
    QVERIFY(m_store->create(named(u"a"_s)).isOk());
    QVERIFY(writeFile(home(u"a"_s) + u"x"_s, "1"));
    QVERIFY(m_store->checkpointNow(u"a"_s, {}).isOk());
    QTRY_COMPARE(treeCount(), 2);
    QVERIFY(m_store->remove(u"a"_s).isOk());
    QTRY_VERIFY(QDir(state() + u"/trees"_s).isEmpty());
}

void TestPlaygroundStore::anUnfinishedLineNeverHappened()
{
    QVERIFY(m_store->create(named(u"a"_s)).isOk());
    QVERIFY(m_store->create(named(u"b"_s)).isOk());
    m_store.reset();
    const QString path = state() + u"/journal.jsonl"_s;
    const QByteArray whole = readFile(path);
    const qsizetype lastLine = whole.lastIndexOf('\n', whole.size() - 2) + 1;
    for (qsizetype length = lastLine; length <= whole.size(); ++length) {
        QVERIFY(writeFile(path, whole.first(length)));
        reopen();
        QCOMPARE(m_store->count(), length == whole.size() ? 2 : 1);
        m_store.reset();
    }
    QVERIFY(writeFile(path, whole.first(lastLine + 20)));
    reopen();
    QVERIFY(m_store->create(named(u"c"_s)).isOk());
    reopen();
    QCOMPARE(namesOf(m_store->allSprites()), QStringList({u"a"_s, u"c"_s}));
}

void TestPlaygroundStore::aDamagedJournalIsRefused()
{
    QVERIFY(m_store->create(named(u"a"_s)).isOk());
    m_store.reset();
    const QString path = state() + u"/journal.jsonl"_s;
    const QByteArray whole = readFile(path);
    QVERIFY(writeFile(path, "[{\"format\":1}]\nnonsense\n" + whole.mid(whole.indexOf('\n') + 1)));
    SpriteStore store(state());
    const StoreResult<Done> opened = store.open();
    QVERIFY(!opened);
    QVERIFY(opened.error().text.contains("line 2 is damaged"_L1));
    QCOMPARE(store.count(), 0);
    QVERIFY(writeFile(path, "[{\"format\":99}]\n"));
    QVERIFY(!store.open());
    QVERIFY(writeFile(path, ""));
    QVERIFY(store.open().isOk());
}

void TestPlaygroundStore::aBatchIsThereEntirelyOrNotAtAll()
{
    QVERIFY(m_store->create(named(u"a"_s)).isOk());
    QVERIFY(writeFile(home(u"a"_s) + u"x"_s, "1"));
    QVERIFY(m_store->checkpointNow(u"a"_s, {}).isOk());
    m_store->beginBatch();
    QVERIFY(m_store->create(named(u"b"_s)).isOk());
    QVERIFY(m_store->restoreNow(u"a"_s, u"v0"_s).isOk());
    QVERIFY(m_store->removeCheckpoint(u"a"_s, u"v1"_s).isOk());
    reopen();
    QCOMPARE(m_store->count(), 1);
    QCOMPARE(readFile(home(u"a"_s) + u"x"_s), QByteArray("1"));
    QVERIFY(m_store->restoreNow(u"a"_s, u"v1"_s).isOk());
    m_store->beginBatch();
    QVERIFY(m_store->create(named(u"b"_s)).isOk());
    QVERIFY(m_store->restoreNow(u"a"_s, u"v0"_s).isOk());
    QVERIFY(m_store->commitBatch().isOk());
    reopen();
    QCOMPARE(m_store->count(), 2);
    QVERIFY(!QFile::exists(home(u"a"_s) + u"x"_s));
}

void TestPlaygroundStore::tenThousandSpritesLoadFromOneFile()
{
    QList<SpriteRequest> requests;
    for (int i = 0; i < 10'000; ++i)
        requests.append(named(u"sprite-%1"_s.arg(i)));
    QVERIFY(m_store->createMany(requests).isOk());
    QElapsedTimer clock;
    clock.start();
    reopen();
    qInfo("10,000 sprites loaded in %lld ms", clock.elapsed());
    QCOMPARE(m_store->count(), 10'000);
    // The first start's folder for arriving files is swept in the background.
    QTRY_COMPARE(treeCount(), 0);
    QCOMPARE(m_store->page(u"sprite-999"_s, {}, 500).sprites.size(), 11);
    requests.append(named(u"sprite-5"_s));
    QCOMPARE(m_store->createMany(requests).error().fault, StoreFault::Exists);
}

void TestPlaygroundStore::aLongJournalIsShortened()
{
    QVERIFY(m_store->create(named(u"a"_s)).isOk());
    QVERIFY(m_store->checkpointNow(u"a"_s, commented(u"kept"_s)).isOk());
    for (int i = 0; i < 6000; ++i)
        QVERIFY(m_store->setStatus(u"a"_s, i % 2 ? u"warm"_s : u"running"_s).isOk());
    QVERIFY(QFileInfo(state() + u"/journal.jsonl"_s).size() < 1'000'000);
    reopen();
    QCOMPARE(m_store->sprite(u"a"_s)->status, u"warm"_s);
    QCOMPARE(m_store->checkpoint(u"a"_s, u"v1"_s)->comment, u"kept"_s);
    QCOMPARE(m_store->checkpoint(u"a"_s, u"Current"_s)->sourceId, u"v1"_s);
}

void TestPlaygroundStore::aJournalThatCannotBeShortenedIsLeftForAWhile()
{
    QVERIFY(m_store->create(named(u"a"_s)).isOk());
    const auto change = [this](int times) {
        for (int i = 0; i < times; ++i)
            QVERIFY(m_store->setStatus(u"a"_s, i % 2 ? u"warm"_s : u"running"_s).isOk());
    };
    {
        const Test::FewDescriptors none(0);
        change(6000);
    }
    const qint64 size = QFileInfo(state() + u"/journal.jsonl"_s).size();
    change(1);
    QVERIFY(QFileInfo(state() + u"/journal.jsonl"_s).size() > size);
    change(6000);
    QVERIFY(QFileInfo(state() + u"/journal.jsonl"_s).size() < size);
}

void TestPlaygroundStore::variablesAreWrittenOnce()
{
    SpriteRequest request = named(u"a"_s);
    request.variables = {{u"TOKEN"_s, u"secret-word"_s}};
    QVERIFY(m_store->create(request).isOk());
    const QString path = state() + u"/journal.jsonl"_s;
    for (int i = 0; i < 10; ++i)
        QVERIFY(m_store->setStatus(u"a"_s, i % 2 ? u"warm"_s : u"running"_s).isOk());
    QVERIFY(m_store->checkpointNow(u"a"_s, {}).isOk());
    QVERIFY(m_store->restoreNow(u"a"_s, u"v1"_s).isOk());
    QCOMPARE(readFile(path).count("secret-word"), 1);
    const Sprite before = *m_store->sprite(u"a"_s);
    QCOMPARE(before.variables, request.variables);
    reopen();
    QCOMPARE(*m_store->sprite(u"a"_s), before);
    for (int i = 0; i < 6000; ++i) // shortens it
        QVERIFY(m_store->setStatus(u"a"_s, i % 2 ? u"warm"_s : u"running"_s).isOk());
    QCOMPARE(readFile(path).count("secret-word"), 1);
    reopen();
    QCOMPARE(m_store->sprite(u"a"_s)->variables, request.variables);
    QVERIFY(m_store->remove(u"a"_s).isOk());
    QVERIFY(m_store->create(named(u"a"_s)).isOk());
    QVERIFY(m_store->sprite(u"a"_s)->variables.isEmpty());
}

void TestPlaygroundStore::readsVariablesOfEarlierVersions()
{
    m_store.reset();
    QVERIFY(
        writeFile(state() + u"/journal.jsonl"_s,
                  "[{\"format\":1}]\n"
                  "[{\"sprite\":{\"id\":\"sprite-1\",\"name\":\"a\",\"status\":\"cold\",\"auth\":\"sprite\","
                  "\"variables\":{\"A\":\"1\"}}}]\n"));
    reopen();
    QCOMPARE(m_store->sprite(u"a"_s)->variables, (QMap<QString, QString>{{u"A"_s, u"1"_s}}));
    QVERIFY(m_store->setStatus(u"a"_s, u"running"_s).isOk());
    reopen();
    QCOMPARE(m_store->sprite(u"a"_s)->variables, (QMap<QString, QString>{{u"A"_s, u"1"_s}}));
}

void TestPlaygroundStore::aLargeJournalIsShortened()
{
    SpriteRequest request = named(u"a"_s);
    request.labels = {QString(16 * 1024, u'x')};
    QVERIFY(m_store->create(request).isOk());
    for (int i = 0; i < 1500; ++i)
        QVERIFY(m_store->setStatus(u"a"_s, i % 2 ? u"warm"_s : u"running"_s).isOk());
    QVERIFY(QFileInfo(state() + u"/journal.jsonl"_s).size() < 10 * 1024 * 1024);
    reopen();
    QCOMPARE(m_store->sprite(u"a"_s)->labels, request.labels);
}

void TestPlaygroundStore::isReadableForItsOwnerOnly()
{
    const auto mode = [](const QString &path) {
        struct stat info = {};
        return ::stat(QFile::encodeName(path).constData(), &info) == 0 ? int(info.st_mode & 07777) : -1;
    };
    const QString path = state() + u"/journal.jsonl"_s;
    const auto reset = qScopeGuard([before = ::umask(0)] { ::umask(before); });
    QVERIFY(m_store->create(named(u"a"_s)).isOk());
    QCOMPARE(mode(path), 0600);
    m_store.reset();
    QCOMPARE(::chmod(QFile::encodeName(path).constData(), 0644), 0);
    reopen();
    QCOMPARE(mode(path), 0600);
    for (int i = 0; i < 6000; ++i) // writes it anew
        QVERIFY(m_store->setStatus(u"a"_s, i % 2 ? u"warm"_s : u"running"_s).isOk());
    QCOMPARE(mode(path), 0600);
    const QString made = m_folder->path() + u"/above/made"_s;
    reopen(made);
    QCOMPARE(mode(made), 0700);
    QCOMPARE(mode(made + u"/journal.jsonl"_s), 0600);
    for (const QString &name : {u"/trees"_s, u"/incoming"_s}) {
        QCOMPARE(mode(state() + name), 0700);
        QCOMPARE(::chmod(QFile::encodeName(state() + name).constData(), 0755), 0);
    }
    reopen();
    for (const QString &name : {u"/trees"_s, u"/incoming"_s})
        QCOMPARE(mode(state() + name), 0700);
    reopen(made);
    // What was there stays as its owner has it.
    m_store.reset();
    QCOMPARE(::chmod(QFile::encodeName(made).constData(), 0755), 0);
    reopen(made);
    QCOMPARE(mode(made), 0755);
}

QTEST_GUILESS_MAIN(TestPlaygroundStore)
#include "tst_playgroundstore.moc"
