// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/operationdesk.h"
#include "support/patience.h"
#include "support/programfixture.h"
#include "support/viewtesting.h"

#include <QDir>
#include <QDirIterator>

using namespace Spritarium;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Spritarium::Test::ProgramFixture;
using Fault = Playground::Fault;

//! The program ends in the middle of a restore; the next one tells the truth about it without waking
//! anything.
class TestInterrupted : public QObject
{
    Q_OBJECT

    std::unique_ptr<Test::PlaygroundFixture> m_playground;
    std::unique_ptr<ProgramFixture> m_program;
    const QString m_sprite = u"calm-otter"_s;

    //! A stream may stall as long as the test needs.
    void open()
    {
        m_program->options().session.limits.stall = 30s;
        m_program->start();
        m_program->signIn(*m_playground);
        QVERIFY(m_program->selectSprite(m_sprite));
        QTRY_VERIFY(m_program->hasCheckpoint(u"v1"_s));
    }

    //! Up to the middle of the stream: the service has restored, but it was not said yet.
    void beginRestore()
    {
        open();
        Fault fault;
        fault.kind = Fault::Kind::Stall;
        fault.method = "POST";
        fault.path = u"*/restore"_s;
        fault.afterLines = 1;
        m_playground->server().faults().add(fault);
        QVERIFY(m_program->click(u"restoreButton_v1"_s));
        QVERIFY(m_program->click(u"restoreConfirmButton"_s));
        QTRY_COMPARE(m_playground->requestCount("POST", u"/restore"_s), 1);
        QTRY_VERIFY(!m_playground->store().isBusy(m_sprite));
        QTRY_COMPARE(m_program->workbench().desk().running().size(), 1);
        QTRY_VERIFY(!m_program->workbench().desk().running().first().lastMessage.isEmpty());
    }

