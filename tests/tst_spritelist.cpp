// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/patience.h"
#include "support/programfixture.h"
#include "support/viewtesting.h"
#include "views/spritariumstyle.h"
#include "views/statepanel.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFile>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QRegularExpression>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTreeView>

#include <algorithm>

using namespace Spritarium;
using namespace Spritarium::Test;
using Spritarium::Playground::Fault;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

//! What stands around the list of sprites in the whole program: how it looks the next time, its limits, and a
//! first reading that takes too long (ux-spec 3, 6, 7).
class TestSpriteList : public QObject
{
    Q_OBJECT

    std::unique_ptr<PlaygroundFixture> m_playground;
    std::unique_ptr<ProgramFixture> m_program;

    QAction *twoLines() { return m_program->window().findChild<QAction *>(u"treeTwoLines"_s); }
    QTreeView *tree() { return m_program->window().findChild<QTreeView *>(u"spriteTree"_s); }
    StatePanel *state() { return m_program->window().findChild<StatePanel *>(u"treeState"_s); }
    void press(const QString &name)
    {
        QTest::mouseClick(state()->findChild<QPushButton *>(name), Qt::LeftButton);
    }
    QString says(const QString &name) { return state()->findChild<QLabel *>(name)->text(); }
    //! As the status bar counts them.
    qsizetype running()
    {
        const QString text = m_program->text(u"runningOperation"_s);
        const QRegularExpressionMatch several = QRegularExpression(u" (\\d+) operation"_s).match(text);
        return several.hasMatch() ? several.captured(1).toInt() : 0;
    }
    bool lists(const QString &sprite) { return m_program->treeRows().join(u'\n').contains(sprite); }

private Q_SLOTS:
    void init()
    {
        failOnViewWarnings();
        m_playground = std::make_unique<PlaygroundFixture>();
        QVERIFY(m_playground->start());
        for (const QString &name : {u"calm-otter"_s, u"quiet-fjord"_s})
            QVERIFY(m_playground->store().create(spriteNamed(name)).isOk());
        QVERIFY(m_playground->store().setStatus(u"calm-otter"_s, u"running"_s).isOk());
        m_program = std::make_unique<ProgramFixture>();
        m_program->start();
    }

    void cleanup()
    {
        m_program.reset();
        m_playground.reset();
    }

    void theListLooksAsItDidTheLastTime()
    {
        m_program->signIn(*m_playground);
        QTRY_VERIFY(lists(u"quiet-fjord"_s));
        QVERIFY(twoLines()->isChecked());
        twoLines()->trigger();
        QVERIFY(m_program->type(u"treeFilter"_s, u"quiet"_s));
        QTRY_VERIFY(!lists(u"calm-otter"_s));
        m_program->restart();
        QTRY_VERIFY2(lists(u"quiet-fjord"_s), qPrintable(m_program->treeRows().join(u'\n')));
        QVERIFY(!lists(u"calm-otter"_s));
        QCOMPARE(m_program->text(u"treeFilter"_s), u"quiet"_s);
        QVERIFY(!twoLines()->isChecked());

        m_program->seenAs<QLineEdit>(u"treeFilter"_s)->clear();
        QTRY_VERIFY(tree()->isExpanded(tree()->model()->index(0, 0)));
        tree()->collapse(tree()->model()->index(0, 0));
        m_program->restart();
        QTRY_VERIFY(lists(u"calm-otter"_s));
        QVERIFY(!tree()->isExpanded(tree()->model()->index(0, 0)));
    }

    void nearTheLimitsALinkTellsOfThem()
    {
        for (int i = 0; i < 8; ++i) {
            const QString name = u"busy-%1"_s.arg(i);
            QVERIFY(m_playground->store().create(spriteNamed(name)).isOk());
            QVERIFY(m_playground->store().setStatus(name, u"running"_s).isOk());
        }
        m_program->signIn(*m_playground);
        QVERIFY(m_program->type(u"treeFilter"_s, u"i"_s));
        QVERIFY(m_program->click(u"treeLimits"_s)); // 9 of 10
        QTRY_COMPARE(m_program->text(u"limitsRunning"_s), u"9 of 10 running"_s);
        QVERIFY(m_program->click(u"limitsShowRunning"_s));
        QTRY_VERIFY(!lists(u"quiet-fjord"_s));
        QVERIFY(lists(u"calm-otter"_s));
        // Nobody typed that, so it is not what is remembered.
        m_program->restart();
        QCOMPARE(m_program->text(u"treeFilter"_s), u"i"_s);
    }

