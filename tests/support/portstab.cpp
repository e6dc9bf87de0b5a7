// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/portstab.h"

#include "support/patience.h"

#include <QApplication>
#include <QDeadlineTimer>
#include <QJsonDocument>
#include <QMenu>
#include <QRandomGenerator>
#include <QSet>
#include <QTimer>

#include <algorithm>

#ifdef Q_OS_UNIX
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

namespace Spritarium::Test {

using namespace Qt::StringLiterals;
using Model = PortForwardModel;

namespace {

constexpr int Tries = 200;

Model::RowType typeOf(const QModelIndex &index)
{
    return Model::RowType(index.siblingAtColumn(0).data(Model::RowTypeRole).toInt());
}

quint16 portOf(const QModelIndex &index)
{
    if (typeOf(index) == Model::RowType::Forward)
        return index.siblingAtColumn(0).data(Model::ForwardRole).value<PortForward>().port;
    return index.siblingAtColumn(0).data(Model::PortRole).value<ListeningPort>().port;
}

bool isFree(quint16 port)
{
    QTcpServer four;
    QTcpServer six;
    return four.listen(QHostAddress::LocalHost, port) &&
           (six.listen(QHostAddress::LocalHostIPv6, port) ||
            six.serverError() != QAbstractSocket::AddressInUseError);
}

} // namespace

bool PortsTab::open(const QString &sprite)
{
    m_program.window().resize(1900, 900); // so that every button of a row has room
    if (!m_program.selectSprite(sprite))
        return false;
    m_program.key(Qt::Key_4, Qt::ControlModifier, &m_program.window());
    return QTest::qWaitFor([this] { return m_program.isSeen(u"portsPanel"_s); }, Patience);
}

QTableView &PortsTab::table()
{
    return *m_program.window().findChild<QTableView *>(u"portTable"_s);
}

bool PortsTab::add(const QString &typed)
{
    if (!m_program.type(u"portAddField"_s, typed))
        return false;
    m_program.key(Qt::Key_Return, {}, m_program.seen(u"portAddField"_s));
    return true;
}

bool PortsTab::press(const QString &button, quint16 port)
{
    if (!QTest::qWaitFor([this, port] { return row(port).isValid(); }, Patience))
        return false;
    table().scrollTo(row(port));
    const PortForward known = forward(port);
    const QString shown = known.port != 0 ? spritePortText(known) : QString::number(port);
    return m_program.click(button + u'_' + shown);
}

bool PortsTab::clickEntry(const QString &entry)
{
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    auto *action = menu ? menu->findChild<QAction *>(entry, Qt::FindDirectChildrenOnly) : nullptr;
    if (menu && !action) {
        const QList<QAction *> actions = menu->actions(); // a submenu's own has no name: its menu has
        for (QAction *one : actions) {
            if (one->menu() && one->menu()->objectName() == entry)
                action = one;
        }
    }
    if (!action || !action->isEnabled() || !menu->isVisible())
        return false;
    QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
    return true;
}

bool PortsTab::choose(const QString &button, const QStringList &entries)
{
    // A button may wait for its menu to close, so the clicks are on their way before it opens.
    QTimer clicks;
    qsizetype next = 0;
    const QDeadlineTimer deadline(Patience);
    QObject::connect(&clicks, &QTimer::timeout, &clicks, [&] {
        if (next < entries.size() && QApplication::activePopupWidget() && clickEntry(entries.at(next)))
            ++next;
        while (deadline.hasExpired() && QApplication::activePopupWidget())
            QApplication::activePopupWidget()->close();
    });
    clicks.start(0);
    const auto isOver = [&] { return next == entries.size() && !QApplication::activePopupWidget(); };
    const bool isDone = m_program.click(button) && QTest::qWaitFor(isOver, Patience + 1000);
    if (!isDone)
        qInfo() << "no such entry:" << entries.value(next);
    return isDone;
}

bool PortsTab::chooseInRow(quint16 port, const QStringList &entries)
{
    if (!QTest::qWaitFor([this, port] { return row(port).isValid(); }, Patience))
        return false;
    table().scrollTo(row(port));
    const PortForward known = forward(port);
    return choose(u"portMore_"_s + (known.port != 0 ? spritePortText(known) : QString::number(port)),
                  entries);
}

bool PortsTab::clickCell(quint16 port, Model::Column column)
{
    if (!QTest::qWaitFor([this, port] { return row(port).isValid(); }, Patience))
        return false;
    table().scrollTo(row(port));
    QTest::mouseClick(table().viewport(), Qt::LeftButton, {},
                      table().visualRect(row(port).siblingAtColumn(column)).center());
    return true;
}

QModelIndex PortsTab::row(quint16 port)
{
    const QAbstractItemModel &shown = *table().model();
    QModelIndex listening;
    for (int at = 0; at < shown.rowCount(); ++at) {
        const QModelIndex index = shown.index(at, 0);
        const Model::RowType type = typeOf(index);
        if (type == Model::RowType::Forward && portOf(index) == port)
            return index;
        if (type == Model::RowType::Listening && portOf(index) == port)
            listening = index;
    }
    return listening;
}

QString PortsTab::text(quint16 port, Model::Column column)
{
    const QModelIndex index = row(port);
    return index.isValid() ? index.siblingAtColumn(column).data().toString() : u"(no row)"_s;
}

QString PortsTab::says(quint16 port)
{
    const QModelIndex index = row(port);
    if (!index.isValid())
        return u"(no row)"_s;
    const QString message = index.data(Model::MessageRole).toString();
    return index.data().toString() + (message.isEmpty() ? QString() : u": "_s + message);
}

QString PortsTab::toolTip(quint16 port)
{
    return row(port).data(Qt::ToolTipRole).toString();
}

Model::Group PortsTab::group(quint16 port)
{
    return Model::Group(row(port).data(Model::GroupRole).toInt());
}

PortForward PortsTab::forward(quint16 port)
{
    return row(port).data(Model::ForwardRole).value<PortForward>();
}

ForwardStatus PortsTab::status(quint16 port)
{
    return row(port).data(Model::StatusRole).value<ForwardStatus>();
}

QString PortsTab::all()
{
    QStringList lines;
    const QAbstractItemModel &shown = *table().model();
    for (int at = 0; at < shown.rowCount(); ++at) {
        QStringList cells;
        for (int column = 0; column < shown.columnCount(); ++column)
            cells << shown.index(at, column).data().toString();
        cells << shown.index(at, 0).data(Model::MessageRole).toString();
        cells.removeAll(QString());
        lines << cells.join(u" | "_s);
    }
    return u'\n' + lines.join(u'\n');
}

const QString PortsPlace::Sprite = u"calm-otter"_s;

PortsPlace::PortsPlace()
    : m_tab(m_program)
{
    m_isReady = m_playground.start() && m_playground.store().create(spriteNamed(Sprite)).isOk() &&
                m_playground.store().setStatus(Sprite, u"running"_s).isOk();
    if (m_isReady)
        m_http = std::make_unique<PlaygroundClient>(m_playground.url().toString(), m_playground.token());
}

bool PortsPlace::open()
{
    m_program.start();
    m_program.signIn(m_playground);
    const auto asked = [this] {
        return std::min(m_playground.requestCount("GET", u"/exec"_s),
                        m_playground.requestCount("GET", u"/services"_s));
    };
    const int before = asked();
    // What is read inside the sprite as the tab opens would wake one that is put to sleep meanwhile.
    return m_tab.open(Sprite) &&
           (spriteStatus() != u"running"_s || QTest::qWaitFor([&] { return asked() > before; }, Patience));
}

bool PortsPlace::restart()
{
    m_program.restart();
    return m_tab.open(Sprite);
}

bool PortsPlace::declare(quint16 port, quint16 target, const QJsonObject &more)
{
    QJsonObject body = more;
    body.insert(u"port"_s, port);
    body.insert(u"target"_s, u"127.0.0.1:%1"_s.arg(target));
    return m_http->post(u"/playground/ports/"_s + Sprite, QJsonDocument(body).toJson()).status == 200;
}

bool PortsPlace::withdraw(quint16 port)
{
    return m_http->send("DELETE", u"/playground/ports/%1/%2"_s.arg(Sprite).arg(port)).status == 204;
}

bool PortsPlace::pause()
{
    return m_http->post(u"/playground/pause/"_s + Sprite).status == 204;
}

QString PortsPlace::spriteStatus()
{
    return m_playground.store().sprite(Sprite).value().status;
}

void PortsPlace::spoilProxy(Playground::Fault fault)
{
    fault.method = "GET";
    fault.path = u"*/proxy"_s;
    m_playground.server().faults().add(fault);
}

EchoServer::EchoServer()
{
    // All of a test's connections may come before one is taken.
    setListenBacklogSize(1024);
    setMaxPendingConnections(1024);
    connect(this, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket *socket = nextPendingConnection()) {
            connect(socket, &QTcpSocket::readyRead, socket, [socket] { socket->write(socket->readAll()); });
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        }
    });
    listen(QHostAddress::LocalHost);
}

