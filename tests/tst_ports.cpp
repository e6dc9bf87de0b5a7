// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/lowports.h"
#include "support/patience.h"
#include "support/portstab.h"
#include "support/viewtesting.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QLineEdit>
#include <QNetworkInterface>
#include <QRandomGenerator>

using namespace Spritarium;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;
using Fault = Playground::Fault;
using Model = PortForwardModel;

namespace {

constexpr quint16 Web = 8080; // the playground's own service in a sprite

//! What the program wants to show in a browser.
class Browser : public QObject
{
    Q_OBJECT

public:
    Browser() { QDesktopServices::setUrlHandler(u"http"_s, this, "show"); }
    ~Browser() override { QDesktopServices::unsetUrlHandler(u"http"_s); }

    QList<QUrl> shown;

public Q_SLOTS:
    void show(const QUrl &url) { shown << url; }
};

//! Of this computer, as others reach it.
QHostAddress networkAddress()
{
    const QList<QHostAddress> all = QNetworkInterface::allAddresses();
    for (const QHostAddress &address : all) {
        if (!address.isLoopback() && address.protocol() == QAbstractSocket::IPv4Protocol)
            return address;
    }
    return {};
}

} // namespace

//! The rows of the Ports tab through the whole program (ux-spec 11.2): each state comes from what really
//! happened, and its buttons do what they say.
class TestPorts : public QObject
{
    Q_OBJECT

    std::unique_ptr<PortsPlace> m_place;

    PortsTab &tab() { return m_place->tab(); }
    ProgramFixture &program() { return m_place->program(); }
    //! A forward of the sprite's web server that listens; its local port.
    quint16 forwardWeb()
    {
        const quint16 local = freePort();
        [&] {
            QVERIFY(m_place->open());
            QTRY_COMPARE(tab().says(Web), u"Listening"_s); // nothing of the program is under way any more
            QVERIFY(tab().add(u"%1:%2"_s.arg(local).arg(Web)));
            QTRY_COMPARE(tab().says(Web), u"Forwarding"_s);
            QCOMPARE(tab().localPort(Web), local);
        }();
        return local;
    }
    bool carries(quint16 local) { return fetch(local).contains("calm-otter"); }
    void sleep()
    {
        QVERIFY(m_place->pause());
        QCOMPARE(m_place->spriteStatus(), u"warm"_s);
    }

private Q_SLOTS:
    void init()
    {
        failOnViewWarnings();
        m_place = std::make_unique<PortsPlace>();
        QVERIFY(m_place->isReady());
    }

    void cleanup() { m_place.reset(); }

    void whatListensIsShownAndATypedPortCarriesBytes()
    {
        QVERIFY(m_place->open());
        QTRY_COMPARE(tab().says(Web), u"Listening"_s);
        QCOMPARE(tab().group(Web), Model::Group::Listening);
        const quint16 local = freePort();
        QVERIFY(tab().add(u"%1:8080 site"_s.arg(local)));
        QTRY_COMPARE(tab().localPort(Web), local);
        const QByteArray page = fetch(local);
        QVERIFY2(page.startsWith("HTTP/1.1 200") && page.contains("calm-otter"), page.left(300).constData());
        QTRY_COMPARE(tab().says(Web), u"Forwarding"_s);
        QCOMPARE(tab().text(Web, Model::Name), u"site"_s);
        QCOMPARE(tab().text(Web, Model::Local), u"127.0.0.1:%1"_s.arg(local));
        QTRY_COMPARE(tab().text(Web, Model::Traffic), u"idle"_s);
    }

    void aListeningPortIsForwardedByItsButton()
    {
        const EchoServer echo;
        const quint16 port = freePort();
        QVERIFY(m_place->declare(port, echo.serverPort()));
        QVERIFY(m_place->open());
        QVERIFY2(tab().press(u"portForward"_s, port), qPrintable(tab().all()));
        QTRY_COMPARE(tab().localPort(port), port);
        QCOMPARE(LocalClient(port).exchange("hello"), "hello");
    }