    //! The data folder as a kill -9 would leave it at this moment.
    static void copyFolder(const QString &from, const QString &to)
    {
        QDir().mkpath(to);
        QDirIterator at(from, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (at.hasNext()) {
            const QString path = to + at.next().mid(from.size());
            QDir().mkpath(QFileInfo(path).path());
            QVERIFY(QFile::copy(at.filePath(), path));
        }
    }

    int insideCount() const
    {
        int count = 0;
        for (const Playground::RequestLogEntry &entry : m_playground->server().requestLog().entries())
            count += entry.reach == Playground::Reach::Inside;
        return count;
    }

private Q_SLOTS:
    void init()
    {
        failOnViewWarnings();
        m_playground = std::make_unique<Test::PlaygroundFixture>();
        QVERIFY(m_playground->start());
        QVERIFY(m_playground->store().create(Test::spriteNamed(m_sprite)).isOk());
        QVERIFY(m_playground->store().setStatus(m_sprite, u"running"_s).isOk());
        QVERIFY(m_playground->store().checkpointNow(m_sprite, Test::pointWith(u"Before upgrade"_s)).isOk());
        m_program = std::make_unique<ProgramFixture>();
    }

    void cleanup()
    {
        m_program.reset();
        m_playground.reset();
    }

    void theEndIsFoundByReadingWhileTheSpriteRuns()
    {
        beginRestore();
        m_program->restart();
        QTRY_VERIFY2(m_program->text(u"bannerText"_s).startsWith("Restored v1."_L1),
                     qPrintable(m_program->text(u"endText"_s)));
        QCOMPARE(m_playground->requestCount("POST", u"/restore"_s), 1);
        QCOMPARE(m_playground->requestCount("POST", u"/checkpoint"_s), 1);
        // It can still be taken back.
        QTRY_VERIFY(m_program->isSeen(u"undoRestoreButton"_s));
    }

    void onASleepingSpriteNothingIsReadUntilItIsAskedFor()
    {
        beginRestore();
        m_program->stop();
        QVERIFY(m_playground->store().setStatus(m_sprite, u"cold"_s).isOk());
        const int before = insideCount();
        m_program->start();
        QVERIFY(m_program->selectSprite(m_sprite));
        QTRY_VERIFY(m_program->isSeen(u"checkAgainButton"_s));
        QVERIFY2(m_program->text(u"endText"_s).contains("Spritarium ended while this ran"_L1) ||
                     m_program->text(u"endText"_s).contains("may still be running"_L1),
                 qPrintable(m_program->text(u"endText"_s)));
        for (int look = 0; look < 3; ++look) {
            const int lists = m_playground->requestCount("GET", u"/v1/sprites"_s);
            m_program->key(Qt::Key_F5);
            QTRY_VERIFY(m_playground->requestCount("GET", u"/v1/sprites"_s) > lists);
        }
        QCOMPARE(insideCount(), before);
        QCOMPARE(m_playground->store().sprite(m_sprite).value().status, u"cold"_s);

        QVERIFY(m_program->click(u"checkAgainButton"_s));
        QTRY_VERIFY2(m_program->text(u"bannerText"_s).startsWith("Restored v1."_L1),
                     qPrintable(m_program->text(u"endText"_s)));
        QVERIFY(insideCount() > before);
        QCOMPARE(m_playground->requestCount("POST", u"/restore"_s), 1);
    }

    void aKillLeavesEnoughToFindOut()
    {
        beginRestore();
        QTemporaryDir folder;
        const QString copy = folder.filePath(u"killed"_s);
        copyFolder(m_program->dataFolder(), copy);
        ProgramFixture next;
        next.options().dataFolder = copy;
        next.start();
        QVERIFY(next.selectSprite(m_sprite));
        QTRY_VERIFY2(next.text(u"bannerText"_s).startsWith("Restored v1."_L1),
                     qPrintable(next.text(u"endText"_s)));
        QCOMPARE(m_playground->requestCount("POST", u"/restore"_s), 1);
    }

    void aRestoreThatDidNotHappenIsNotClaimed()
    {
        open();
        Fault fault;
        fault.kind = Fault::Kind::Stall; // before the service begins
        fault.method = "POST";
        fault.path = u"*/restore"_s;
        m_playground->server().faults().add(fault);
        QVERIFY(m_program->click(u"restoreButton_v1"_s));
        QVERIFY(m_program->click(u"restoreConfirmButton"_s));
        QTRY_COMPARE(m_playground->requestCount("POST", u"/restore"_s), 1);
        m_program->restart();
        // What it read says no, but the service may still be at it: not more than "seems" is known.
        QTRY_COMPARE(
            m_program->text(u"endText"_s),
            u"The sprite still has the files from before. The restore seems not to have happened."_s);
        QVERIFY(m_program->isSeen(u"checkAgainButton"_s));
        QVERIFY(!m_program->isSeen(u"undoRestoreButton"_s));
    }

    void aCheckpointThatWasUnderWayIsToldAsUnknownAndItsCommentKept()
    {
        open();
        Fault fault;
        fault.kind = Fault::Kind::Stall;
        fault.method = "POST";
        fault.path = u"*/checkpoint"_s;
        m_playground->server().faults().add(fault);
        QVERIFY(m_program->click(u"createCheckpointButton"_s));
        QVERIFY(m_program->type(u"checkpointComment"_s, u"All tests green"_s));
        QVERIFY(m_program->click(u"createCheckpointConfirm"_s));
        QTRY_COMPARE(m_playground->requestCount("POST", u"/checkpoint"_s), 1);
        m_program->restart();
        QTRY_COMPARE(m_program->text(u"endText"_s),
                     u"Spritarium ended while this ran. The list shows what became of it."_s);
        QVERIFY(m_program->click(u"createCheckpointButton"_s));
        QTRY_COMPARE(m_program->text(u"checkpointComment"_s), u"All tests green"_s);
        QCOMPARE(m_playground->requestCount("POST", u"/checkpoint"_s), 1);
    }
};

QTEST_MAIN(TestInterrupted)
#include "tst_interrupted.moc"
