// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/patience.h"
#include "support/portstab.h"
#include "support/viewtesting.h"

#include <QApplication>
#include <QProcess>

#include <cstdio>

using namespace Spritarium;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Fault = Playground::Fault;
using Model = PortForwardModel;

namespace {

constexpr quint16 Web = 8080; // the playground's own service in a sprite

//! Three forwards as a person leaves them: 3000 starts with the program, 4000 would but was stopped by hand,
//! 5000 runs and would not.
bool leaveThree(PortsTab &tab, const QStringList &locals)
{
    if (!tab.add(u"%1:3000 %2:4000 %3:5000 last"_s.arg(locals.at(0), locals.at(1), locals.at(2))))
        return false;
    const auto isReady = [&tab](quint16 port, const QString &words) {
        return QTest::qWaitFor([&tab, port, words] { return tab.says(port) == words; }, Patience);
    };
    for (const quint16 port : {3000, 4000, 5000}) {
        if (!isReady(port, u"Forwarding"_s))
            return false;
    }
    return tab.chooseInRow(3000, {u"portStartWithProgram"_s}) &&
           tab.chooseInRow(4000, {u"portStartWithProgram"_s}) && tab.press(u"portStop"_s, 4000) &&
           isReady(4000, u"Stopped"_s) && tab.forward(3000).startWithProgram &&
           tab.forward(4000).startWithProgram;
}

//! The child of the kill: leaves three forwards, says so, and waits for its end.
int forwardUntilKilled(int argc, char **argv)
{
    QApplication application(argc, argv);
    const QStringList words = application.arguments();
    ProgramFixture program(words.at(2));
    PortsTab tab(program);
    program.start();
    Account account;
    account.organization = u"playground"_s;
    account.apiUrl = QUrl(words.at(3));
    account.id = accountIdFor(account.apiUrl, account.organization);
    account.storage = Account::Storage::File;
    program.workbench().accounts().signIn(account, words.at(4));
    if (!tab.open(PortsPlace::Sprite) || !leaveThree(tab, words.mid(5)))
        return 2;
    std::printf("forwarding\n");
    std::fflush(stdout);
    return application.exec();
}

} // namespace

//! Forwards over the life of the program and of the sprite: restarts, kills, quits and restores (ux-spec
//! 11.2).
class TestPortsLife : public QObject
{
    Q_OBJECT

    std::unique_ptr<PortsPlace> m_place;
    EchoServer m_echo;

    PortsTab &tab() { return m_place->tab(); }
    ProgramFixture &program() { return m_place->program(); }
    static bool carries(quint16 local) { return LocalClient(local).exchange("hello") == "hello"; }
    void declareThree()
    {
        for (const quint16 port : {3000, 4000, 5000})
            QVERIFY(m_place->declare(port, m_echo.serverPort()));
    }
    static QList<quint16> threePorts() { return {freePort(), freePort(), freePort()}; }
    static QStringList texts(const QList<quint16> &ports)
    {
        QStringList numbers;
        for (const quint16 port : ports)
            numbers << QString::number(port);
        return numbers;
    }
    //! What leaveThree() left is there again.
    static void compareThree(PortsTab &tab, const QList<quint16> &locals)
    {
        QTRY_COMPARE_WITH_TIMEOUT(tab.says(3000), u"Forwarding"_s, Patience);
        QCOMPARE(tab.localPort(3000), locals.at(0));
        QVERIFY(carries(locals.at(0)));
        QCOMPARE(tab.says(4000), u"Stopped"_s);
        QCOMPARE(tab.says(5000), u"Stopped"_s);
        QTRY_VERIFY(!accepts(locals.at(1)));
        QTRY_VERIFY(!accepts(locals.at(2)));
        QCOMPARE(tab.text(5000, Model::Name), u"last"_s);
        QVERIFY(tab.forward(4000).startWithProgram && tab.forward(4000).isStopped);
        QVERIFY(!tab.forward(5000).startWithProgram);
        QCOMPARE(tab.text(4000, Model::Local), u"127.0.0.1:%1"_s.arg(locals.at(1)));
        QVERIFY(tab.press(u"portStart"_s, 5000));
        QTRY_COMPARE(tab.localPort(5000), locals.at(2));
        QVERIFY(carries(locals.at(2)));
    }
    quint16 forwardWeb()
    {
        const quint16 local = freePort();
        [&] {
            QVERIFY(m_place->open());
            QTRY_COMPARE(tab().says(Web), u"Listening"_s); // nothing of the program is under way any more
            QVERIFY(tab().add(u"%1:%2"_s.arg(local).arg(Web)));
            QTRY_COMPARE(tab().says(Web), u"Forwarding"_s);
        }();
        return local;
    }

private Q_SLOTS:
    void init()
    {
        failOnViewWarnings();
        QApplication::setQuitOnLastWindowClosed(false);
        m_place = std::make_unique<PortsPlace>();
        QVERIFY(m_place->isReady());
    }