    void checkpointsOfManyBeginAFewAtATime()
    {
        for (int i = 0; i < 8; ++i)
            QVERIFY(m_playground->store().create(spriteNamed(u"more-%1"_s.arg(i))).isOk());
        Fault slow;
        slow.kind = Fault::Kind::Latency;
        slow.milliseconds = 200;
        slow.method = "POST";
        slow.path = u"*/checkpoint"_s;
        slow.count = -1;
        m_playground->server().faults().add(slow);
        m_program->signIn(*m_playground);
        QTRY_VERIFY(lists(u"more-7"_s));
        m_program->selectSprite(u"calm-otter"_s);
        tree()->selectAll();
        QVERIFY(m_program->click(u"barCheckpoint"_s));
        QTRY_COMPARE(m_program->text(u"bulkCheckpointMore"_s), u"and 2 more"_s);
        QCOMPARE(m_program->seenAs<QLineEdit>(u"bulkCheckpointComment"_s)->maxLength(), 200);
        qsizetype most = 0;
        QVERIFY(m_program->click(u"bulkCheckpointConfirm"_s));
        const bool ended = QTest::qWaitFor(
            [&] {
                most = std::max(most, running());
                return m_program->text(u"toastText"_s).startsWith(u"Created "_s);
            },
            Patience);
        QVERIFY(ended);
        QVERIFY2(m_program->text(u"toastText"_s).startsWith(u"Created 10 checkpoint"_s),
                 qPrintable(m_program->text(u"toastText"_s)));
        QVERIFY2(most > 1 && most <= 4, qPrintable(QString::number(most)));
        QCOMPARE(m_playground->requestCount("POST", u"/checkpoint"_s), 10);
    }

    void aSpriteThatIsGoneIsNowhereToGoBackTo()
    {
        QVERIFY(m_playground->store().create(spriteNamed(u"misty-reef"_s)).isOk());
        m_program->signIn(*m_playground);
        for (const QString &name : {u"calm-otter"_s, u"misty-reef"_s, u"quiet-fjord"_s})
            QVERIFY(m_program->selectSprite(name));
        QTRY_COMPARE(m_program->text(u"headerName"_s), u"quiet-fjord"_s);
        QVERIFY(m_playground->store().remove(u"misty-reef"_s).isOk());
        QTRY_VERIFY(!lists(u"misty-reef"_s));
        m_program->key(Qt::Key_Left, Qt::AltModifier, &m_program->window());
        QTRY_COMPARE(m_program->text(u"headerName"_s), u"calm-otter"_s);
    }

    void aFirstReadingThatTakesTooLongCanBeGivenUpAndTriedAgain()
    {
        Fault silent;
        silent.kind = Fault::Kind::Stall;
        silent.method = "GET";
        silent.path = u"/v1/sprites"_s;
        silent.count = -1;
        m_playground->server().faults().add(silent);
        m_program->options().session.limits.query = 60s; // it is the person who gives up
        m_program->restart();
        state()->setDelays(1ms, 5ms);
        m_program->signIn(*m_playground);
        QTRY_COMPARE(says(u"stateTitle"_s), u"Still loading…"_s);
        press(u"stateLink"_s);
        QTRY_COMPARE(says(u"stateTitle"_s), u"That did not work"_s);
        QVERIFY(says(u"stateSentence"_s).contains(u"The list was not read to its end."_s));
        m_playground->server().faults().clear();
        press(u"statePrimary"_s);
        QTRY_VERIFY(lists(u"calm-otter"_s));
        // And it is kept fresh again.
        QVERIFY(m_playground->store().create(spriteNamed(u"new-comer"_s)).isOk());
        QTRY_VERIFY(lists(u"new-comer"_s));
    }

    void thePaletteChangesTheDensity()
    {
        const auto choose = [this](const QString &words) {
            m_program->key(Qt::Key_K, Qt::ControlModifier, &m_program->window());
            QTest::keyClicks(m_program->window().paletteField(), words);
            QTest::keyClick(m_program->window().paletteField(), Qt::Key_Return);
        };
        QVERIFY(!isCompact(m_program->window()));
        choose(u"density: compact"_s);
        QTRY_VERIFY(isCompact(m_program->window()));
        choose(u"density: comfortable"_s);
        QTRY_VERIFY(!isCompact(m_program->window()));
    }

