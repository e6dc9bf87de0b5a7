// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/operationdesk.h"
#include "models/checkpointtimelinemodel.h"
#include "support/patience.h"
#include "support/programfixture.h"
#include "support/viewtesting.h"
#include "views/timelinelist.h"

#include <QAction>
#include <QApplication>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>
#include <QTreeView>

#include <algorithm>
#include <utility>

using namespace Spritarium;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Spritarium::Test::ProgramFixture;

//! Looking never wakes (design.md 4.1): an hour of looking around in fast motion, then the service's own log.
class TestLookingAround : public QObject
{
    Q_OBJECT

    std::unique_ptr<Test::PlaygroundFixture> m_playground;
    std::unique_ptr<ProgramFixture> m_program;

    QHash<QString, QString> states() const
    {
        QHash<QString, QString> states;
        const QList<Playground::Sprite> sprites = m_playground->store().allSprites();
        for (const Playground::Sprite &sprite : sprites)
            states.insert(sprite.name, sprite.status);
        return states;
    }

    //! Lets the list be read some more times, as it is while somebody just sits there.
    void sitThere()
    {
        const int before = m_playground->requestCount("GET", u"/v1/sprites"_s);
        // As a menu does it: a key goes astray while the platform has no active window.
        m_program->action("view.refresh"_L1)->trigger();
        QTRY_VERIFY2(m_playground->requestCount("GET", u"/v1/sprites"_s) > before,
                     qPrintable(QString::number(m_playground->server().requestLog().entries().size())));
    }

    //! Of what is asked inside sprites.
    void waitUntilNothingIsOnItsWay()
    {
        qsizetype inside = -1;
        QElapsedTimer quiet;
        const auto isQuiet = [&] {
            const auto &entries = m_playground->server().requestLog().entries();
            const auto now = std::ranges::count_if(entries, [](const Playground::RequestLogEntry &entry) {
                return entry.reach == Playground::Reach::Inside;
            });
            if (std::exchange(inside, now) != now)
                quiet.start();
            return quiet.hasExpired(500);
        };
        QTRY_VERIFY(isQuiet());
    }

    void lookAtEverySprite()
    {
        const QStringList names = states().keys();
        for (const QString &name : names) {
            QVERIFY2(m_program->selectSprite(name), qPrintable(name));
            QTRY_COMPARE(m_program->text(u"headerName"_s), name);
            for (const Qt::Key tab : {Qt::Key_1, Qt::Key_2}) {
                m_program->key(tab, Qt::ControlModifier, &m_program->window());
                sitThere();
            }
            hover(*m_program->window().findChild<QTreeView *>(u"spriteTree"_s)->viewport());
            hover(*m_program->window().findChild<TimelineList *>()->viewport());
        }
    }

    static void hover(QWidget &area)
    {
        for (int y = 4; y < area.height(); y += 40)
            QTest::mouseMove(&area, QPoint(area.width() / 2, y));
    }

    void useTheTree()
    {
        for (const QString &text : {u"otter"_s, u"state:cold"_s, u"label:web"_s, u"nothing like it"_s}) {
            m_program->key(Qt::Key_L, Qt::ControlModifier, &m_program->window());
            QVERIFY(m_program->type(u"treeFilter"_s, text));
            sitThere();
        }
        m_program->seenAs<QLineEdit>(u"treeFilter"_s)->clear();
        for (const QString &button : {u"treeSort"_s, u"treeGroup"_s}) {
            const QList<QAction *> choices = m_program->seenAs<QToolButton>(button)->menu()->actions();
            for (QAction *choice : choices) {
                choice->trigger();
                sitThere();
            }
            choices.first()->trigger();
        }
    }

    void useTheWindow()
    {
        for (const Qt::Key key : {Qt::Key_I, Qt::Key_J, Qt::Key_B, Qt::Key_B})
            m_program->key(key, Qt::ControlModifier, &m_program->window());
        for (int pane = 0; pane < 8; ++pane)
            m_program->key(Qt::Key_F6, {}, &m_program->window());
        m_program->window().hide();
        const int before = m_playground->requestCount("GET", u"/v1/sprites"_s);
        m_program->action("view.refresh"_L1)->trigger();
        QTRY_VERIFY(m_playground->requestCount("GET", u"/v1/sprites"_s) > before);
        m_program->window().show();
        m_program->window().showMinimized();
        m_program->window().showNormal();
        m_program->window().activateWindow();
        m_program->key(Qt::Key_Left, Qt::AltModifier, &m_program->window());
        m_program->key(Qt::Key_Right, Qt::AltModifier, &m_program->window());
        sitThere();
    }