    void cleanup() { m_place.reset(); }

    void whatStartsWithTheProgramDoesSoUnlessItWasStopped()
    {
        const QList<quint16> locals = threePorts();
        declareThree();
        QVERIFY(m_place->open());
        QVERIFY2(leaveThree(tab(), texts(locals)), qPrintable(tab().all()));
        QVERIFY(m_place->restart());
        compareThree(tab(), locals);
    }

    void forwardsRunBeforeTheirTabIsOpened()
    {
        const quint16 local = forwardWeb();
        QVERIFY(tab().chooseInRow(Web, {u"portStartWithProgram"_s}));
        QTRY_VERIFY(tab().forward(Web).startWithProgram);
        program().restart();
        QTRY_VERIFY(accepts(local));
        QVERIFY(fetch(local).contains("calm-otter"));
        // Unticked again, it stays away.
        QVERIFY(tab().open(PortsPlace::Sprite));
        QVERIFY(tab().chooseInRow(Web, {u"portStartWithProgram"_s}));
        QTRY_VERIFY(!tab().forward(Web).startWithProgram);
        QVERIFY(m_place->restart());
        QTRY_COMPARE(tab().says(Web), u"Stopped"_s);
        QTRY_VERIFY(!accepts(local));
        // The list of sprites counts what runs, not what was not stopped by hand.
        QVERIFY(!tab().forward(Web).isStopped);
        QVERIFY(program().type(u"treeFilter"_s, u"forwarded"_s));
        QTRY_COMPARE(program().treeRows().filter(PortsPlace::Sprite).size(), 0);
        QVERIFY(tab().press(u"portStart"_s, Web));
        QTRY_COMPARE(program().treeRows().filter(PortsPlace::Sprite).size(), 1);
    }

    void aForwardThatStartsWithTheProgramWakesNothing()
    {
        const quint16 local = forwardWeb();
        QVERIFY(tab().chooseInRow(Web, {u"portStartWithProgram"_s}));
        QTRY_VERIFY(tab().forward(Web).startWithProgram);
        QVERIFY(m_place->pause());
        QVERIFY(m_place->restart());
        QTRY_COMPARE(tab().says(Web), u"Asleep: Connecting wakes the sprite."_s);
        QCOMPARE(tab().localPort(Web), local);
        QCOMPARE(wakingRequests(m_place->playground()), QStringList());
        QVERIFY(fetch(local).contains("calm-otter"));
    }

    void aGuardSurvivesTheProgram()
    {
        const quint16 local = forwardWeb();
        QVERIFY(tab().chooseInRow(Web, {u"portStartWithProgram"_s}));
        QTRY_VERIFY(tab().forward(Web).startWithProgram);
        QVERIFY(tab().chooseInRow(Web, {u"portGuardTick"_s}));
        QTRY_VERIFY(tab().forward(Web).guarded);
        QVERIFY(m_place->pause());
        QVERIFY(m_place->restart());
        QTRY_COMPARE(tab().says(Web), u"Guarded: Refuses while asleep."_s);
        QVERIFY(LocalClient(local).ends());
        QCOMPARE(m_place->tunnelsAsked(), 0);
        QCOMPARE(wakingRequests(m_place->playground()), QStringList());
    }

    void aGuardTrustsNoStateFromTheDisk()
    {
        const quint16 local = forwardWeb();
        QVERIFY(tab().chooseInRow(Web, {u"portStartWithProgram"_s}));
        QTRY_VERIFY(tab().forward(Web).startWithProgram);
        QVERIFY(tab().chooseInRow(Web, {u"portGuardTick"_s}));
        QTRY_VERIFY(tab().forward(Web).guarded);
        QVERIFY(fetch(local).contains("calm-otter"));
        program().stop();
        program().options().session.limits.query = 1s; // to give up on what stalls
        QVERIFY(m_place->pause());
        const int before = m_place->tunnelsAsked();
        // Remembered as running, and nobody says otherwise yet.
        Fault slow;
        slow.kind = Fault::Kind::Stall;
        slow.path = u"/v1/sprites"_s;
        slow.count = -1;
        m_place->playground().server().faults().add(slow);
        program().start();
        QTRY_VERIFY(LocalClient(local).isOpen());
        QVERIFY(LocalClient(local).ends());
        QCOMPARE(m_place->tunnelsAsked(), before);
        QCOMPARE(m_place->spriteStatus(), u"warm"_s);
        m_place->playground().server().faults().clear();
        QVERIFY(tab().open(PortsPlace::Sprite));
        QTRY_COMPARE_WITH_TIMEOUT(tab().says(Web), u"Guarded: Refuses while asleep."_s, Patience);
        // Awake for another reason, it is reached again.
        QVERIFY(program().click(u"wakeAndLoad"_s));
        QTRY_COMPARE(tab().says(Web), u"Forwarding"_s);
        QVERIFY(fetch(local).contains("calm-otter"));
    }