    void aFolderWithALinkSelectsItsSprite()
    {
        m_program->signIn(*m_playground);
        QTRY_VERIFY(lists(u"quiet-fjord"_s));
        QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkpath(u"src/deep"_s));
        const auto link = [&folder](const QByteArray &content) {
            QFile file(folder.filePath(u".sprite"_s));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(content);
        };
        const auto drop = [this](const QString &path) {
            QMimeData data;
            data.setUrls({QUrl::fromLocalFile(path)});
            const QPointF middle = m_program->window().rect().center();
            QDragEnterEvent enter(middle.toPoint(), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
            QApplication::sendEvent(&m_program->window(), &enter);
            QVERIFY(enter.isAccepted());
            QDropEvent event(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
            QApplication::sendEvent(&m_program->window(), &event);
        };
        link(R"({"organization":"playground","sprite":"quiet-fjord"})");
        drop(folder.filePath(u"src/deep"_s)); // found above it, as the CLI does
        QTRY_COMPARE(m_program->text(u"headerName"_s), u"quiet-fjord"_s);
        link(R"({"organization":"elsewhere","sprite":"calm-otter"})");
        drop(folder.path());
        QTRY_COMPARE(m_program->text(u"toastText"_s), u"calm-otter of elsewhere is not in the list."_s);
        link("no link");
        drop(folder.path());
        QTRY_VERIFY(m_program->text(u"toastText"_s).endsWith(u" names no sprite."_s));
        drop(folder.path() + u'/');
        QTRY_COMPARE(m_program->text(u"toastText"_s),
                     u"The .sprite file of %1 names no sprite."_s.arg(QDir(folder.path()).dirName()));
        QCOMPARE(m_program->text(u"headerName"_s), u"quiet-fjord"_s);
        // Without an organization it may be the sprite of any account, and none is guessed.
        PlaygroundFixture other;
        QVERIFY(other.start() && other.store().create(spriteNamed(u"calm-otter"_s)).isOk());
        m_program->signIn(other, u"other"_s);
        QTRY_COMPARE(m_program->treeRows().filter(u"calm-otter"_s).size(), 2);
        link(R"({"sprite":"calm-otter"})");
        drop(folder.path());
        QTRY_COMPARE(m_program->text(u"toastText"_s),
                     u"calm-otter is in several accounts, and the .sprite file names no organization."_s);
        QCOMPARE(m_program->text(u"headerName"_s), u"quiet-fjord"_s);
    }

    void columnsOfActivityKeepTheirWidths()
    {
        const auto header = [this] {
            return m_program->window().findChild<QTreeView *>(u"activityTree"_s)->header();
        };
        QVERIFY(header()->sectionSize(2) != 91);
        header()->resizeSection(2, 91);
        m_program->restart();
        QCOMPARE(header()->sectionSize(2), 91);
    }

    void activityIsClearedFromThePreferencesAfterAQuestion()
    {
        m_program->signIn(*m_playground);
        QVERIFY(m_program->selectSprite(u"calm-otter"_s));
        QVERIFY(m_program->selectSprite(u"quiet-fjord"_s, Qt::ControlModifier));
        QVERIFY(m_program->click(u"barCheckpoint"_s));
        QVERIFY(m_program->click(u"bulkCheckpointConfirm"_s));
        QTRY_VERIFY(m_program->text(u"toastText"_s).startsWith(u"Created 2 "_s));
        const auto entries = [this] {
            return m_program->window().findChild<QTreeView *>(u"activityTree"_s)->model()->rowCount();
        };
        QCOMPARE(entries(), 2);
        m_program->action("app.preferences"_L1)->trigger();
        QTRY_VERIFY(m_program->isSeen(u"preferencesSheet"_s));
        m_program->seenAs<QTabBar>(u"preferencePageBar"_s)->setCurrentIndex(2);
        QVERIFY(m_program->click(u"preferenceClearActivity"_s));
        QTRY_VERIFY(m_program->isSeen(u"confirmSheet"_s));
        QVERIFY(m_program->click(u"confirmVerb"_s));
        QTRY_VERIFY(!m_program->isSeen(u"confirmSheet"_s));
        QVERIFY(m_program->isSeen(u"preferencesSheet"_s));
        QCOMPARE(entries(), 0);
        m_program->restart();
        QTRY_VERIFY(lists(u"calm-otter"_s));
        QCOMPARE(entries(), 0);
    }
};

QTEST_MAIN(TestSpriteList)
#include "tst_spritelist.moc"
