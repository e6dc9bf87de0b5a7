// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/execclient.h"
#include "support/machinefixture.h"
#include "support/patience.h"
#include "support/portstab.h"
#include "support/viewtesting.h"

#include <QLineEdit>
#include <QMenu>

using namespace Spritarium;
using namespace Spritarium::Test;
using Spritarium::Playground::Fault;
using namespace Qt::StringLiterals;

//! What the program watches, and what it says of it, through the whole program: looking wakes nothing, also
//! when a watch was lost (ux-spec 8, 11.2; sprites-api 3.3).
class TestPortsWatched : public QObject
{
    Q_OBJECT

    std::unique_ptr<PortsPlace> m_place;
    EchoServer m_echo;

    PortsTab &tab() { return m_place->tab(); }
    ProgramFixture &program() { return m_place->program(); }
    int watches() { return m_place->playground().requestCount("GET", u"/ports/watch"_s); }
    QString headerText() { return program().allText(u"spriteHeader"_s); }

private Q_SLOTS:
    void init()
    {
        failOnViewWarnings();
        m_place = std::make_unique<PortsPlace>();
        QVERIFY(m_place->isReady());
        QVERIFY(m_place->open());
        QTRY_COMPARE(tab().says(8080), u"Listening"_s);
    }

    void cleanup() { m_place.reset(); }

    void aWatchLostToSleepIsNotOpenedAgain()
    {
        QVERIFY(m_place->pause());
        QTRY_VERIFY(program().isSeen(u"portsStopRetrying"_s));
        QVERIFY2(program().text(u"portsAge"_s).contains(u"Again in "_s),
                 qPrintable(program().text(u"portsAge"_s)));
        QVERIFY(program().click(u"portsRefresh"_s));
        QTRY_VERIFY(program().isSeen(u"asleepStrip"_s));
        QVERIFY(!program().isSeen(u"portsStopRetrying"_s));
        QCOMPARE(m_place->spriteStatus(), u"warm"_s);
        QCOMPARE(watches(), 1);
    }

    void whatIsLostMayBeLeftAlone()
    {
        QVERIFY(m_place->pause());
        QVERIFY(program().click(u"portsStopRetrying"_s));
        QTRY_VERIFY(!program().isSeen(u"portsStopRetrying"_s));
        QVERIFY(!program().text(u"portsAge"_s).contains(u"Again in "_s));
        QCOMPARE(watches(), 1);
    }

    void aWindowThatNobodySeesWatchesNothing()
    {
        QTRY_VERIFY(headerText().contains(u"Watching its ports"_s));
        program().window().showMinimized();
        QTRY_VERIFY(!headerText().contains(u"Watching its ports"_s));
        program().window().showNormal();
        QTRY_COMPARE(watches(), 2);
        QTRY_COMPARE(tab().says(8080), u"Listening"_s);
    }

    void connectionsAreSaidToHoldTheSpriteAwakeAndLeadToTheTab()
    {
        QTRY_VERIFY2(headerText().contains(u"Watching its ports may keep it awake."_s),
                     qPrintable(headerText()));
        QVERIFY(m_place->declare(7, m_echo.serverPort()));
        const quint16 local = freePort();
        QVERIFY(tab().add(u"%1:7"_s.arg(local)));
        QTRY_COMPARE(tab().localPort(7), local);
        LocalClient client(local);
        QCOMPARE(client.exchange("hello"), "hello");
        QTRY_VERIFY2(program().isSeen(u"headerAwake:ports"_s), qPrintable(headerText()));
        QVERIFY(program().text(u"headerAwake:ports"_s).endsWith(u" through port 7"_s));
        // Its words have room in a usual window.
        program().window().resize(1280, 800);
        const auto *reason = program().seen(u"headerAwake:ports"_s);
        QTRY_VERIFY(reason->parentWidget()->rect().contains(reason->geometry()));
        program().key(Qt::Key_2, Qt::ControlModifier, &program().window());
        QTRY_VERIFY(!program().isSeen(u"portsPanel"_s));
        QVERIFY(program().click(u"headerAwake:ports"_s));
        QTRY_VERIFY(program().isSeen(u"portsPanel"_s));
        client.disconnectFromHost();
        QTRY_VERIFY(!program().isSeen(u"headerAwake:ports"_s));
    }

    void theQuestionNamesTheProcess()
    {
        SPRITARIUM_NEEDS_SANDBOX();
        // A real program in the sprite, which listens on two ports.
        ExecClient command(m_place->playground(),
                           u"/v1/sprites/calm-otter/exec?stdin=true&path=sleep&cmd=sleep&cmd=600"_s);
        QVERIFY(command.waitInfo());
        const QJsonObject info = command.messages.constFirst().object();
        const QString id = info.value(u"session_id"_s).toString();
        QVERIFY2(!id.isEmpty(), command.messages.constFirst().bytes.constData());
        for (const quint16 port : {quint16(3000), quint16(9229)})
            QVERIFY(m_place->declare(port, m_echo.serverPort(), {{u"pid"_s, id.toLongLong()}}));
        QTRY_VERIFY(program().isSeen(u"portAskBanner"_s));
        QTRY_COMPARE(program().allText(u"portAskBanner"_s).section(u'\n', 0, 0),
                     u"sleep listens on 3000 and 9229."_s);
        QTRY_COMPARE(tab().text(3000, PortForwardModel::Name), u"sleep"_s);
    }

    void aSpriteWithoutAWatchIsScanned()
    {
        SPRITARIUM_NEEDS_SANDBOX();
        Fault none;
        none.kind = Fault::Kind::Status;
        none.status = 404;
        none.path = u"*/ports/watch"_s;
        none.count = -1;
        m_place->playground().server().faults().add(none);
        program().key(Qt::Key_2, Qt::ControlModifier, &program().window());
        program().key(Qt::Key_4, Qt::ControlModifier, &program().window());
        QTRY_COMPARE(program().text(u"portsRefresh"_s), u"Scan once"_s);
        QVERIFY(program().click(u"portsRefresh"_s));
        QTRY_VERIFY2(program().text(u"portsAge"_s).startsWith(u"As of "_s),
                     qPrintable(program().text(u"portsAge"_s)));
        QCOMPARE(m_place->playground().requestCount("POST", u"/exec"_s), 1);
    }

    void thePaletteForwards()
    {
        const quint16 local = freePort();
        program().key(Qt::Key_K, Qt::ControlModifier, &program().window());
        QTest::keyClicks(program().window().paletteField(), u"%1:8080"_s.arg(local));
        QTest::keyClick(program().window().paletteField(), Qt::Key_Return);
        QTRY_COMPARE(tab().localPort(8080), local);
        QVERIFY(fetch(local).startsWith("HTTP/1.1 200"));
        // What cannot be is said where it can be mended.
        program().key(Qt::Key_K, Qt::ControlModifier, &program().window());
        QTest::keyClicks(program().window().paletteField(), u"%1:3000"_s.arg(local));
        QTest::keyClick(program().window().paletteField(), Qt::Key_Return);
        QTRY_VERIFY(program().isSeen(u"portAddProblem"_s));
        QCOMPARE(program().text(u"portAddField"_s), u"%1:3000"_s.arg(local));
    }

    void theFilterKeyFiltersTheTabThatIsLookedAt()
    {
        program().key(Qt::Key_F, Qt::ControlModifier, &program().window());
        QTRY_VERIFY(program().isSeen(u"portsPanel"_s) && program().seen(u"portFilter"_s)->hasFocus());
    }
};

QTEST_MAIN(TestPortsWatched)
#include "tst_portswatched.moc"
