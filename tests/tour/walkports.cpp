// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0

// The Ports tab: what listens, forwards in every state that a person meets, and a sprite that falls asleep.

#include "tour/walk.h"

#include "models/portforwardmodel.h"

#include <QAction>
#include <QCoreApplication>
#include <QLabel>
#include <QMenu>
#include <QTableView>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <utility>

namespace Spritarium::Tour {

using namespace Qt::StringLiterals;

namespace {

constexpr int PortsTab = 3;

//! A port that nobody has, by its first number. Walks beside each other look in different places: what is
//! free now may be the other's in a moment.
quint16 freeFrom(quint16 from)
{
    auto port = quint16(from + 10 * (QCoreApplication::applicationPid() % 90));
    QTcpServer server;
    while (!server.listen(QHostAddress::LocalHost, port))
        ++port;
    return port;
}

} // namespace

bool Walk::hasPortRow(int state) const
{
    const QAbstractItemModel &model = *m_hands.see<QTableView>(u"portTable"_s).model();
    for (int row = 0; row < model.rowCount(); ++row) {
        const QModelIndex index = model.index(row, 0);
        const auto type = PortForwardModel::RowType(index.data(PortForwardModel::RowTypeRole).toInt());
        if (type != PortForwardModel::RowType::Header &&
            index.data(PortForwardModel::RowStateRole).toInt() == state)
            return true;
    }
    return false;
}

void Walk::untilPort(int state)
{
    m_hands.until(u"a row of state %1"_s.arg(state), [this, state] { return hasPortRow(state); });
}

void Walk::addPort(const QString &typed)
{
    m_hands.type(u"portAddField"_s, typed);
    m_hands.press(m_hands.see(u"portAddField"_s), Qt::Key_Return);
}

void Walk::chooseInPort(int port, const QString &entry)
{
    m_hands.click(u"portMore_%1"_s.arg(port));
    auto &menu = m_hands.see<QMenu>(u"portMenu"_s);
    auto *action = menu.findChild<QAction *>(entry);
    if (!action)
        m_hands.fail(entry + u" is not in the menu"_s);
    QTest::mouseClick(&menu, Qt::LeftButton, {}, menu.actionGeometry(action).center());
}

void Walk::ports()
{
    using State = PortForwardModel::RowState;
    openSprite(u"calm-otter"_s);
    openTab(PortsTab);
    untilPort(int(State::Listening));
    m_hands.picture(u"ports-listening"_s);

    const quint16 web = freeFrom(18080);
    m_hands.type(u"portAddField"_s, u"%1:8080 site"_s.arg(web));
    m_hands.picture(u"ports-typed"_s);
    m_hands.press(m_hands.see(u"portAddField"_s), Qt::Key_Return);
    untilPort(int(State::Forwarding));
    QTcpSocket browser;
    browser.connectToHost(QHostAddress::LocalHost, web);
    m_hands.until(u"a connection"_s,
                  [&browser] { return browser.state() == QAbstractSocket::ConnectedState; });
    browser.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    m_hands.until(u"an answer"_s, [&browser] { return browser.bytesAvailable() > 0; });
    m_hands.rest(400); // counters come four times a second
    m_hands.picture(u"ports-forwarding"_s);
    addPort(u"70000"_s);
    m_hands.see(u"portAddProblem"_s);
    m_hands.picture(u"ports-refused"_s);

    portSheets();
    portStates();
    portsWaiting();
    portsNotWatched();
    portsAsleep();
    openTab(1);
}

void Walk::portSheets()
{
    m_hands.click(u"portMore_8080"_s);
    m_hands.see(u"portMenu"_s);
    m_hands.picture(u"ports-menu"_s);
    m_hands.closePopups();
    chooseInPort(8080, u"portNetwork"_s);
    m_hands.see(u"portNetworkSheet"_s);
    m_hands.picture(u"ports-network"_s);
    closeSheet(u"portNetworkSheet"_s);
    choose(u"app.quit"_s);
    m_hands.see(u"quitForwardsSheet"_s);
    m_hands.picture(u"ports-quit"_s);
    closeSheet(u"quitForwardsSheet"_s);
}

void Walk::knock(quint16 local, int state)
{
    // The forward may take a moment to listen. Once somebody was let in, that is it, however soon it ended.
    QTcpSocket socket;
    bool isRefused = true;
    QObject::connect(&socket, &QTcpSocket::errorOccurred, &socket,
                     [&isRefused](QAbstractSocket::SocketError error) {
                         isRefused = error == QAbstractSocket::ConnectionRefusedError;
                     });
    m_hands.until(u"a row of state %1"_s.arg(state), [&] {
        if (std::exchange(isRefused, false))
            socket.connectToHost(QHostAddress::LocalHost, local);
        return hasPortRow(state);
    });
}

void Walk::portStates()
{
    using State = PortForwardModel::RowState;
    QTcpServer far;
    far.listen(QHostAddress::LocalHost);
    const QByteArray target = "\"target\":\"127.0.0.1:" + QByteArray::number(far.serverPort()) + "\"";
    for (const QByteArray port : {"3000", "9229"})
        faulty().declarePort(u"calm-otter"_s, "{\"port\":" + port + "," + target + ",\"pid\":4711}");
    m_hands.see(u"portAskBanner"_s);
    m_hands.picture(u"ports-ask"_s);
    m_hands.click(u"portAskForward"_s);

    // Nobody listens on 5000 inside; 5432 is somebody else's here; 6379 was stopped by hand.
    const quint16 nothing = freeFrom(15000);
    addPort(u"%1:5000"_s.arg(nothing));
    knock(nothing, int(State::NothingListens));
    QTcpServer holder;
    holder.listen(QHostAddress::LocalHost, freeFrom(15432));
    addPort(u"%1:5432 db"_s.arg(holder.serverPort()));
    untilPort(int(State::PortBusy));
    addPort(u"%1:6379"_s.arg(freeFrom(16379)));
    m_hands.click(u"portStop_6379"_s);
    untilPort(int(State::Stopped));
    const quint16 refused = freeFrom(17000);
    addPort(u"%1:7000"_s.arg(refused));
    faulty().add(R"({"kind":"status","status":403,"method":"GET","path":"*/proxy","count":-1})");
    knock(refused, int(State::Failed));
    faulty().clear();
    m_hands.picture(u"ports-states"_s);
    chooseInPort(7000, u"portMenuRemove"_s);
    m_hands.see(u"toast"_s);
}

void Walk::portsWaiting()
{
    using State = PortForwardModel::RowState;
    openTab(1);
    faulty().add(R"({"kind":"latency","milliseconds":2500,"method":"POST","path":"*/restore"})");
    openRestore(u"v3"_s);
    m_hands.click(u"restoreConfirmButton"_s);
    m_hands.see(u"operationRow"_s);
    openTab(PortsTab);
    untilPort(int(State::Waiting));
    m_hands.picture(u"ports-waiting"_s);
    openTab(1);
    // Where the rules were edited before, they are others now, and the row waits for a word.
    m_hands.until(u"the end of the restore"_s, [this] {
        return m_hands.isSeen(u"egressKeepButton"_s) || !m_hands.isSeen(u"operationRow"_s);
    });
    if (m_hands.isSeen(u"egressKeepButton"_s)) {
        m_hands.click(u"egressKeepButton"_s);
        m_hands.click(u"hideButton"_s);
    }
    m_hands.untilGone(u"operationRow"_s);
    openTab(PortsTab);
}

void Walk::portsNotWatched()
{
    faulty().add(R"({"kind":"status","status":404,"method":"GET","path":"*/ports/watch","count":-1})");
    openTab(1);
    openTab(PortsTab);
    m_hands.untilSays(u"portsRefresh"_s, u"Scan once"_s);
    // Where no sandbox can work, the scan says so.
    const auto &age = m_hands.see<QLabel>(u"portsAge"_s);
    const QString before = age.text();
    m_hands.click(u"portsRefresh"_s);
    m_hands.until(u"the end of the scan"_s, [&age, &before] { return age.text() != before; });
    m_hands.picture(u"ports-scanned"_s);
    faulty().clear();
}

void Walk::portsAsleep()
{
    using State = PortForwardModel::RowState;
    faulty().add(R"({"kind":"status","status":503,"method":"GET","path":"*/ports/watch"})");
    openTab(1);
    openTab(PortsTab);
    m_hands.see(u"portsStopRetrying"_s);
    m_hands.picture(u"ports-watch-lost"_s);
    m_hands.click(u"portsRefresh"_s);
    untilPort(int(State::Listening));
    faulty().pause(u"calm-otter"_s);
    untilPort(int(State::Asleep));
    m_hands.see(u"asleepStrip"_s);
    chooseInPort(8080, u"portGuardTick"_s); // its button has no room in every language
    untilPort(int(State::Guarded));
    m_hands.picture(u"ports-asleep"_s);
    m_hands.click(u"wakeAndLoad"_s);
    untilPort(int(State::Listening));
}

} // namespace Spritarium::Tour
