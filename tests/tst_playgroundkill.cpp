// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/spritestore.h"
#include "support/filetrees.h"
#include "support/patience.h"

#include <QProcess>
#include <QRandomGenerator>
#include <QSet>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace Spritarium;
using namespace Spritarium::Playground;

//! A real program works on a store and is killed without warning; what it leaves is opened and looked at.
class TestPlaygroundKill : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void whatWasKilledIsDoneOrNotThere();

private:
    void runAndKill(quint32 seed, int milliseconds);
    void noteWhatItSaid(const QByteArray &line);
    void checkStore();

    QString m_state;
    QSet<QString> m_checkpoints; //!< said to be there, and nobody began to delete them
    QSet<QString> m_sprites;
    int m_seen = 0;
    int m_killedMidway = 0;
};

void TestPlaygroundKill::init()
{
    QTest::failOnWarning(QRegularExpression(u".+"_s));
}

void TestPlaygroundKill::noteWhatItSaid(const QByteArray &line)
{
    const QString name = QString::fromUtf8(line.mid(1));
    if (line.startsWith('+'))
        m_checkpoints.insert(name);
    else if (line.startsWith('~'))
        m_checkpoints.remove(name);
    else if (line.startsWith('*'))
        m_sprites.insert(name);
    else if (line.startsWith('!'))
        m_sprites.remove(name);
    else
        QCOMPARE(line, QByteArray("ready"));
}

void TestPlaygroundKill::runAndKill(quint32 seed, int milliseconds)
{
    QProcess worker;
    QSignalSpy finished(&worker, &QProcess::finished);
    QSignalSpy spoke(&worker, &QProcess::readyReadStandardOutput);
    worker.start(QStringLiteral(SPRITARIUM_STORE_WORKER), {m_state, QString::number(seed)});
    QVERIFY(spoke.wait(Test::Patience));
    QTimer::singleShot(milliseconds, &worker, &QProcess::kill);
    QVERIFY(finished.wait(Test::Patience));
    QCOMPARE(worker.exitStatus(), QProcess::CrashExit);
    const QByteArray said = worker.readAllStandardOutput();
    // The last line may be cut off like everything else.
    const QList<QByteArray> lines = said.left(said.lastIndexOf('\n')).split('\n');
    for (const QByteArray &line : lines)
        noteWhatItSaid(line);
}

void TestPlaygroundKill::checkStore()
{
    const qsizetype before = countTrees(m_state);
    SpriteStore store(m_state, StoreOptions{{}, Durability::KillSafe});
    const StoreResult<Done> opened = store.open();
    QVERIFY2(opened.isOk(), opened ? "" : qPrintable(opened.error().text));
    for (const QString &name : std::as_const(m_sprites))
        QVERIFY2(store.sprite(name).isOk(), qPrintable(name));
    const QList<Checkpoint> all = *store.checkpoints(u"work"_s, true);
    QSet<QString> needed;
    QHash<QString, QByteArray> hashes;
    for (const Checkpoint &checkpoint : all) {
        needed.insert(checkpoint.id);
        hashes.insert(checkpoint.id, checkpoint.comment.toLatin1());
    }
    for (const QString &id : std::as_const(m_checkpoints))
        QVERIFY2(needed.contains(id), qPrintable(id));
    // Restoring each shows its files without knowing the layout; the live files are looked at first.
    const SpriteView live = *store.view(u"work"_s);
    const QByteArray now = treeHash(live.root);
    const bool wasChanging =
        QFile::exists(live.root + u"/tmp/changing"_s) || QFile::exists(live.root + u"/../changing"_s);
    const QString base = all.at(0).sourceId;
    const QByteArray known = readFile(m_state + u"/../live.hash"_s);
    if (!wasChanging && base != "v0"_L1 && hashes.contains(base))
        QVERIFY2(now == known || now == hashes.value(base), qPrintable(base));
    for (const Checkpoint &checkpoint : all) {
        if (checkpoint.comment.isEmpty())
            continue;
        QVERIFY(store.restoreNow(u"work"_s, checkpoint.id).isOk());
        QCOMPARE(treeHash(store.view(u"work"_s)->root), checkpoint.comment.toLatin1());
        ++m_seen;
    }
    // One folder per checkpoint with files and one for the live ones; everything else was swept.
    const qsizetype withFiles = std::count_if(
        all.cbegin(), all.cend(), [](const Checkpoint &checkpoint) { return !checkpoint.comment.isEmpty(); });
    m_killedMidway += before > withFiles + 1 ? 1 : 0;
    QTRY_COMPARE(countTrees(m_state), withFiles + 1);
}

void TestPlaygroundKill::whatWasKilledIsDoneOrNotThere()
{
    QTemporaryDir folder;
    QRandomGenerator random(20260910);
    for (int round = 0; round < 30; ++round) {
        // A fresh folder every sixth round, so that the number of checkpoints stays small and the first steps
        // are hit, too.
        if (round % 6 == 0) {
            m_state = folder.path() + u"/%1/state"_s.arg(round);
            m_checkpoints.clear();
            m_sprites.clear();
        }
        // The last of a folder get time for a checkpoint on a slow computer, too.
        const int longest = round % 6 == 5 ? 900 : 90;
        runAndKill(random.generate(), random.bounded(2, longest));
        if (!QTest::currentTestFailed())
            checkStore();
        if (QTest::currentTestFailed()) {
            qInfo("failed in round %d", round);
            return;
        }
    }
    qInfo("%d checkpoints were whole; %d kills left something to sweep", m_seen, m_killedMidway);
    QVERIFY(m_seen > 0);
}

QTEST_GUILESS_MAIN(TestPlaygroundKill)
#include "tst_playgroundkill.moc"
