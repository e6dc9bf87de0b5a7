// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "models/portforwardmodel.h"
#include "support/programfixture.h"
#include "support/viewtesting.h"

#include <QLineEdit>
#include <QTableView>
#include <QTcpServer>
#include <QTcpSocket>

using namespace Spritarium;
using namespace Qt::StringLiterals;
using Spritarium::Test::ProgramFixture;

namespace {

const QString Sprite1 = u"calm-otter"_s;

} // namespace

//! The Ports tab through the whole program (ux-spec 11): what is typed becomes a listener of this computer,
//! and what a local program sends through it reaches the sprite.
class TestPorts : public QObject
{
    Q_OBJECT

    std::unique_ptr<Test::PlaygroundFixture> m_playground;
    std::unique_ptr<ProgramFixture> m_program;

    void open()
    {
        m_program->start();
        m_program->signIn(*m_playground);
        openTab();
    }
    void openTab()
    {
        QVERIFY(m_program->selectSprite(Sprite1));
        m_program->key(Qt::Key_4, Qt::ControlModifier, &m_program->window());
        QTRY_VERIFY(m_program->isSeen(u"portsPanel"_s));
    }
    //! Rows of forwards and listening ports, their state and port.
    QStringList rows()
    {
        QStringList found;
        const auto *table = m_program->window().findChild<QTableView *>(u"portTable"_s);
        const QAbstractItemModel &shown = *table->model();
        for (int row = 0; row < shown.rowCount(); ++row) {
            const QModelIndex index = shown.index(row, PortForwardModel::State);
            const auto type = PortForwardModel::RowType(index.data(PortForwardModel::RowTypeRole).toInt());
            if (type == PortForwardModel::RowType::Header)
                continue;
            found << index.data().toString() + u' ' +
                         shown.index(row, PortForwardModel::SpritePort).data().toString();
        }
        return found;
    }
    quint16 localPortOf(int row)
    {
        const auto *table = m_program->window().findChild<QTableView *>(u"portTable"_s);
        const QAbstractItemModel &shown = *table->model();
        for (int at = 0; at < shown.rowCount(); ++at) {
            const QModelIndex index = shown.index(at, PortForwardModel::State);
            if (PortForwardModel::RowType(index.data(PortForwardModel::RowTypeRole).toInt()) ==
                    PortForwardModel::RowType::Forward &&
                row-- == 0)
                return index.data(PortForwardModel::StatusRole).value<ForwardStatus>().localPort;
        }
        return 0;
    }
    bool add(const QString &spec)
    {
        if (!m_program->type(u"portAddField"_s, spec))
            return false;
        m_program->key(Qt::Key_Return, {}, m_program->seen(u"portAddField"_s));
        return true;
    }
    //! What an HTTP client of this computer gets.
    QByteArray fetch(quint16 port)
    {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, port);
        QByteArray answer;
        (void)QTest::qWaitFor([&] { return socket.state() == QAbstractSocket::ConnectedState; }, 5000);
        socket.write("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        (void)QTest::qWaitFor(
            [&] {
                answer += socket.readAll();
                return socket.state() == QAbstractSocket::UnconnectedState;
            },
            5000);
        return answer + socket.readAll();
    }
    //! A port that nobody listens on now.
    static quint16 freePort()
    {
        QTcpServer server;
        server.listen(QHostAddress::LocalHost);
        return server.serverPort();
    }

private Q_SLOTS:
    void init()
    {
        failOnViewWarnings();
        m_playground = std::make_unique<Test::PlaygroundFixture>();
        QVERIFY(m_playground->start());
        QVERIFY(m_playground->store().create(Test::spriteNamed(Sprite1)).isOk());
        QVERIFY(m_playground->store().setStatus(Sprite1, u"running"_s).isOk());
        m_program = std::make_unique<ProgramFixture>();
    }

    void cleanup()
    {
        m_program.reset();
        m_playground.reset();
    }

    void whatListensIsShownAndATypedPortCarriesBytes()
    {
        open();
        QTRY_VERIFY2(rows().join(u'\n').contains(u"8080"_s), qPrintable(rows().join(u'\n')));
        const quint16 local = freePort();
        QVERIFY(add(u"%1:8080 site"_s.arg(local)));
        QTRY_COMPARE(localPortOf(0), local);
        const QByteArray page = fetch(local);
        QVERIFY2(page.startsWith("HTTP/1.1 200") && page.contains("calm-otter"), page.left(300).constData());
        QTRY_VERIFY2(rows().join(u'\n').contains(u"Forwarding"_s), qPrintable(rows().join(u'\n')));
    }

    void aBusyPortNamesItsHolderAndNothingElseIsTaken()
    {
        QTcpServer holder;
        QVERIFY(holder.listen(QHostAddress::LocalHost));
        open();
        QVERIFY(add(u"%1:8080"_s.arg(holder.serverPort())));
        QTRY_VERIFY2(rows().join(u'\n').contains(u"Port busy"_s), qPrintable(rows().join(u'\n')));
        QCOMPARE(localPortOf(0), quint16(0));
        holder.close();
    }

    void aForwardIsSavedAndStartsOnlyWhenToldTo()
    {
        open();
        const quint16 one = freePort();
        QVERIFY(add(u"%1:8080"_s.arg(one)));
        QTRY_COMPARE(localPortOf(0), one);
        m_program->restart();
        openTab();
        // Not told to start with the program: saved, and not listening.
        QTRY_VERIFY2(rows().join(u'\n').contains(u"Stopped"_s), qPrintable(rows().join(u'\n')));
        QCOMPARE(localPortOf(0), quint16(0));
    }

    void lookingAtASleepingSpriteWakesNothing()
    {
        QVERIFY(m_playground->store().setStatus(Sprite1, u"cold"_s).isOk());
        open();
        const quint16 local = freePort();
        QVERIFY(add(u"%1:8080"_s.arg(local)));
        QTRY_COMPARE(localPortOf(0), local);
        QTRY_VERIFY2(rows().join(u'\n').contains(u"Asleep"_s), qPrintable(rows().join(u'\n')));
        QCOMPARE(Test::wakingRequests(*m_playground), QStringList());
        // Connecting is what wakes it.
        QVERIFY(fetch(local).contains("calm-otter"));
    }

    void badInputIsRefusedAndKept()
    {
        open();
        QVERIFY(add(u"70000"_s));
        QVERIFY(m_program->isSeen(u"portAddProblem"_s));
        QCOMPARE(m_program->text(u"portAddField"_s), u"70000"_s);
    }
};

QTEST_MAIN(TestPorts)
#include "tst_ports.moc"
