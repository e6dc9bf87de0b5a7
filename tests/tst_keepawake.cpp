// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/machinefixture.h"
#include "support/patience.h"
#include "support/portstab.h"
#include "support/viewtesting.h"

#include <QAction>

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
        Fault refused;
        refused.kind = Fault::Kind::Status;
        refused.status = 500;
        refused.method = "POST";
        refused.path = u"*/exec"_s;
        m_place->playground().server().faults().add(refused);
        program().key(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier, &program().window());
        QTRY_VERIFY2(program().text(u"toastText"_s).startsWith(u"calm-otter is not kept awake. "_s),
                     qPrintable(program().text(u"toastText"_s)));
        QVERIFY(!program().isSeen(u"headerAwake:hold"_s));
        QCOMPARE(commands(), 1);
        QCOMPARE(release(), u"No hold of ours keeps it awake."_s);
    }
};

QTEST_MAIN(TestKeepAwake)
#include "tst_keepawake.moc"
