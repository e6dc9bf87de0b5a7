// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/portforwardmodel.h"
#include "support/playgroundclient.h"
#include "support/programfixture.h"

#include <QHostAddress>
#include <QJsonObject>
#include <QTableView>
#include <QTcpServer>
#include <QTcpSocket>

namespace Spritarium::Test {

//! The Ports tab of a whole program, used as a person uses it: by keys, clicks and menus. Rows are named by
//! their port inside the sprite.
class PortsTab
{
public:
    explicit PortsTab(ProgramFixture &program)
        : m_program(program)
    {}

    //! Selects the sprite and shows the tab.
    bool open(const QString &sprite);
    QTableView &table();

    //! Types into the add field and presses Enter.
    bool add(const QString &typed);
    //! A row's button, such as press("portStop", 8080).
    bool press(const QString &button, quint16 port);
    //! Entries of the menu behind a button, by name, one menu level after the other.
    bool choose(const QString &button, const QStringList &entries);
    //! The same behind "More" of a row.
    bool chooseInRow(quint16 port, const QStringList &entries);
    //! Clicks into a cell of the row.
    bool clickCell(quint16 port, PortForwardModel::Column column);

    //! The row of a forward, else of a port that listens; invalid if there is none.
    QModelIndex row(quint16 port);
    QString text(quint16 port, PortForwardModel::Column column);
    //! "Forwarding: " and the sentence of the row; "(no row)".
    QString says(quint16 port);
    //! What is known of its last failure, too.
    QString toolTip(quint16 port);
    PortForwardModel::Group group(quint16 port);
    PortForward forward(quint16 port);
    ForwardStatus status(quint16 port);
    quint16 localPort(quint16 port) { return status(port).localPort; }
    //! Each row in one line, for messages of failed tests.
    QString all();

private:
    bool clickEntry(const QString &entry);

    ProgramFixture &m_program;
};

//! A playground with one running sprite, and the program before it.
class PortsPlace
{
public:
    static const QString Sprite;

    PortsPlace();
    bool isReady() const { return m_isReady; }
    PlaygroundFixture &playground() { return m_playground; }
    PlaygroundClient &http() { return *m_http; }
    ProgramFixture &program() { return m_program; }
    PortsTab &tab() { return m_tab; }

    //! Signs in and opens the tab.
    bool open();
    //! Ends the program, starts it on the same data and opens the tab.
    bool restart();

    //! `port` inside the sprite is `target` of this computer.
    bool declare(quint16 port, quint16 target, const QJsonObject &more = {});
    bool withdraw(quint16 port);
    //! The sprite goes to sleep at once, as when it was idle.
    bool pause();
    QString spriteStatus();
    //! Of the next connections through a forward.
    void spoilProxy(Playground::Fault fault);
    //! How many tunnels were asked for.
    int tunnelsAsked() const { return m_playground.requestCount("GET", QStringLiteral("/proxy")); }

private:
    PlaygroundFixture m_playground;
    std::unique_ptr<PlaygroundClient> m_http;
    ProgramFixture m_program;
    PortsTab m_tab;
    bool m_isReady = false;
};

//! Sends back what it gets.
class EchoServer : public QTcpServer
{
public:
    EchoServer();
};

//! A local program on one connection through a forward.
class LocalClient : public QTcpSocket
{
public:
    explicit LocalClient(quint16 port, const QHostAddress &address = QHostAddress(QHostAddress::LocalHost));

    //! Sends it and waits until as much has come back.
    QByteArray exchange(const QByteArray &bytes);
    bool isOpen() const { return state() == ConnectedState; }
    bool isOver() const { return state() == UnconnectedState; }
    //! Waits for the end from the other side, or for a refusal.
    bool ends();
};

//! The first page of a web server, with its head.
QByteArray fetch(quint16 port);
//! Whether somebody accepts there.
bool accepts(quint16 port, const QHostAddress &address = QHostAddress(QHostAddress::LocalHost));
//! Of this computer, in both families; nobody listens there now. Never the same one twice.
quint16 freePort();
//! `port` so that port + distance is free, too.
quint16 freePortWithNeighbour(int distance);

} // namespace Spritarium::Test
