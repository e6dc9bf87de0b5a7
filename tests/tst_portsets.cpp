// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/patience.h"
#include "support/portstab.h"
#include "support/viewtesting.h"
#include "views/portaskbanner.h"

using namespace Spritarium;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;
using Model = PortForwardModel;

//! What the Ports tab does when something starts to listen, and its sets, through the whole program (ux-spec
//! 11.1).
class TestPortSets : public QObject
{
    Q_OBJECT

    std::unique_ptr<PortsPlace> m_place;
    EchoServer m_echo;

    PortsTab &tab() { return m_place->tab(); }
    ProgramFixture &program() { return m_place->program(); }
    bool carries(quint16 local) { return LocalClient(local).exchange("hello") == "hello"; }
    QString question()
    {
        const auto *banner = program().seenAs<PortAskBanner>(u"portAskBanner"_s);
        return banner ? banner->text() : QString();
    }
    //! The watch has begun, so that what comes from now on has started to listen.
    void watch()
    {
        QVERIFY(m_place->open());
        QTRY_COMPARE(tab().says(8080), u"Listening"_s);
    }
    void watchAgain()
    {
        QVERIFY(m_place->restart());
        QTRY_COMPARE(tab().says(8080), u"Listening"_s);
    }
    //! Something starts to listen there.
    void begin(quint16 port, qint64 pid = 0)
    {
        QVERIFY(m_place->declare(port, m_echo.serverPort(), {{u"pid"_s, pid}}));
    }
    bool isChosen(const QString &text)
    {
        return program().text(u"portChoiceButton"_s) == u"When something starts listening: "_s + text;
    }
    bool saveSet(const QString &name)
    {
        if (!tab().choose(u"portSetsButton"_s, {u"portSetSave"_s}) || !program().type(u"portSetName"_s, name))
            return false;
        program().key(Qt::Key_Return, {}, program().seen(u"portSetName"_s));
        return QTest::qWaitFor([this] { return !program().isSeen(u"portSetSheet"_s); }, Patience);
    }

private Q_SLOTS:
    void init()
    {
        failOnViewWarnings();
        m_place = std::make_unique<PortsPlace>();
        QVERIFY(m_place->isReady());
    }

    void cleanup() { m_place.reset(); }

    void whatListenedBeforeIsNotAskedAbout()
    {
        const quint16 before = freePort();
        const quint16 after = freePort();
        begin(before);
        watch();
        QCOMPARE(tab().says(before), u"Listening"_s);
        begin(after);
        QTRY_COMPARE(question(), u"A process listens on %1."_s.arg(after));
    }

    void aPortThatWasAskedAboutIsForwarded()
    {
        const quint16 port = freePort();
        watch();
        begin(port);
        QTRY_COMPARE(program().text(u"portAskForward"_s), u"Forward %1"_s.arg(port));
        QVERIFY(!program().isSeen(u"portAskForwardAll"_s));
        QVERIFY(program().click(u"portAskForward"_s));
        QTRY_COMPARE(tab().localPort(port), port);
        QTRY_COMPARE(question(), QString());
        QVERIFY(carries(port));
    }

    void bothPortsOfAProcessAreForwarded()
    {
        const quint16 first = freePort();
        const quint16 second = freePort();
        watch();
        begin(first, 812);
        begin(second, 812);
        QTRY_VERIFY(program().isSeen(u"portAskForwardAll"_s));
        QCOMPARE(program().text(u"portAskForwardAll"_s), u"Forward both"_s);
        QVERIFY(program().click(u"portAskForwardAll"_s));
        QTRY_COMPARE(tab().localPort(first), first);
        QTRY_COMPARE(tab().localPort(second), second);
        QVERIFY(carries(first));
        QVERIFY(carries(second));
        QTRY_COMPARE(question(), QString());
    }