    void useThePalette()
    {
        for (const QString &text : {u"quiet"_s, u"grumpy"_s, u"restore"_s}) {
            m_program->key(Qt::Key_K, Qt::ControlModifier, &m_program->window());
            auto *field = m_program->seenAs<QLineEdit>(u"paletteField"_s);
            QTest::keyClicks(field, text);
            QTRY_VERIFY(m_program->isSeen(u"paletteList"_s));
            m_program->key(text == "restore"_L1 ? Qt::Key_Escape : Qt::Key_Return, {}, field);
            sitThere();
        }
    }

    void cancelASheet(const QString &sheet)
    {
        QTRY_VERIFY2(m_program->isSeen(sheet), qPrintable(sheet));
        QVERIFY(m_program->click(u"sheetCancel"_s));
        QTRY_VERIFY(!m_program->isSeen(sheet));
    }

    //! Everything that only asks, on a sprite that fell asleep while it was shown.
    void askAndThinkBetterOfIt(const QString &sleeping)
    {
        QVERIFY(m_program->selectSprite(sleeping));
        m_program->key(Qt::Key_2, Qt::ControlModifier, &m_program->window());
        auto *timeline =
            qobject_cast<CheckpointTimelineModel *>(m_program->window().findChild<TimelineList *>()->model());
        QTRY_VERIFY(!timeline->checkpoints().isEmpty());
        QTRY_VERIFY(m_program->isSeen(u"wakeAndLoad"_s));
        const auto point =
            std::find_if(timeline->checkpoints().begin(), timeline->checkpoints().end(),
                         [](const Checkpoint &each) { return each.version().value_or(0) > 0; });
        const QString id = point->id.toString();
        QVERIFY(m_program->selectCheckpoint(id));
        QVERIFY(m_program->chooseMenu(u"checkpoint.restore"_s));
        QTRY_VERIFY(m_program->text(u"restoreReadState"_s).startsWith("The sprite sleeps."_L1));
        cancelASheet(u"restoreSheet"_s);
        QVERIFY(m_program->chooseMenu(u"checkpoint.delete"_s));
        cancelASheet(u"deleteCheckpointSheet"_s);
        for (const auto &[entry, sheet] : {std::pair(u"sprite.delete"_s, u"deleteSpriteSheet"_s),
                                           {u"sprite.labels"_s, u"labelsSheet"_s},
                                           {u"sprite.address"_s, u"addressSheet"_s},
                                           {u"sprite.new"_s, u"newSpriteSheet"_s}}) {
            QVERIFY2(m_program->chooseMenu(entry), qPrintable(entry));
            cancelASheet(sheet);
        }
        for (const QString &entry : {u"sprite.copy-cli"_s, u"sprite.copy-request"_s, u"sprite.copy-url"_s})
            QVERIFY2(m_program->chooseMenu(entry), qPrintable(entry));
        sitThere();
    }

private Q_SLOTS:
    void init()
    {
        failOnViewWarnings();
        m_playground = std::make_unique<Test::PlaygroundFixture>(true);
        QVERIFY(m_playground->start());
        m_program = std::make_unique<ProgramFixture>();
    }

    void cleanup()
    {
        m_program.reset();
        m_playground.reset();
    }

    void nothingWakesASprite_data()
    {
        QTest::addColumn<bool>("watched");
        QTest::newRow("list read again and again") << false;
        QTest::newRow("list watched") << true;
    }