    void stopEndsWhatIsOpenAndStartTakesItUpAgain()
    {
        const EchoServer echo;
        const quint16 port = freePort();
        QVERIFY(m_place->declare(port, echo.serverPort()));
        QVERIFY(m_place->open());
        QVERIFY(tab().add(QString::number(port)));
        QTRY_COMPARE(tab().localPort(port), port);
        LocalClient client(port);
        QCOMPARE(client.exchange("hello"), "hello");
        QTRY_COMPARE(tab().text(port, Model::Traffic), u"1 open · 10 bytes"_s);
        QVERIFY(tab().press(u"portStop"_s, port));
        QVERIFY(client.ends());
        QCOMPARE(tab().says(port), u"Stopped"_s);
        QCOMPARE(tab().group(port), Model::Group::Stopped);
        QTRY_VERIFY(!accepts(port));
        QVERIFY(tab().press(u"portStart"_s, port));
        QTRY_COMPARE(tab().says(port), u"Forwarding"_s);
        QCOMPARE(LocalClient(port).exchange("again"), "again");
    }

    void lookingAtASleepingSpriteWakesNothing()
    {
        QVERIFY(m_place->playground().store().setStatus(PortsPlace::Sprite, u"cold"_s).isOk());
        QVERIFY(m_place->open());
        const quint16 local = freePort();
        QVERIFY(tab().add(u"%1:8080"_s.arg(local)));
        QTRY_COMPARE(tab().says(Web), u"Asleep: Connecting wakes the sprite."_s);
        QCOMPARE(tab().localPort(Web), local);
        QVERIFY(tab().all().contains(u"Not known while asleep."_s));
        QCOMPARE(wakingRequests(m_place->playground()), QStringList());
        // Connecting is what wakes it.
        QVERIFY(carries(local));
    }

    void connectingWakesASpriteThatFellAsleep()
    {
        const quint16 local = forwardWeb();
        sleep();
        QTRY_COMPARE(tab().says(Web), u"Asleep: Connecting wakes the sprite."_s);
        QTRY_VERIFY(program().isSeen(u"asleepStrip"_s));
        QCOMPARE(wakingRequests(m_place->playground()), QStringList());
        QVERIFY(carries(local));
        QCOMPARE(m_place->spriteStatus(), u"running"_s);
        QTRY_COMPARE(tab().says(Web), u"Forwarding"_s);
        QTRY_VERIFY(!program().isSeen(u"asleepStrip"_s));
    }

    void aGuardedForwardRefusesWhileAsleep()
    {
        const quint16 local = forwardWeb();
        sleep();
        QTRY_COMPARE(tab().says(Web), u"Asleep: Connecting wakes the sprite."_s);
        QVERIFY(tab().press(u"portGuard"_s, Web));
        QTRY_COMPARE(tab().says(Web), u"Guarded: Refuses while asleep."_s);
        LocalClient refused(local);
        QVERIFY(refused.ends());
        QCOMPARE(refused.readAll(), QByteArray());
        QCOMPARE(m_place->tunnelsAsked(), 0);
        QCOMPARE(m_place->spriteStatus(), u"warm"_s);
        QVERIFY(tab().press(u"portRemoveGuard"_s, Web));
        QTRY_COMPARE(tab().says(Web), u"Asleep: Connecting wakes the sprite."_s);
        QVERIFY(carries(local));
        QCOMPARE(m_place->spriteStatus(), u"running"_s);
    }

    void aGuardedForwardCarriesWhileTheSpriteRuns()
    {
        const quint16 local = forwardWeb();
        QVERIFY(tab().chooseInRow(Web, {u"portGuardTick"_s}));
        QTRY_VERIFY(tab().forward(Web).guarded);
        QCOMPARE(tab().says(Web), u"Forwarding"_s);
        QVERIFY(carries(local));
        sleep();
        QTRY_COMPARE(tab().says(Web), u"Guarded: Refuses while asleep."_s);
        QVERIFY(LocalClient(local).ends());
        QCOMPARE(m_place->spriteStatus(), u"warm"_s);
    }