    void twoProcessesAreTwoQuestions()
    {
        const quint16 first = freePort();
        const quint16 second = freePort();
        watch();
        begin(first, 812);
        begin(second, 813);
        const auto questions = [this] {
            QStringList texts;
            const auto banners = program().window().findChildren<PortAskBanner *>();
            for (const PortAskBanner *banner : banners)
                texts << banner->text();
            texts.sort();
            return texts;
        };
        QStringList expected{u"A process listens on %1."_s.arg(first),
                             u"A process listens on %1."_s.arg(second)};
        expected.sort();
        QTRY_COMPARE(questions(), expected);
        QVERIFY(program().click(u"portAskForward"_s));
        QTRY_COMPARE(questions().size(), 1);
        QVERIFY(program().click(u"portAskForward"_s));
        QTRY_COMPARE(tab().localPort(first), first);
        QTRY_COMPARE(tab().localPort(second), second);
    }

    void aQuestionGoesWhenItsPortGoes()
    {
        const quint16 port = freePort();
        watch();
        begin(port);
        QTRY_VERIFY(!question().isEmpty());
        QVERIFY(m_place->withdraw(port));
        QTRY_COMPARE(question(), QString());
        QCOMPARE(tab().says(port), u"(no row)"_s);
    }

    void anIgnoredPortIsNeverAskedAboutAgain()
    {
        const quint16 ignored = freePort();
        watch();
        begin(ignored);
        QTRY_COMPARE(program().text(u"portAskIgnore"_s), u"Ignore %1 always"_s.arg(ignored));
        QVERIFY(program().click(u"portAskIgnore"_s));
        QTRY_COMPARE(question(), QString());
        QVERIFY(m_place->withdraw(ignored));
        QTRY_COMPARE(tab().says(ignored), u"(no row)"_s);
        watchAgain();
        begin(ignored);
        QTRY_COMPARE(tab().says(ignored), u"Listening"_s);
        // The one that starts with it is asked about, and it alone.
        const quint16 other = freePort();
        begin(other);
        QTRY_COMPARE(question(), u"A process listens on %1."_s.arg(other));
        QVERIFY(tab().press(u"portForward"_s, ignored));
        QTRY_COMPARE(tab().localPort(ignored), ignored);
    }

    void aPortIsIgnoredFromItsRowToo()
    {
        const quint16 ignored = freePort();
        begin(ignored);
        watch();
        QVERIFY(tab().chooseInRow(ignored, {u"portIgnore"_s}));
        QVERIFY(m_place->withdraw(ignored));
        QTRY_COMPARE(tab().says(ignored), u"(no row)"_s);
        begin(ignored);
        const quint16 other = freePort();
        begin(other);
        QTRY_COMPARE(question(), u"A process listens on %1."_s.arg(other));
    }

    void forwardedByItselfWhenSoChosen()
    {
        watch();
        QVERIFY(isChosen(u"Ask"_s));
        QVERIFY(tab().choose(u"portChoiceButton"_s, {u"portChoiceForward"_s}));
        QVERIFY(isChosen(u"Forward"_s));
        const quint16 one = freePort();
        begin(one);
        QTRY_COMPARE(tab().localPort(one), one);
        QVERIFY(carries(one));
        QCOMPARE(question(), QString());
        watchAgain();
        QTRY_VERIFY(isChosen(u"Forward"_s));
        const quint16 two = freePort();
        begin(two);
        QTRY_COMPARE(tab().localPort(two), two);
        // A forward stopped by hand is not started by what listens there again.
        QVERIFY(tab().press(u"portStop"_s, two));
        QVERIFY(m_place->withdraw(two));
        const quint16 three = freePort();
        begin(two);
        begin(three);
        QTRY_COMPARE(tab().localPort(three), three);
        QCOMPARE(tab().says(two), u"Stopped"_s);
        QVERIFY(!accepts(two));
    }

    void nothingIsDoneWhenSoChosen()
    {
        watch();
        QVERIFY(tab().choose(u"portChoiceButton"_s, {u"portChoiceNothing"_s}));
        QVERIFY(isChosen(u"Do nothing"_s));
        watchAgain();
        QTRY_VERIFY(isChosen(u"Do nothing"_s));
        const quint16 port = freePort();
        begin(port);
        QTRY_COMPARE(tab().says(port), u"Listening"_s);
        const auto happens = [&] { return !question().isEmpty() || tab().says(port) != "Listening"_L1; };
        QVERIFY(!QTest::qWaitFor(happens, 1500));
        // It was the choice that kept it quiet.
        QVERIFY(tab().choose(u"portChoiceButton"_s, {u"portChoiceAsk"_s}));
        const quint16 other = freePort();
        begin(other);
        QTRY_COMPARE(question(), u"A process listens on %1."_s.arg(other));
    }

