// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/forwardscene.h"
#include "support/patience.h"
#include "support/rawserver.h"

#include <QCryptographicHash>
#include <QDir>
#include <QProcess>
#include <QRandomGenerator>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QWebSocket>
#include <QWebSocketServer>

#ifdef Q_OS_UNIX
#include <sys/stat.h>
#include <unistd.h>
#endif

using namespace Spritarium;
using namespace Spritarium::Test;

namespace {

constexpr int ProgramPatience = 60000;

//! Where a program is, also where Debian keeps servers; empty: not installed.
QString programPath(const QString &name)
{
    const QString found = QStandardPaths::findExecutable(name);
    if (!found.isEmpty())
        return found;
    QStringList folders{u"/usr/sbin"_s};
    const QFileInfoList versions =
        QDir(u"/usr/lib/postgresql"_s).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QFileInfo &version : versions)
        folders.prepend(version.filePath() + u"/bin"_s);
    return QStandardPaths::findExecutable(name, folders);
}

//! A port that was free a moment ago; not of those that the system hands out, to another test by then.
quint16 freePort()
{
    QTcpServer probe;
    while (
        !probe.listen(QHostAddress::LocalHost, quint16(QRandomGenerator::global()->bounded(12000, 31000)))) {
    }
    return probe.serverPort();
}

QByteArray md5(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Md5);
}

//! One that ends with the test, whatever happens.
struct Program : QProcess
{
    ~Program() override
    {
        terminate();
        if (!waitForFinished(5000))
            kill();
        waitForFinished(5000);
    }
};

//! Runs a program to its end while everybody else goes on.
QByteArray outputOf(const QString &program, const QStringList &arguments, const QByteArray &input = {},
                    bool mayFail = false)
{
    QProcess process;
    process.start(programPath(program), arguments);
    process.write(input);
    process.closeWriteChannel();
    [&] { QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, ProgramPatience); }();
    const QByteArray errors = process.readAllStandardError();
    if (process.exitCode() != 0 && !mayFail)
        qWarning("%s: %s", qPrintable(program), errors.constData());
    return process.readAllStandardOutput();
}

bool acceptsConnections(quint16 port)
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, port);
    return QTest::qWaitFor([&] { return socket.state() != QAbstractSocket::ConnectingState; }, 1000) &&
           socket.state() == QAbstractSocket::ConnectedState;
}

QByteArray noise(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    quint32 state = 7;
    for (char &byte : bytes) {
        state = state * 1664525 + 1013904223;
        byte = char(state >> 24);
    }
    return bytes;
}

} // namespace

//! Programs that know nothing of sprites, through forwards into a playground.
class TestForwardPrograms : public QObject
{
    Q_OBJECT

    QString m_missing;

    bool has(const QStringList &programs)
    {
        m_missing.clear();
        for (const QString &program : programs) {
            if (programPath(program).isEmpty())
                m_missing = program + u" is not installed"_s;
        }
        return m_missing.isEmpty();
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }

