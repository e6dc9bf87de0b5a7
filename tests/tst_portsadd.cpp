// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/patience.h"
#include "support/portstab.h"
#include "support/viewtesting.h"

#include <QApplication>
#include <QLineEdit>

using namespace Spritarium;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;
using Model = PortForwardModel;

//! The add field of the Ports tab by keys (ux-spec 11.1): what is typed becomes a forward, and what cannot
//! become one is said and kept.
class TestPortsAdd : public QObject
{
    Q_OBJECT

    std::unique_ptr<PortsPlace> m_place;
    EchoServer m_echo;

    PortsTab &tab() { return m_place->tab(); }
    ProgramFixture &program() { return m_place->program(); }
    bool carries(quint16 local) { return LocalClient(local).exchange("hello") == "hello"; }
    QString problem() { return program().text(u"portAddProblem"_s); }
    QString typed() { return program().text(u"portAddField"_s); }

private Q_SLOTS:
    void init()
    {
        failOnViewWarnings();
        m_place = std::make_unique<PortsPlace>();
        QVERIFY(m_place->isReady());
        QVERIFY(m_place->open());
    }

    void cleanup() { m_place.reset(); }

    void oneNumberIsThePortOnBothSides()
    {
        const quint16 port = freePort();
        QVERIFY(m_place->declare(port, m_echo.serverPort()));
        QVERIFY(program().type(u"portAddField"_s, QString::number(port)));
        QCOMPARE(program().seen(u"portAddPreview"_s)->accessibleName(),
                 u"127.0.0.1:%1 → sprite %1"_s.arg(port));
        program().key(Qt::Key_Return, {}, program().seen(u"portAddField"_s));
        QTRY_COMPARE(tab().localPort(port), port);
        QCOMPARE(typed(), QString());
        QVERIFY(carries(port));
    }

    void anotherLocalPortStandsBeforeTheColon()
    {
        const quint16 local = freePort();
        QVERIFY(m_place->declare(3000, m_echo.serverPort()));
        QVERIFY(tab().add(u"%1:3000"_s.arg(local)));
        QTRY_COMPARE(tab().localPort(3000), local);
        QCOMPARE(tab().text(3000, Model::Local), u"127.0.0.1:%1"_s.arg(local));
        QVERIFY(carries(local));
    }

    void zeroIsAnyFreeLocalPort()
    {
        QVERIFY(m_place->declare(3000, m_echo.serverPort()));
        QVERIFY(program().type(u"portAddField"_s, u"0:3000"_s));
        QCOMPARE(program().seen(u"portAddPreview"_s)->accessibleName(), u"any free port → sprite 3000"_s);
        program().key(Qt::Key_Return, {}, program().seen(u"portAddField"_s));
        QTRY_COMPARE(tab().says(3000), u"Forwarding"_s);
        const quint16 local = tab().localPort(3000);
        QVERIFY(local != 0);
        QCOMPARE(tab().text(3000, Model::Local), u"127.0.0.1:%1"_s.arg(local));
        QVERIFY(carries(local));
        // Each gets its own.
        QVERIFY(m_place->declare(4000, m_echo.serverPort()));
        QVERIFY(tab().add(u"0:4000"_s));
        QTRY_COMPARE(tab().says(4000), u"Forwarding"_s);
        QVERIFY(tab().localPort(4000) != local);
        QVERIFY(carries(tab().localPort(4000)));
    }

    void anotherHostInsideIsReached()
    {
        const quint16 port = freePort();
        QVERIFY(m_place->declare(port, m_echo.serverPort(), {{u"host"_s, u"db.internal"_s}}));
        QVERIFY(tab().add(u"db.internal:%1"_s.arg(port)));
        QTRY_COMPARE(tab().localPort(port), port);
        QCOMPARE(tab().text(port, Model::SpritePort), u"db.internal:%1"_s.arg(port));
        QVERIFY(carries(port));
    }

    void severalAreAddedAtOnceAndTheLastGetsTheName()
    {
        const quint16 one = freePort();
        const quint16 two = freePort();
        QVERIFY(m_place->declare(3000, m_echo.serverPort()));
        QVERIFY(m_place->declare(9000, m_echo.serverPort(), {{u"host"_s, u"10.1.2.3"_s}}));
        QVERIFY(tab().add(u"%1:3000  %2:10.1.2.3:9000 big data"_s.arg(one).arg(two)));
        QTRY_COMPARE(tab().localPort(3000), one);
        QTRY_COMPARE(tab().localPort(9000), two);
        QCOMPARE(tab().forward(3000).name, QString());
        QCOMPARE(tab().text(9000, Model::Name), u"big data"_s);
        QVERIFY(carries(one));
        QVERIFY(carries(two));
    }