    void nothingListensStaysArmed()
    {
        const quint16 port = freePort();
        QVERIFY(m_place->open());
        QVERIFY(tab().add(QString::number(port)));
        QTRY_COMPARE(tab().localPort(port), port);
        LocalClient refused(port);
        QVERIFY(refused.ends());
        QTRY_COMPARE(tab().says(port), u"Nothing listens: Nothing listens on %1."_s.arg(port));
        QCOMPARE(tab().localPort(port), port);
        const EchoServer echo;
        QVERIFY(m_place->declare(port, echo.serverPort()));
        QCOMPARE(LocalClient(port).exchange("hello"), "hello");
        QTRY_COMPARE(tab().says(port), u"Forwarding"_s);
    }

    void aBusyPortNamesItsHolderAndNothingElseIsTaken()
    {
        const quint16 wanted = freePortWithNeighbour(1);
        QTcpServer holder;
        QVERIFY(holder.listen(QHostAddress::LocalHost, wanted));
        QVERIFY(m_place->open());
        QVERIFY(tab().add(u"%1:8080"_s.arg(wanted)));
        const QString said = u"Port busy: %1 is used by tst_ports (PID %2)."_s.arg(wanted).arg(
            QCoreApplication::applicationPid());
        QTRY_COMPARE(tab().says(Web), said);
        QCOMPARE(tab().localPort(Web), 0);
        QVERIFY(!accepts(quint16(wanted + 1)));
        // It listens nowhere, so the list of sprites does not count it.
        QVERIFY(program().type(u"treeFilter"_s, u"forwarded"_s));
        QTRY_COMPARE(program().treeRows().filter(PortsPlace::Sprite).size(), 0);
    }

    void aBusyPortGivesWayToTheNextOne()
    {
        const quint16 wanted = freePortWithNeighbour(1);
        QTcpServer holder;
        QVERIFY(holder.listen(QHostAddress::LocalHost, wanted));
        QVERIFY(m_place->open());
        QVERIFY(tab().add(u"%1:8080"_s.arg(wanted)));
        QTRY_VERIFY(tab().says(Web).startsWith(u"Port busy: "_s));
        QTRY_COMPARE(program().text(u"portUseFree_8080"_s), u"Use %1"_s.arg(wanted + 1));
        QVERIFY(tab().press(u"portUseFree"_s, Web));
        QTRY_COMPARE(tab().localPort(Web), quint16(wanted + 1));
        QVERIFY(carries(quint16(wanted + 1)));
        QCOMPARE(tab().says(Web), u"Forwarding"_s);
    }

    void aBusyPortIsTriedAgain()
    {
        const quint16 wanted = freePort();
        QTcpServer holder;
        QVERIFY(holder.listen(QHostAddress::LocalHost, wanted));
        QVERIFY(m_place->open());
        QVERIFY(tab().add(u"%1:8080"_s.arg(wanted)));
        QTRY_VERIFY(tab().says(Web).startsWith(u"Port busy: "_s));
        holder.close();
        QVERIFY(tab().press(u"portTryAgain"_s, Web));
        QTRY_COMPARE(tab().says(Web), u"Forwarding"_s);
        QVERIFY(carries(wanted));
    }