    void aRemovedForwardDoesNotComeBack()
    {
        const quint16 local = forwardWeb();
        QVERIFY(tab().chooseInRow(Web, {u"portStartWithProgram"_s}));
        QTRY_VERIFY(tab().forward(Web).startWithProgram);
        QVERIFY(tab().chooseInRow(Web, {u"portMenuRemove"_s}));
        QTRY_COMPARE(tab().says(Web), u"Listening"_s);
        QVERIFY(m_place->restart());
        QTRY_COMPARE(tab().says(Web), u"Listening"_s);
        QTRY_VERIFY(!accepts(local));
    }

    void afterAKillForwardsAreAsTheyWereLeft()
    {
        const QList<quint16> locals = threePorts();
        declareThree();
        QTemporaryDir place;
        QProcess child;
        child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        child.start(QCoreApplication::applicationFilePath(),
                    QStringList{u"--forward"_s, place.path(), m_place->playground().url().toString(),
                                m_place->playground().token()} +
                        texts(locals));
        QTRY_VERIFY_WITH_TIMEOUT(child.canReadLine() || child.state() == QProcess::NotRunning, 60000);
        QCOMPARE(child.readLine(), QByteArray("forwarding\n"));
        LocalClient busy(locals.at(0));
        QCOMPARE(busy.exchange("in the middle"), "in the middle");
        busy.write(QByteArray(1'000'000, 'x'));
        child.kill();
        QTRY_COMPARE(child.state(), QProcess::NotRunning);
        QVERIFY(busy.ends());
        // Nothing of it goes on.
        QTRY_COMPARE(m_place->http().get(u"/playground/ports/calm-otter"_s).body.count("bytesHeld"), 0);

        ProgramFixture again(place.path());
        PortsTab tab(again);
        again.start();
        QVERIFY(tab.open(PortsPlace::Sprite));
        compareThree(tab, locals);
    }

    void quittingWithoutConnectionsAsksNothing()
    {
        const quint16 local = forwardWeb();
        QVERIFY(fetch(local).contains("calm-otter"));
        QTRY_COMPARE(tab().status(Web).connections, 0);
        QVERIFY(program().window().close());
        QVERIFY(!program().window().isVisible());
    }

    void quittingWithConnectionsAsks()
    {
        QVERIFY(m_place->declare(3000, m_echo.serverPort()));
        const quint16 web = forwardWeb();
        const quint16 local = freePort();
        QVERIFY(tab().add(u"%1:3000"_s.arg(local)));
        QTRY_COMPARE(tab().localPort(3000), local);
        LocalClient one(local);
        LocalClient two(local);
        LocalClient browser(web);
        QCOMPARE(one.exchange("one"), "one");
        QCOMPARE(two.exchange("two"), "two");
        QTRY_COMPARE(tab().status(3000).connections, 2);
        QTRY_COMPARE(tab().status(Web).connections, 1);
        QVERIFY(!program().window().close());
        QTRY_VERIFY(program().isSeen(u"quitForwardsSheet"_s));
        // Forwards are counted, not connections.
        QCOMPARE(program().text(u"sheetTitle"_s), u"2 forward(s) carry connections."_s);
        program().key(Qt::Key_Escape, {}, program().seen(u"quitForwardsSheet"_s));
        QTRY_VERIFY(!program().isSeen(u"quitForwardsSheet"_s));
        QVERIFY(program().window().isVisible());
        QCOMPARE(one.exchange("still"), "still");
        QVERIFY(browser.isOpen());

        QVERIFY(!program().window().close());
        QVERIFY(program().click(u"confirmVerb"_s));
        QTRY_VERIFY(!program().window().isVisible());
        program().stop();
        QVERIFY(one.ends() && two.ends() && browser.ends());
        QTRY_VERIFY(!accepts(local) && !accepts(web));
    }