    void curlDownloads_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<int>("size");
        QTest::newRow("small") << u"/length"_s << 10;
        QTest::newRow("64 MiB") << u"/length"_s << 64 * 1024 * 1024;
        QTest::newRow("chunked") << u"/chunked"_s << 3 * 1024 * 1024;
        QTest::newRow("ended by the connection") << u"/close"_s << 3 * 1024 * 1024;
    }

    void curlDownloads()
    {
        QFETCH(QString, path);
        QFETCH(int, size);
        if (!has({u"curl"_s}))
            QSKIP(qPrintable(m_missing));
        ForwardScene scene;
        QVERIFY(scene.isReady());
        const QByteArray body = noise(size);
        RawServer server;
        server.setHandler([&](const RawRequest &request, RawExchange exchange) {
            if (request.path() == "/chunked") {
                exchange.beginStream("application/octet-stream");
                for (qsizetype at = 0; at < body.size(); at += 9973)
                    exchange.chunk(body.mid(at, 9973));
                exchange.endStream();
            } else if (request.path() == "/close") {
                exchange.raw("HTTP/1.0 200 OK\r\n\r\n" + body);
                exchange.socket()->disconnectFromHost();
            } else {
                exchange.answer(200, body, "application/octet-stream");
            }
        });
        const quint16 port = scene.localPortFor(8000, quint16(server.url().port()));
        const QByteArray got = outputOf(
            u"curl"_s, {u"-sS"_s, u"--max-time"_s, u"50"_s, u"http://localhost:%1%2"_s.arg(port).arg(path)});
        QCOMPARE(got.size(), body.size());
        QCOMPARE(md5(got), md5(body));
    }

    void curlUploads()
    {
        if (!has({u"curl"_s}))
            QSKIP(qPrintable(m_missing));
        ForwardScene scene;
        QVERIFY(scene.isReady());
        RawServer server;
        server.setHandler([](const RawRequest &request, RawExchange exchange) {
            exchange.answer(200, md5(request.body).toHex());
        });
        const quint16 port = scene.localPortFor(8000, quint16(server.url().port()));
        const QByteArray body = noise(32 * 1024 * 1024);
        const QByteArray got = outputOf(u"curl"_s,
                                        {u"-sS"_s, u"--max-time"_s, u"50"_s, u"-H"_s, u"Expect:"_s,
                                         u"--data-binary"_s, u"@-"_s, u"http://[::1]:%1/"_s.arg(port)},
                                        body);
        QCOMPARE(got, md5(body).toHex());
    }

    void webSocketThroughTheTunnel()
    {
        ForwardScene scene;
        QVERIFY(scene.isReady());
        QWebSocketServer server(u"echo"_s, QWebSocketServer::NonSecureMode);
        QVERIFY(server.listen(QHostAddress::LocalHost));
        connect(&server, &QWebSocketServer::newConnection, this, [&server] {
            QWebSocket *socket = server.nextPendingConnection();
            socket->setParent(&server);
            connect(socket, &QWebSocket::textMessageReceived, socket, &QWebSocket::sendTextMessage);
            connect(socket, &QWebSocket::binaryMessageReceived, socket, &QWebSocket::sendBinaryMessage);
        });
        const quint16 port = scene.localPortFor(9000, server.serverPort());
        QWebSocket client;
        QByteArray got;
        QString text;
        connect(&client, &QWebSocket::binaryMessageReceived, this,
                [&](const QByteArray &bytes) { got = bytes; });
        connect(&client, &QWebSocket::textMessageReceived, this, [&](const QString &words) { text = words; });
        client.open(QUrl(u"ws://127.0.0.1:%1"_s.arg(port)));
        QTRY_COMPARE(client.state(), QAbstractSocket::ConnectedState);
        client.sendTextMessage(u"grüß dich"_s);
        QTRY_COMPARE(text, u"grüß dich"_s);
        const QByteArray much = noise(5'000'000);
        client.sendBinaryMessage(much);
        QTRY_COMPARE(got.size(), much.size());
        QCOMPARE(md5(got), md5(much));
    }

    void redis()
    {
        if (!has({u"redis-server"_s, u"redis-cli"_s, u"redis-benchmark"_s}))
            QSKIP(qPrintable(m_missing));
        QTemporaryDir folder;
        Program server;
        const quint16 target = freePort();
        server.setStandardOutputFile(QProcess::nullDevice());
        server.start(programPath(u"redis-server"_s),
                     {u"--port"_s, QString::number(target), u"--bind"_s, u"127.0.0.1"_s, u"--save"_s,
                      QString(), u"--dir"_s, folder.path()});
        QTRY_VERIFY_WITH_TIMEOUT(acceptsConnections(target), ProgramPatience);
        ForwardScene scene;
        QVERIFY(scene.isReady());
        const QString port = QString::number(scene.localPortFor(6379, target));
        const QByteArray value = noise(8 * 1024 * 1024);
        QCOMPARE(outputOf(u"redis-cli"_s, {u"-p"_s, port, u"-x"_s, u"set"_s, u"big"_s}, value), "OK\n");
        QCOMPARE(
            md5(outputOf(u"redis-cli"_s, {u"-h"_s, u"::1"_s, u"-p"_s, port, u"--raw"_s, u"get"_s, u"big"_s})),
            md5(value + '\n'));
        QByteArray pipe;
        for (int i = 0; i < 20000; ++i)
            pipe += "INCR n\r\n";
        QVERIFY(outputOf(u"redis-cli"_s, {u"-p"_s, port, u"--pipe"_s}, pipe)
                    .contains("errors: 0, replies: 20000"));
        QCOMPARE(outputOf(u"redis-cli"_s, {u"-p"_s, port, u"get"_s, u"n"_s}), "20000\n");
        const QByteArray report = outputOf(u"redis-benchmark"_s, {u"-p"_s, port, u"-c"_s, u"50"_s, u"-n"_s,
                                                                  u"5000"_s, u"-t"_s, u"incr"_s, u"-q"_s});
        QVERIFY2(report.contains("INCR:"), report.constData());
    }

    void postgres()
    {
#ifndef Q_OS_UNIX
        QSKIP("PostgreSQL is started as on Unix");
#else
        QStringList programs{u"initdb"_s, u"postgres"_s, u"psql"_s, u"pg_isready"_s};
        const bool isRoot = geteuid() == 0; // whom PostgreSQL refuses
        if (isRoot)
            programs << u"setpriv"_s;
        if (!has(programs))
            QSKIP(qPrintable(m_missing));
        constexpr int Nobody = 65534;
        QTemporaryDir folder;
        const QString data = folder.filePath(u"data"_s);
        QVERIFY(QDir().mkdir(data));
        if (isRoot) {
            QCOMPARE(chmod(QFile::encodeName(folder.path()).constData(), 0755), 0);
            QCOMPARE(chown(QFile::encodeName(data).constData(), Nobody, Nobody), 0);
        }
        const auto command = [isRoot](const QString &name, const QStringList &arguments) {
            QStringList words{programPath(name)};
            if (isRoot) {
                words = QStringList{programPath(u"setpriv"_s), u"--reuid=65534"_s, u"--regid=65534"_s,
                                    u"--clear-groups"_s} +
                        words;
            }
            return words + arguments;
        };
        const QStringList init = command(u"initdb"_s, {u"-D"_s, data, u"-A"_s, u"trust"_s, u"-U"_s, u"test"_s,
                                                       u"-E"_s, u"UTF8"_s, u"--no-sync"_s});
        QVERIFY(outputOf(init.constFirst(), init.mid(1)).contains("Success"));
        const quint16 target = freePort();
        const QStringList serve =
            command(u"postgres"_s, {u"-D"_s, data, u"-k"_s, data, u"-h"_s, u"127.0.0.1"_s, u"-p"_s,
                                    QString::number(target), u"-F"_s});
        Program server;
        server.setStandardErrorFile(QProcess::nullDevice());
        server.setStandardOutputFile(QProcess::nullDevice());
        server.start(serve.constFirst(), serve.mid(1));
        ForwardScene scene;
        QVERIFY(scene.isReady());
        const quint16 local = scene.localPortFor(5432, target);
        const auto ask = [](quint16 port, const QString &sql) {
            return outputOf(u"psql"_s, {u"-h"_s, u"127.0.0.1"_s, u"-p"_s, QString::number(port), u"-U"_s,
                                        u"test"_s, u"-d"_s, u"postgres"_s, u"-XtAc"_s, sql});
        };
        // It listens a moment before it serves.
        const QStringList ready{u"-h"_s, u"127.0.0.1"_s, u"-p"_s, QString::number(target)};
        QTRY_VERIFY_WITH_TIMEOUT(outputOf(u"pg_isready"_s, ready, {}, true).contains("accepting"),
                                 ProgramPatience);
        QCOMPARE(ask(local, u"select sum(g) from generate_series(1,1000) g"_s), "500500\n");
        const QString much = u"select repeat(md5(g::text), 30) from generate_series(1,20000) g"_s;
        const QByteArray rows = ask(local, much);
        QVERIFY(rows.size() > 19'000'000);
        QCOMPARE(md5(rows), md5(ask(target, much)));
        QCOMPARE(ask(local, u"select length(repeat('x', 10000000))"_s), "10000000\n");
#endif
    }
};

QTEST_GUILESS_MAIN(TestForwardPrograms)
#include "tst_forwardprograms.moc"