    void anotherPortIsChosenForABusyOne()
    {
        const quint16 wanted = freePort();
        const quint16 other = freePort();
        QTcpServer holder;
        QVERIFY(holder.listen(QHostAddress::LocalHost, wanted));
        QVERIFY(m_place->open());
        QVERIFY(tab().add(u"%1:8080"_s.arg(wanted)));
        QTRY_VERIFY(tab().says(Web).startsWith(u"Port busy: "_s));
        QVERIFY(tab().press(u"portChoose"_s, Web));
        QTRY_VERIFY(program().isSeen(u"portLocalEditor"_s));
        QCOMPARE(program().text(u"portLocalEditor"_s), QString::number(wanted));
        QVERIFY(program().type(u"portLocalEditor"_s, QString::number(other)));
        program().key(Qt::Key_Return, {}, program().seen(u"portLocalEditor"_s));
        QTRY_COMPARE(tab().localPort(Web), other);
        QVERIFY(carries(other));
    }

    void aLowPortIsNotPermitted()
    {
        const WithoutLowPorts bound;
        quint16 wanted = 0;
        // Any of them, so that two runs at once do not meet on the port that is offered instead.
        for (int tries = 0; tries < 100 && wanted == 0; ++tries) {
            const auto low = quint16(QRandomGenerator::global()->bounded(600, 1024));
            wanted = accepts(quint16(low + 8000)) ? quint16(0) : low;
        }
        if (!bound.isInForce(wanted))
            QSKIP("low ports are free to everybody here");
        QVERIFY(m_place->open());
        QVERIFY(tab().add(u"%1:8080"_s.arg(wanted)));
        QTRY_COMPARE(tab().says(Web), u"Not permitted: Ports under 1024 need privileges."_s);
        QCOMPARE(tab().localPort(Web), 0);
        QTRY_COMPARE(program().text(u"portUseFree_8080"_s), u"Use %1"_s.arg(wanted + 8000));
        QVERIFY(tab().press(u"portUseFree"_s, Web));
        QTRY_COMPARE(tab().localPort(Web), quint16(wanted + 8000));
        QVERIFY(carries(quint16(wanted + 8000)));
    }

    void aStoppedForwardIsRemovedAndBroughtBack()
    {
        const quint16 local = forwardWeb();
        QVERIFY(tab().press(u"portStop"_s, Web));
        QTRY_COMPARE(tab().says(Web), u"Stopped"_s);
        QVERIFY(tab().press(u"portRemove"_s, Web));
        QTRY_COMPARE(tab().says(Web), u"Listening"_s);
        QCOMPARE(program().text(u"toastText"_s), u"Removed 127.0.0.1:%1 → sprite 8080."_s.arg(local));
        QVERIFY(program().click(u"toastAction"_s));
        QTRY_COMPARE(tab().says(Web), u"Stopped"_s);
        QTRY_VERIFY(!accepts(local));
        QVERIFY(tab().press(u"portStart"_s, Web));
        QTRY_COMPARE(tab().localPort(Web), local);
        QVERIFY(carries(local));
    }

    void aRunningForwardIsRemovedByKeyAndBroughtBackRunning()
    {
        const quint16 local = forwardWeb();
        QVERIFY(tab().clickCell(Web, Model::State));
        program().key(Qt::Key_Delete, {}, &tab().table());
        QTRY_VERIFY(!accepts(local));
        QTRY_COMPARE(tab().says(Web), u"Listening"_s);
        QVERIFY(program().click(u"toastAction"_s));
        QTRY_COMPARE(tab().says(Web), u"Forwarding"_s);
        QVERIFY(carries(local));
    }

    void severalForwardsAreRemovedAndBroughtBackTogether()
    {
        const quint16 local = forwardWeb();
        QVERIFY(tab().add(u"%1:81 %2:82"_s.arg(freePort()).arg(freePort())));
        QTRY_COMPARE(tab().says(81), u"Forwarding"_s);
        QTRY_COMPARE(tab().says(82), u"Forwarding"_s);
        const QString before = tab().all();
        QVERIFY(tab().clickCell(Web, Model::State));
        program().key(Qt::Key_Down, Qt::ShiftModifier, &tab().table());
        program().key(Qt::Key_Delete, {}, &tab().table());
        QTRY_COMPARE(tab().says(81), u"(no row)"_s);
        QTRY_VERIFY(!accepts(local));
        QCOMPARE(program().text(u"toastText"_s), u"Removed 2 forwards."_s);
        QVERIFY(program().click(u"toastAction"_s));
        QTRY_COMPARE(tab().says(Web), u"Forwarding"_s);
        QTRY_COMPARE(tab().all(), before);
        QVERIFY(carries(local));
    }