    void aKnownNameStandsForItsPort()
    {
        const quint16 local = freePort();
        QVERIFY(m_place->declare(6379, m_echo.serverPort()));
        QVERIFY(tab().add(u"%1:redis"_s.arg(local)));
        QTRY_COMPARE(tab().localPort(6379), local);
        QCOMPARE(tab().text(6379, Model::Name), u"Redis"_s);
        QVERIFY(carries(local));
    }

    void theShortcutLeadsToTheFieldFromEveryTab()
    {
        program().key(Qt::Key_2, Qt::ControlModifier, &program().window());
        QTRY_VERIFY(!program().isSeen(u"portsPanel"_s));
        program().key(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier, &program().window());
        QTRY_VERIFY(program().isSeen(u"portAddField"_s));
        QTRY_COMPARE(QApplication::focusWidget(), program().seen(u"portAddField"_s));
        const quint16 port = freePort();
        QTest::keyClicks(QApplication::focusWidget(), QString::number(port));
        program().key(Qt::Key_Return);
        QTRY_COMPARE(tab().localPort(port), port);
    }

    void whatIsNoForwardIsSaidAndKept_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("words");
        const auto row = [](const QString &text, const QString &words) {
            QTest::newRow(qPrintable(text)) << text << words;
        };
        row(u"70000"_s, u"70000 is not a port: ports go from 1 to 65535."_s);
        row(u"3001:0"_s, u"0 is not a port: ports go from 1 to 65535."_s);
        row(u"web"_s, u"“web” is not a port: it takes a number, such as 5432."_s);
        row(u"3000:"_s, u"Something is missing around a colon in “3000:”."_s);
        row(u"http://localhost:3000"_s,
            u"Leave out “http://”: the host and the port are enough, as in localhost:3000."_s);
        row(u"no_host!:80"_s, u"“no_host!” is not a host."_s);
        row(u"1:2:3:4"_s, u"“1:2:3:4” has too many colons: the longest form is 3001:host:5432."_s);
        row(u"::1:5432"_s, u"An IPv6 address stands in brackets, as in [::1]:5432."_s);
        row(u"3000 db 3001"_s, u"The name “db” stands behind the last port, or before a comma."_s);
        row(u"3000 3000:80"_s, u"Local port 3000 is there twice."_s);
        row(u"3000,,3001"_s, u"Something is missing around a comma."_s);
    }

    void whatIsNoForwardIsSaidAndKept()
    {
        QFETCH(QString, text);
        QFETCH(QString, words);
        const QString before = tab().all();
        QVERIFY(tab().add(text));
        QTRY_COMPARE(problem(), words);
        QCOMPARE(typed(), text);
        QCOMPARE(tab().all(), before);
        // The words go with the next key, and what was typed can be mended.
        program().key(Qt::Key_Backspace, {}, program().seen(u"portAddField"_s));
        QVERIFY(!program().isSeen(u"portAddProblem"_s));
        const quint16 port = freePort();
        QVERIFY(tab().add(QString::number(port)));
        QTRY_COMPARE(tab().localPort(port), port);
    }

    void oneBadPortAmongSeveralAddsNone()
    {
        const quint16 port = freePort();
        const QString text = u"%1 99999"_s.arg(port);
        QVERIFY(tab().add(text));
        QTRY_COMPARE(problem(), u"99999 is not a port: ports go from 1 to 65535."_s);
        QCOMPARE(typed(), text);
        QCOMPARE(tab().says(port), u"(no row)"_s);
        QTRY_VERIFY(!accepts(port));
    }

    void whatIsThereIsNotAddedTwice()
    {
        const quint16 port = freePort();
        QVERIFY(tab().add(QString::number(port)));
        QTRY_COMPARE(tab().localPort(port), port);
        const QString before = tab().all();
        const QString text = u"%1:4000"_s.arg(port);
        QVERIFY(tab().add(text));
        QTRY_COMPARE(problem(), u"Local port %1 already forwards to %1."_s.arg(port));
        QCOMPARE(typed(), text);
        QCOMPARE(tab().all(), before);
        QVERIFY(tab().press(u"portStop"_s, port));
        QVERIFY(tab().add(QString::number(port)));
        QTRY_COMPARE(problem(), u"This forward is saved and stopped. Start it below."_s);
        QCOMPARE(tab().says(port), u"Stopped"_s);
    }

    void aSleepingSpriteTakesForwardsToo()
    {
        QTRY_COMPARE(tab().says(8080), u"Listening"_s);
        QVERIFY(m_place->pause());
        QTRY_VERIFY(program().isSeen(u"asleepStrip"_s));
        const quint16 port = freePort();
        QVERIFY(tab().add(QString::number(port)));
        QTRY_COMPARE(tab().says(port), u"Asleep: Connecting wakes the sprite."_s);
        QCOMPARE(wakingRequests(m_place->playground()), QStringList());
    }
};

QTEST_MAIN(TestPortsAdd)
#include "tst_portsadd.moc"
