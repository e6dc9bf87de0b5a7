// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/accounts.h"
#include "support/machinefixture.h"
#include "support/patience.h"
#include "support/portstab.h"
#include "support/viewtesting.h"

#include <QAction>
#include <QSignalSpy>

using namespace Spritarium;
using namespace Spritarium::Test;
using Spritarium::Playground::Fault;
using namespace Qt::StringLiterals;

//! Holds through the whole program: a click wakes the sprite and keeps it awake, and the window says so
//! (ux-spec 8, 17).
class TestKeepAwake : public QObject
{
    Q_OBJECT

    std::unique_ptr<PortsPlace> m_place;

    ProgramFixture &program() { return m_place->program(); }
    int commands() { return m_place->playground().requestCount("POST", u"/exec"_s); }
    bool take()
    {
        program().key(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier, &program().window());
        return QTest::qWaitFor([this] { return program().isSeen(u"headerAwake:hold"_s); }, Patience);
    }
    void failNextCommand(Fault::Kind kind)
    {
        Fault fault;
        fault.kind = kind;
        fault.method = "POST";
        fault.path = u"*/exec"_s;
        m_place->playground().server().faults().add(fault);
    }
    QString release() { return program().action("sprite.release"_L1)->toolTip(); }

private Q_SLOTS:
    void init()
    {
        failOnViewWarnings();
        m_place = std::make_unique<PortsPlace>();
        QVERIFY(m_place->isReady());
        QVERIFY(m_place->open());
        QTRY_COMPARE(m_place->tab().says(8080), u"Listening"_s);
    }

    void cleanup() { m_place.reset(); }

    void aHoldIsSeenInTheHeaderAndGivenBack()
    {
        SPRITARIUM_NEEDS_SANDBOX();
        QCOMPARE(release(), u"No hold of ours keeps it awake."_s);
        program().key(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier, &program().window());
        QTRY_VERIFY2(program().isSeen(u"headerAwake:hold"_s),
                     qPrintable(program().allText(u"spriteHeader"_s)));
        QVERIFY(program().text(u"headerAwake:hold"_s).startsWith(u"hold until "_s));
        QCOMPARE(commands(), 1);
        QVERIFY(program().action("sprite.release"_L1)->isEnabled());
        // The sprite does not know that the program was closed, and the program remembers.
        QVERIFY(m_place->restart());
        QTRY_VERIFY2(program().isSeen(u"headerAwake:hold"_s),
                     qPrintable(program().allText(u"spriteHeader"_s)));
        QCOMPARE(commands(), 1);
        QTRY_VERIFY(program().action("sprite.release"_L1)->isEnabled());
        QVERIFY(program().chooseMenu(u"sprite.release"_s));
        QTRY_VERIFY(!program().isSeen(u"headerAwake:hold"_s));
        QCOMPARE(commands(), 2);
        QTRY_COMPARE(release(), u"No hold of ours keeps it awake."_s);
    }

    void aSpriteThatSleepsIsWoken()
    {
        SPRITARIUM_NEEDS_SANDBOX();
        program().key(Qt::Key_1, Qt::ControlModifier, &program().window()); // where nobody watches ports
        QVERIFY(m_place->pause());
        QCOMPARE(commands(), 0);
        QTRY_VERIFY(program().action("sprite.keep-awake-5"_L1)->isEnabled());
        QVERIFY(program().chooseMenu(u"sprite.keep-awake-5"_s));
        QTRY_VERIFY2(program().isSeen(u"headerAwake:hold"_s),
                     qPrintable(program().allText(u"spriteHeader"_s)));
        QCOMPARE(m_place->spriteStatus(), u"running"_s);
    }

    void whatIsRefusedIsToldAndNotClaimed()
    {
        failNextCommand(Fault::Kind::Status);
        program().key(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier, &program().window());
        QTRY_VERIFY2(program().text(u"toastText"_s).startsWith(u"calm-otter is not kept awake. "_s),
                     qPrintable(program().text(u"toastText"_s)));
        QVERIFY(!program().isSeen(u"headerAwake:hold"_s));
        QCOMPARE(commands(), 1);
        QCOMPARE(release(), u"No hold of ours keeps it awake."_s);
    }

    void aLostAnswerIsNotClaimedAndCanBeReleased()
    {
        SPRITARIUM_NEEDS_SANDBOX();
        failNextCommand(Fault::Kind::DropAfterWork);
        program().key(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier, &program().window());
        QTRY_VERIFY2(program()
                         .text(u"toastText"_s)
                         .startsWith(u"It is not known whether calm-otter is kept awake. "_s),
                     qPrintable(program().text(u"toastText"_s)));
        QVERIFY(!program().isSeen(u"headerAwake:hold"_s));
        QVERIFY(program().action("sprite.release"_L1)->isEnabled());
        QVERIFY(program().chooseMenu(u"sprite.release"_s));
        QTRY_COMPARE(program().text(u"toastText"_s), u"calm-otter may fall asleep again."_s);
        QCOMPARE(commands(), 2);
        QCOMPARE(release(), u"No hold of ours keeps it awake."_s);
    }