    void theNetworkIsOpenedOnlyBehindItsWarning()
    {
        const QHostAddress outside = networkAddress();
        if (outside.isNull())
            QSKIP("this computer has no address but loopback");
        const quint16 local = forwardWeb();
        QVERIFY(!accepts(local, outside));
        QVERIFY(tab().chooseInRow(Web, {u"portNetwork"_s}));
        QTRY_VERIFY(program().isSeen(u"portNetworkSheet"_s));
        QCOMPARE(program().text(u"confirmText"_s), u"Any computer that reaches this one can connect."_s);
        program().key(Qt::Key_Escape, {}, program().seen(u"portNetworkSheet"_s));
        QTRY_VERIFY(!program().isSeen(u"portNetworkSheet"_s));
        QVERIFY(!accepts(local, outside));
        QVERIFY(tab().chooseInRow(Web, {u"portNetwork"_s}));
        QVERIFY(program().click(u"confirmVerb"_s));
        QTRY_COMPARE(tab().text(Web, Model::Local), u"0.0.0.0:%1"_s.arg(local));
        QTRY_COMPARE(tab().says(Web), u"Forwarding"_s);
        QVERIFY(accepts(local, outside));
        QVERIFY(carries(local));
        // The way back asks nothing.
        QVERIFY(tab().chooseInRow(Web, {u"portNetwork"_s}));
        QTRY_COMPARE(tab().text(Web, Model::Local), u"127.0.0.1:%1"_s.arg(local));
        QTRY_COMPARE(tab().says(Web), u"Forwarding"_s);
        QTRY_VERIFY(!accepts(local, outside));
        QVERIFY(carries(local));
    }

    void theLocalPortIsEditedInItsCell()
    {
        const quint16 local = forwardWeb();
        const quint16 other = freePort();
        QVERIFY(tab().clickCell(Web, Model::State));
        program().key(Qt::Key_F2, {}, &tab().table());
        QVERIFY(program().type(u"portLocalEditor"_s, u"70000"_s));
        program().key(Qt::Key_Return, {}, program().seen(u"portLocalEditor"_s));
        QTRY_VERIFY(program().allText(u"portNote"_s).contains(u"70000 is not a port"_s));
        QCOMPARE(program().text(u"portLocalEditor"_s), u"70000"_s);
        QVERIFY(program().type(u"portLocalEditor"_s, QString::number(other)));
        program().key(Qt::Key_Return, {}, program().seen(u"portLocalEditor"_s));
        QTRY_COMPARE(tab().localPort(Web), other);
        QVERIFY(carries(other));
        QTRY_VERIFY(!accepts(local));
    }

    void theNameIsEditedInItsCell()
    {
        const quint16 local = forwardWeb();
        const LocalClient open(local);
        QTRY_COMPARE(tab().status(Web).connections, 1);
        QVERIFY(tab().chooseInRow(Web, {u"portRename"_s}));
        QVERIFY(program().type(u"portNameEditor"_s, u"shop"_s));
        program().key(Qt::Key_Return, {}, program().seen(u"portNameEditor"_s));
        QTRY_COMPARE(tab().text(Web, Model::Name), u"shop"_s);
        // A name is no reason to break what runs.
        QVERIFY(open.isOpen());
        QVERIFY(m_place->restart());
        QTRY_COMPARE(tab().text(Web, Model::Name), u"shop"_s);
    }

    void aClickOnTheAddressCopiesIt()
    {
        const quint16 local = forwardWeb();
        QVERIFY(tab().clickCell(Web, Model::Local));
        const QString address = u"127.0.0.1:%1"_s.arg(local);
        QCOMPARE(QGuiApplication::clipboard()->text(), address);
        QTRY_COMPARE(program().text(u"toastText"_s), u"Copied: %1"_s.arg(address));
    }