LocalClient::LocalClient(quint16 port, const QHostAddress &address)
{
#ifdef Q_OS_UNIX
    // As most programs connect. QTcpSocket does not notice a reset that is there before it looks.
    const bool isSix = address.protocol() == QAbstractSocket::IPv6Protocol;
    const int descriptor = ::socket(isSix ? AF_INET6 : AF_INET, SOCK_STREAM, 0);
    sockaddr_in four = {};
    four.sin_family = AF_INET;
    four.sin_port = htons(port);
    four.sin_addr.s_addr = htonl(isSix ? 0 : address.toIPv4Address());
    sockaddr_in6 six = {};
    six.sin6_family = AF_INET6;
    six.sin6_port = htons(port);
    const Q_IPV6ADDR bytes = address.toIPv6Address();
    std::copy(std::begin(bytes.c), std::end(bytes.c), std::begin(six.sin6_addr.s6_addr));
    const int answer = isSix ? ::connect(descriptor, reinterpret_cast<sockaddr *>(&six), sizeof six)
                             : ::connect(descriptor, reinterpret_cast<sockaddr *>(&four), sizeof four);
    if (answer == 0)
        setSocketDescriptor(descriptor);
    else
        ::close(descriptor);
#else
    connectToHost(address, port);
#endif
}