    void aSetIsSavedLoadedAndRemembered()
    {
        const quint16 one = freePort();
        const quint16 two = freePort();
        watch();
        QVERIFY(tab().add(u"%1:3000 %2:5432 db"_s.arg(one).arg(two)));
        QTRY_COMPARE(tab().localPort(5432), two);
        QVERIFY(saveSet(u"web & db"_s));
        QVERIFY(tab().press(u"portStop"_s, 3000));
        QVERIFY(tab().press(u"portStop"_s, 5432));
        QVERIFY(tab().press(u"portRemove"_s, 3000));
        QTRY_COMPARE(tab().says(3000), u"(no row)"_s);
        QVERIFY(tab().choose(u"portSetsButton"_s, {u"portSetLoad:web & db"_s}));
        QTRY_COMPARE(tab().localPort(3000), one);
        QTRY_COMPARE(tab().localPort(5432), two);
        QCOMPARE(tab().text(5432, Model::Name), u"db"_s);

        QVERIFY(tab().press(u"portStop"_s, 3000));
        QVERIFY(tab().press(u"portRemove"_s, 3000));
        QVERIFY(m_place->restart());
        QVERIFY(tab().choose(u"portSetsButton"_s, {u"portSetLoad:web & db"_s}));
        QTRY_COMPARE(tab().localPort(3000), one);
        QTRY_COMPARE(tab().localPort(5432), two);
        begin(3000);
        QVERIFY(carries(one));
    }

    void aSetIsSavedOver()
    {
        const quint16 one = freePort();
        const quint16 two = freePort();
        watch();
        QVERIFY(tab().add(u"%1:3000"_s.arg(one)));
        QTRY_COMPARE(tab().localPort(3000), one);
        QVERIFY(saveSet(u"web"_s));
        QVERIFY(tab().add(u"%1:4000"_s.arg(two)));
        QTRY_COMPARE(tab().localPort(4000), two);
        QVERIFY(tab().choose(u"portSetsButton"_s, {u"portSetSaveOverMenu"_s, u"portSetSaveOver:web"_s}));
        QTRY_COMPARE(program().text(u"portSetName"_s), u"web"_s);
        QCOMPARE(program().text(u"portSetSave"_s), u"Replace"_s);
        QVERIFY(program().click(u"portSetSave"_s));
        QTRY_VERIFY(!program().isSeen(u"portSetSheet"_s));
        for (const quint16 port : {3000, 4000}) {
            QVERIFY(tab().press(u"portStop"_s, port));
            QVERIFY(tab().press(u"portRemove"_s, port));
            QTRY_COMPARE(tab().says(port), u"(no row)"_s);
        }
        QVERIFY(tab().choose(u"portSetsButton"_s, {u"portSetLoad:web"_s}));
        QTRY_COMPARE(tab().localPort(3000), one);
        QTRY_COMPARE(tab().localPort(4000), two);
    }

    void allAreStoppedAndStartedAtOnce()
    {
        const quint16 one = freePort();
        const quint16 two = freePort();
        watch();
        QVERIFY(tab().add(u"%1:3000 %2:4000"_s.arg(one).arg(two)));
        QTRY_COMPARE(tab().localPort(4000), two);
        QVERIFY(program().click(u"portStopAll"_s));
        QTRY_COMPARE(tab().says(3000), u"Stopped"_s);
        QTRY_COMPARE(tab().says(4000), u"Stopped"_s);
        QTRY_VERIFY(!accepts(one) && !accepts(two));
        QVERIFY(program().click(u"portStartAll"_s));
        QTRY_COMPARE(tab().localPort(3000), one);
        QTRY_COMPARE(tab().localPort(4000), two);
    }
};

QTEST_MAIN(TestPortSets)
#include "tst_portsets.moc"