    void whatIsCopiedWorks()
    {
        const quint16 local = forwardWeb();
        const auto copied = [this](const QString &entry, quint16 port) {
            if (!tab().choose(u"portCopy_%1"_s.arg(port), {entry}))
                return u"(not offered)"_s;
            return QGuiApplication::clipboard()->text();
        };
        QCOMPARE(copied(u"portCopyAddress"_s, Web), u"127.0.0.1:%1"_s.arg(local));
        QCOMPARE(copied(u"portCopyLink"_s, Web), u"http://127.0.0.1:%1/"_s.arg(local));
        QCOMPARE(copied(u"portCopyCli"_s, Web),
                 u"sprite proxy -o playground -s calm-otter %1:8080"_s.arg(local));
        QCOMPARE(copied(u"portCopyPort"_s, Web), u"8080"_s);
        const quint16 database = freePort();
        QVERIFY(tab().add(u"%1:5432"_s.arg(database)));
        QTRY_COMPARE(tab().localPort(5432), database);
        QCOMPARE(copied(u"portCopyConnection"_s, 5432), u"postgres://127.0.0.1:%1/"_s.arg(database));
    }

    void openShowsTheLinkInABrowser()
    {
        Browser browser;
        const quint16 local = forwardWeb();
        QVERIFY(tab().press(u"portOpen"_s, Web));
        QTRY_COMPARE(browser.shown, QList{QUrl(u"http://127.0.0.1:%1/"_s.arg(local))});
        QVERIFY(carries(quint16(browser.shown.constFirst().port())));
        // What it opens as is changed, and remembered.
        QVERIFY(tab().chooseInRow(Web, {u"portSchemeMenu"_s, u"portScheme%1"_s.arg(int(PortScheme::None))}));
        QTRY_VERIFY(!program().isSeen(u"portOpen_8080"_s));
        QVERIFY(m_place->restart());
        QVERIFY(tab().press(u"portStart"_s, Web));
        QTRY_COMPARE(tab().says(Web), u"Forwarding"_s);
        QTRY_VERIFY(program().isSeen(u"portStop_8080"_s));
        QVERIFY(!program().isSeen(u"portOpen_8080"_s));
    }

    void theAddressBecomesPublicAndPrivateAgain()
    {
        QVERIFY(m_place->open());
        QTRY_COMPARE(program().text(u"portsAddressWho"_s), u"Private — organization members"_s);
        QVERIFY(program().click(u"portsAddressChange"_s));
        QTRY_VERIFY(program().isSeen(u"addressSheet"_s));
        QCOMPARE(program().text(u"confirmText"_s),
                 u"Anyone with the link reaches what listens on the web port. Do not expose secrets."_s);
        program().key(Qt::Key_Escape, {}, program().seen(u"addressSheet"_s));
        QTRY_VERIFY(!program().isSeen(u"addressSheet"_s));
        const QString path = u"/v1/sprites/"_s + PortsPlace::Sprite;
        QCOMPARE(m_place->playground().requestCount("PUT", path), 0);
        QVERIFY(program().click(u"portsAddressChange"_s));
        QVERIFY(program().click(u"confirmVerb"_s));
        QTRY_COMPARE(program().text(u"portsAddressWho"_s), u"Public — anyone with the link"_s);
        QVERIFY(m_place->http().get(path).body.contains("public"));
        QVERIFY(program().click(u"portsAddressChange"_s));
        QTRY_COMPARE(program().text(u"portsAddressWho"_s), u"Private — organization members"_s);
        QVERIFY(!program().isSeen(u"addressSheet"_s));
        QCOMPARE(m_place->playground().requestCount("PUT", path), 2);
    }
};

QTEST_MAIN(TestPorts)
#include "tst_ports.moc"
