// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/apiclient.h"
#include "service/insideprocesses.h"
#include "support/loghygiene.h"
#include "support/patience.h"
#include "support/rawserver.h"

#include <QSignalSpy>
#include <QTest>

using namespace Spritarium;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

//! Names of processes and the scan of sockets over the wire (sprites-api 7.6, 7.7, 10.2).
class TestInsideProcesses : public QObject
{
    Q_OBJECT

    const SpriteName m_web{u"web-1"_s};

    static ApiLimits quick()
    {
        ApiLimits limits;
        limits.readBackoff = {1ms, 1ms};
        limits.wakingBackoff = {1ms, 1ms, 1ms};
        return limits;
    }
    static ListeningPort port(quint16 number, qint64 pid)
    {
        ListeningPort port;
        port.port = number;
        port.pid = pid;
        return port;
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }

    void processesAreNamedByServicesAndSessions()
    {
        RawServer server;
        server.setHandler([](const RawRequest &request, RawExchange exchange) {
            const bool isExec = request.target.endsWith("/exec");
            exchange.answer(200,
                            fixture(isExec ? u"wire/sessions-list.json"_s : u"wire/services-list.json"_s));
        });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        InsideProcesses processes(client, nullptr);
        QSignalSpy named(&processes, &InsideProcesses::named);
        processes.loadNames(m_web);
        processes.loadNames(m_web); // one reading at a time
        QVERIFY(named.wait(Patience));
        const auto names = named.first().at(1).value<ProcessNames>();
        QCOMPARE(names.named(port(5432, 1534)).service, u"db"_s);
        QCOMPARE(names.named(port(5432, 1534)).command, u"postgres"_s);
        QCOMPARE(names.named(port(3000, 0)).service, u"web"_s); // its web port
        QCOMPARE(names.named(port(8888, 655)).command, u"python3"_s);
        QCOMPARE(names.named(port(9999, 1)), port(9999, 1));
        QCOMPARE(server.requests().size(), 2);
        for (const RawRequest &request : server.requests())
            QCOMPARE(request.method, QByteArray("GET"));
    }

    void whatCannotBeReadIsLeftOut()
    {
        RawServer server;
        server.setHandler([](const RawRequest &request, RawExchange exchange) {
            if (request.target.endsWith("/exec"))
                exchange.answer(200, fixture(u"wire/sessions-list.json"_s));
            else
                exchange.answer(404, "404 page not found\n", "text/plain; charset=utf-8");
        });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        InsideProcesses processes(client, nullptr);
        QSignalSpy named(&processes, &InsideProcesses::named);
        processes.loadNames(m_web);
        QVERIFY(named.wait(Patience));
        const auto names = named.first().at(1).value<ProcessNames>();
        QVERIFY(names.services.isEmpty());
        QCOMPARE(names.named(port(22, 412)).command, u"bash"_s);
    }

    void servicesThatCannotBeReadTellNoToken()
    {
        RawServer server;
        server.setHandler([](const RawRequest &, RawExchange exchange) {
            exchange.answer(200, "\"" + testToken().toLatin1() + "\"");
        });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        InsideProcesses processes(client, nullptr);
        QSignalSpy failed(&processes, &InsideProcesses::servicesNotRead);
        processes.loadServices(m_web);
        QVERIFY(failed.wait(Patience));
        const auto error = failed.first().at(1).value<ApiError>();
        QCOMPARE(error.kind, ApiError::Kind::Protocol);
        QVERIFY(!error.raw.isEmpty());
        QVERIFY(!holdsToken(error));
    }

    void aScanIsOneCommandAndReadsFrames()
    {
        RawServer server;
        server.setHandler([](const RawRequest &, RawExchange exchange) {
            exchange.answer(200,
                            QByteArray("\x01  sl  local_address rem_address   st\n"
                                       "   0: 00000000:0BB8 00000000:0000 0A 0\n\x03") +
                                QByteArray(1, '\0'),
                            "application/octet-stream");
        });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        InsideProcesses processes(client, nullptr);
        QSignalSpy scanned(&processes, &InsideProcesses::scanned);
        processes.scan(m_web);
        QVERIFY(scanned.wait(Patience));
        const auto ports = scanned.first().at(1).value<QList<ListeningPort>>();
        QCOMPARE(ports.size(), 1);
        QCOMPARE(ports.constFirst().port, 3000);
        QCOMPARE(server.requests().size(), 1);
        QCOMPARE(server.requests().first().method, QByteArray("POST"));
        QCOMPARE(
            server.requests().first().target,
            QByteArray(
                "/v1/sprites/web-1/exec?path=cat&cmd=cat&cmd=%2Fproc%2Fnet%2Ftcp&cmd=%2Fproc%2Fnet%2Ftcp6"
                "&stdin=false"));
    }

    void aScanThatFailsIsToldAndNotRepeated_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("refused") << 500 << QByteArray("failed to create runner\n");
        QTest::newRow("other text") << 200 << QByteArray("\x01no such file\n\x03\x01");
    }
    void aScanThatFailsIsToldAndNotRepeated()
    {
        QFETCH(const int, status);
        QFETCH(const QByteArray, body);
        RawServer server;
        server.setHandler([&](const RawRequest &, RawExchange exchange) {
            exchange.answer(status, body, "application/octet-stream");
        });
        ApiClient client(server.url(), testToken(), quick(), nullptr);
        InsideProcesses processes(client, nullptr);
        QSignalSpy failed(&processes, &InsideProcesses::scanFailed);
        processes.scan(m_web);
        QVERIFY(failed.wait(Patience));
        QCOMPARE(server.requests().size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestInsideProcesses)
#include "tst_insideprocesses.moc"