    void nothingWakesASprite()
    {
        QFETCH(bool, watched);
        m_program->options().session.sprites.watch = watched;
        m_program->options().session.sprites.visible = 30ms;
        m_program->options().session.sprites.hidden = 50ms;
        m_program->start();
        m_program->signIn(*m_playground);
        QTRY_COMPARE(m_program->treeRows().size(), 7);

        lookAtEverySprite();
        useTheTree();
        useTheWindow();
        useThePalette();

        // One falls asleep while it is shown; what was seen of it stays.
        const QString sleeping = u"grumpy-goat"_s;
        QVERIFY(m_program->selectSprite(u"quiet-fjord"_s));
        sitThere(); // until no question asked before is on its way
        const QString list = u"/v1/sprites/"_s + sleeping + u"/checkpoints"_s;
        const int read = m_playground->requestCount("GET", list);
        QVERIFY(m_program->selectSprite(sleeping));
        QTRY_COMPARE(m_program->text(u"headerState"_s), u"Running"_s);
        // While it runs it may be read; only what comes after counts.
        QTRY_VERIFY(m_playground->requestCount("GET", list) > read);
        waitUntilNothingIsOnItsWay();
        QVERIFY(m_playground->store().setStatus(sleeping, u"cold"_s).isOk());
        QTRY_COMPARE(m_program->text(u"headerState"_s), u"Cold"_s);
        const QHash<QString, QString> before = states();
        QVERIFY(before.values().contains(u"running"_s) && before.values().contains(u"warm"_s));
        askAndThinkBetterOfIt(sleeping);
        lookAtEverySprite();
        // The next start looks at what was open last, and that sleeps.
        QVERIFY(m_program->selectSprite(sleeping));
        m_program->restart();
        QTRY_COMPARE(m_program->text(u"headerName"_s), sleeping);
        QTRY_VERIFY(m_program->isSeen(u"wakeAndLoad"_s));
        sitThere();

        const QStringList waking = Test::wakingRequests(*m_playground);
        QVERIFY2(waking.isEmpty(), qPrintable(waking.join(u'\n')));
        QCOMPARE(states(), before);
        int looks = 0;
        int changes = 0;
        for (const Playground::RequestLogEntry &entry : m_playground->server().requestLog().entries()) {
            QVERIFY2(!entry.woke, qPrintable(entry.path));
            looks += entry.reach == Playground::Reach::Inside;
            changes += entry.method != "GET";
        }
        QVERIFY(looks > 0); // of those that ran
        QCOMPARE(changes, 0);
    }

    void wakingIsAClickThatSaysSo()
    {
        m_program->start();
        m_program->signIn(*m_playground);
        QVERIFY(m_program->selectSprite(u"quiet-fjord"_s));
        QTRY_VERIFY(m_program->text(u"asleepText"_s).startsWith("quiet-fjord is cold."_L1));
        QCOMPARE(Test::wakingRequests(*m_playground), QStringList());
        QVERIFY(m_program->click(u"wakeAndLoad"_s));
        QTRY_VERIFY(m_program->isSeen(u"checkpointNowButton"_s));
        QCOMPARE(Test::wakingRequests(*m_playground).size(), 1);
        QTRY_COMPARE(m_program->text(u"headerState"_s), u"Running"_s);
    }

    void wakingIsOfferedAgainOverANewSession()
    {
        QVERIFY(m_playground->store().setStatus(u"quiet-fjord"_s, u"running"_s).isOk());
        m_program->start();
        m_program->signIn(*m_playground);
        QVERIFY(m_program->selectSprite(u"quiet-fjord"_s));
        QTRY_VERIFY(m_program->isSeen(u"checkpointNowButton"_s));
        QTRY_VERIFY(!m_program->isSeen(u"timelineState"_s)); // it was read, and stays in view
        QVERIFY(m_playground->store().setStatus(u"quiet-fjord"_s, u"cold"_s).isOk());
        QTRY_COMPARE(m_program->text(u"wakeAndLoad"_s), u"Wake and load"_s);
        m_playground->fault(Playground::Fault::Kind::Stall, "GET", u"*/checkpoints"_s, -1);
        QVERIFY(m_program->click(u"wakeAndLoad"_s));
        QTRY_COMPARE(m_program->text(u"wakeAndLoad"_s), u"Waking…"_s);
        m_playground->server().faults().clear();
        QVERIFY(m_playground->store().setStatus(u"quiet-fjord"_s, u"cold"_s).isOk());
        m_program->signIn(*m_playground);
        QTRY_COMPARE(m_program->text(u"wakeAndLoad"_s), u"Wake and load"_s);
        QVERIFY(m_program->seen(u"wakeAndLoad"_s)->isEnabled());
    }

    void aSpriteThatWokeByItselfIsReadAgain()
    {
        m_program->start();
        m_program->signIn(*m_playground);
        QVERIFY(m_program->selectSprite(u"quiet-fjord"_s));
        QTRY_VERIFY(m_program->isSeen(u"wakeAndLoad"_s));
        QVERIFY(m_playground->store().setStatus(u"quiet-fjord"_s, u"running"_s).isOk());
        QTRY_VERIFY(m_program->isSeen(u"checkpointNowButton"_s));
        QVERIFY(!m_program->isSeen(u"wakeAndLoad"_s));
        QCOMPARE(Test::wakingRequests(*m_playground), QStringList());
    }
};

QTEST_MAIN(TestLookingAround)
#include "tst_lookingaround.moc"