    void signingOutEndsForwardsAndForgetsThem()
    {
        const quint16 local = forwardWeb();
        LocalClient client(local);
        QTRY_COMPARE(tab().status(Web).connections, 1);
        QVERIFY(program().chooseMenu(u"account.sign-out"_s));
        QTRY_VERIFY(program().text(u"signOutForgets"_s).startsWith(u"Saved forwards,"_s));
        QVERIFY(program().click(u"confirmVerb"_s));
        QVERIFY(client.ends());
        QTRY_VERIFY(!accepts(local));
        program().signIn(m_place->playground());
        QVERIFY(tab().open(PortsPlace::Sprite));
        QTRY_COMPARE(tab().says(Web), u"Listening"_s);
    }

    void signingInAgainOverAnOpenSessionKeepsWhatRan()
    {
        const quint16 local = forwardWeb();
        program().signIn(m_place->playground());
        QTRY_VERIFY(accepts(local));
        QTRY_COMPARE(tab().localPort(Web), local);
        QVERIFY(fetch(local).contains("calm-otter"));
    }

    void namingAForwardThatDoesNotRunOpensNoPort()
    {
        const quint16 local = forwardWeb();
        QVERIFY(m_place->restart());
        QTRY_COMPARE(tab().group(Web), PortForwardModel::Group::Stopped);
        QVERIFY(tab().chooseInRow(Web, {u"portStartWithProgram"_s}));
        QTRY_VERIFY(tab().forward(Web).startWithProgram);
        QVERIFY(!accepts(local));
        QCOMPARE(tab().group(Web), PortForwardModel::Group::Stopped);
    }

    void whatIsForgottenOfASpriteHasNoListeners()
    {
        const quint16 local = forwardWeb();
        QVERIFY(m_place->playground().store().remove(PortsPlace::Sprite).isOk());
        QTRY_VERIFY(!accepts(local));
    }

    void aRestoreKeepsListenersAndSaysSo()
    {
        QVERIFY(m_place->playground().store().checkpointNow(PortsPlace::Sprite, pointWith(u"then"_s)).isOk());
        program().options().session.limits.stall = 20s;
        program().options().flows.giveUpAfter = 20s;
        Fault slow;
        slow.kind = Fault::Kind::Latency;
        slow.method = "POST";
        slow.path = u"*/restore"_s;
        slow.milliseconds = 8000;
        m_place->playground().server().faults().add(slow);
        const quint16 local = forwardWeb();
        QVERIFY(m_place->declare(3000, m_echo.serverPort()));
        const quint16 stopped = freePort();
        QVERIFY(tab().add(u"%1:3000"_s.arg(stopped)));
        QVERIFY(tab().press(u"portStop"_s, 3000));

        program().key(Qt::Key_2, Qt::ControlModifier, &program().window());
        QVERIFY(program().click(u"restoreButton_v1"_s));
        QTRY_VERIFY(program().text(u"restoreReadState"_s).contains("was read again"_L1));
        QVERIFY(program().click(u"restoreConfirmButton"_s));
        program().key(Qt::Key_4, Qt::ControlModifier, &program().window());
        QTRY_COMPARE_WITH_TIMEOUT(tab().says(Web), u"Waiting: Waiting for the sprite"_s, Patience);
        QCOMPARE(tab().localPort(Web), local);
        QCOMPARE(tab().says(3000), u"Stopped"_s);
        QVERIFY(LocalClient(local).ends());
        QCOMPARE(m_place->tunnelsAsked(), 0);
        QCOMPARE(tab().says(Web), u"Waiting: Waiting for the sprite"_s);
        QTRY_COMPARE_WITH_TIMEOUT(tab().says(Web), u"Forwarding"_s, Patience);
        QCOMPARE(m_place->playground().requestCount("POST", u"/restore"_s), 1);
        QVERIFY(fetch(local).contains("calm-otter"));
        QCOMPARE(tab().says(3000), u"Stopped"_s);
    }

    void aSpriteThatSomebodyDeletesEndsItsConnections()
    {
        const quint16 local = forwardWeb();
        LocalClient client(local);
        QTRY_COMPARE(tab().status(Web).connections, 1);
        QCOMPARE(m_place->http().send("DELETE", u"/v1/sprites/calm-otter"_s).status, 204);
        QVERIFY(client.ends());
        QVERIFY(LocalClient(local).ends());
    }
};

int main(int argc, char **argv)
{
    if (argc == 8 && qstrcmp(argv[1], "--forward") == 0)
        return forwardUntilKilled(argc, argv);
    QApplication application(argc, argv);
    TestPortsLife test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_portslife.moc"