QByteArray LocalClient::exchange(const QByteArray &bytes)
{
    write(bytes);
    (void)QTest::qWaitFor([&] { return bytesAvailable() >= bytes.size() || isOver(); }, Patience);
    return readAll();
}

bool LocalClient::ends()
{
    return QTest::qWaitFor([this] { return isOver(); }, Patience);
}

QByteArray fetch(quint16 port)
{
    LocalClient client(port);
    client.write("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    (void)client.ends();
    return client.readAll();
}

bool accepts(quint16 port, const QHostAddress &address)
{
    LocalClient client(port, address);
    (void)QTest::qWaitFor([&] { return client.isOpen() || client.isOver(); }, Patience);
    return client.isOpen();
}

quint16 freePort()
{
    return freePortWithNeighbour(0);
}

quint16 freePortWithNeighbour(int distance)
{
    static QSet<int> given;
    // Below what the system gives to outgoing connections, of which there are many here; and each program its
    // own, since those that run at the same time have neighbouring numbers.
    constexpr int Shares = 19;
    const int begin = 12000 + 1000 * int(QCoreApplication::applicationPid() % Shares);
    for (int i = 0; i < Tries; ++i) {
        const auto port = quint16(QRandomGenerator::global()->bounded(begin, begin + 1000));
        if (given.contains(port) || !isFree(port) || !isFree(quint16(port + distance)))
            continue;
        given << port << port + distance;
        return port;
    }
    return 0;
}

} // namespace Spritarium::Test