    void whatIsHeldIsToldTogetherWithWhatIsNot()
    {
        SPRITARIUM_NEEDS_SANDBOX();
        QVERIFY(m_place->playground().store().create(spriteNamed(u"quiet-fjord"_s)).isOk());
        QVERIFY(program().selectSprite(u"quiet-fjord"_s, Qt::ControlModifier));
        QTRY_VERIFY(program().isSeen(u"selectionBar"_s));
        m_place->playground().fault(Fault::Kind::Status, "POST", u"*/quiet-fjord/exec"_s);
        program().key(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier, &program().window());
        QTRY_VERIFY2(program().text(u"toastText"_s).startsWith(u"1 of 2 sprite"_s),
                     qPrintable(program().text(u"toastText"_s)));
        QVERIFY2(program().text(u"toastText"_s).contains(u" quiet-fjord is not kept awake. "_s),
                 qPrintable(program().text(u"toastText"_s)));
        QTRY_VERIFY(program().action("sprite.release"_L1)->isEnabled());
    }

    void aHoldThatIsNotReleasedStays()
    {
        SPRITARIUM_NEEDS_SANDBOX();
        QVERIFY(take());
        failNextCommand(Fault::Kind::Status);
        QVERIFY(program().chooseMenu(u"sprite.release"_s));
        QTRY_VERIFY2(program().text(u"toastText"_s).startsWith(u"The hold of calm-otter is not released. "_s),
                     qPrintable(program().text(u"toastText"_s)));
        QVERIFY(program().isSeen(u"headerAwake:hold"_s));
        QVERIFY(program().action("sprite.release"_L1)->isEnabled());
    }

    void signingInAgainLosesNoHold()
    {
        SPRITARIUM_NEEDS_SANDBOX();
        QVERIFY(take());
        QSignalSpy opened(&program().workbench().accounts(), &Accounts::sessionOpened);
        program().signIn(m_place->playground());
        QCOMPARE(opened.size(), 1);
        QTRY_VERIFY2(program().isSeen(u"headerAwake:hold"_s),
                     qPrintable(program().allText(u"spriteHeader"_s)));
        QTRY_VERIFY(program().action("sprite.release"_L1)->isEnabled());
        QVERIFY(program().chooseMenu(u"sprite.release"_s));
        QTRY_VERIFY(!program().isSeen(u"headerAwake:hold"_s));
        QCOMPARE(commands(), 2);
    }

    void aSpriteThatSleepsAllTheSameHasNoHold()
    {
        SPRITARIUM_NEEDS_SANDBOX();
        program().key(Qt::Key_1, Qt::ControlModifier, &program().window()); // where nobody watches ports
        QVERIFY(take());
        QTRY_VERIFY(program().allText(u"spriteHeader"_s).contains(u"Running"_s));
        QVERIFY(m_place->pause());
        QTRY_COMPARE(release(), u"No hold of ours keeps it awake."_s);
    }

    void aHoldEndsByTheClock()
    {
        SPRITARIUM_NEEDS_SANDBOX();
        QVERIFY(take());
        const QString place = u"sprites/holds"_s;
        QVariantMap holds = program().settings().value(place).toMap();
        QCOMPARE(holds.size(), 1);
        holds[holds.firstKey()] =
            QDateTime::currentDateTimeUtc().addSecs(2); // as if nearly an hour were over
        program().settings().setValue(place, holds);
        QVERIFY(m_place->restart());
        QTRY_COMPARE(release(), u"No hold of ours keeps it awake."_s);
        QVERIFY(!program().isSeen(u"headerAwake:hold"_s));
        QCOMPARE(program().settings().value(place).toMap().size(), 0);
        QCOMPARE(commands(), 1);
    }

    void theHeaderActsOnItsOwnSpriteOnly()
    {
        SPRITARIUM_NEEDS_SANDBOX();
        QVERIFY(m_place->playground().store().create(spriteNamed(u"quiet-fjord"_s)).isOk());
        QVERIFY(program().selectSprite(u"quiet-fjord"_s, Qt::ControlModifier));
        QTRY_VERIFY(program().isSeen(u"selectionBar"_s));
        const QString shown = program().text(u"headerName"_s);
        auto *entry = program().window().findChild<QAction *>(u"header:sprite.keep-awake-5"_s);
        QTRY_VERIFY(entry->isEnabled());
        entry->trigger();
        QTRY_VERIFY2(program().text(u"toastText"_s).startsWith(shown + u" is kept awake until "_s),
                     qPrintable(program().text(u"toastText"_s)));
        QCOMPARE(commands(), 1);
        // The shortcut acts on all that are selected, and tells of them in one sentence.
        QTRY_VERIFY(program().action("sprite.keep-awake"_L1)->isEnabled());
        program().key(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier, &program().window());
        QTRY_VERIFY2(program().text(u"toastText"_s).startsWith(u"2 sprite"_s),
                     qPrintable(program().text(u"toastText"_s)));
        QCOMPARE(commands(), 3);
        QVERIFY(program().chooseMenu(u"sprite.release"_s));
        QTRY_VERIFY2(program().text(u"toastText"_s).endsWith(u" may fall asleep again."_s),
                     qPrintable(program().text(u"toastText"_s)));
        QVERIFY2(program().text(u"toastText"_s).startsWith(u"2 sprite"_s),
                 qPrintable(program().text(u"toastText"_s)));
        QCOMPARE(commands(), 5);
    }
};

QTEST_MAIN(TestKeepAwake)
#include "tst_keepawake.moc"
