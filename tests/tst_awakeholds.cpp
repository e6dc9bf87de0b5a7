// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/apiclient.h"
#include "service/awakeholds.h"
#include "support/loghygiene.h"
#include "support/patience.h"
#include "support/rawserver.h"

#include <QSignalSpy>
#include <QTest>

using namespace Spritarium;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

//! Holds over the wire: one command inside, and its own words for the end (sprites-api 7.7, 13.1).
class TestAwakeHolds : public QObject
{
    Q_OBJECT

    const SpriteName m_web{u"web-1"_s};
    RawServer m_server;
    std::unique_ptr<ApiClient> m_client;
    std::unique_ptr<AwakeHolds> m_holds;
    int m_asked = 0;

    static QByteArray frames(const QByteArray &output, char code = 0)
    {
        return (output.isEmpty() ? QByteArray() : '\x01' + output) + '\x03' + code;
    }
    void answer(int status, const QByteArray &body)
    {
        m_asked = int(m_server.requests().size());
        m_server.setHandler([status, body](const RawRequest &, RawExchange exchange) {
            exchange.answer(status, body, "application/octet-stream");
        });
    }
    QByteArray target() { return m_server.requests().constLast().target; }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".+"_s));
        m_client = std::make_unique<ApiClient>(m_server.url(), testToken(), ApiLimits(), nullptr);
        m_holds = std::make_unique<AwakeHolds>(*m_client, nullptr);
    }

    void cleanup()
    {
        m_holds.reset();
        m_client.reset();
    }

    void aHoldIsTakenByOneCommandAndLastsAsLongAsTheServiceSays()
    {
        // The service's clock may be another: only the time between counts.
        answer(200, frames(R"({"name":"spritarium","started_at":"2020-01-01T10:00:00.123456789Z",)"
                           R"("expires_at":"2020-01-01T10:05:00.123456789Z"})"));
        QSignalSpy held(m_holds.get(), &AwakeHolds::held);
        const QDateTime before = QDateTime::currentDateTimeUtc();
        m_holds->take(m_web, 900s);
        QVERIFY(held.wait(Patience));
        const QDateTime after = QDateTime::currentDateTimeUtc();
        QCOMPARE(held.first().at(0).value<SpriteName>(), m_web);
        const QDateTime until = held.first().at(1).toDateTime();
        QVERIFY(until >= before.addSecs(300) && until <= after.addSecs(300));
        QCOMPARE(m_server.requests().size(), m_asked + 1);
        QCOMPARE(m_server.requests().constLast().method, QByteArray("POST"));
        QCOMPARE(target(), QByteArray("/v1/sprites/web-1/exec?path=sprite-env&cmd=sprite-env&cmd=curl&cmd=-s"
                                      "&cmd=-X&cmd=PUT&cmd=-d&cmd=%7B%22expire%22%3A900%7D"
                                      "&cmd=%2Fv1%2Ftasks%2Fspritarium&stdin=false"));
    }

    void whatConfirmsNoHoldIsToldAndNotRepeated_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("too long") << 200 << frames("expire 7200 seconds exceeds maximum 3600 seconds");
        QTest::newRow("no such command") << 500 << QByteArray("failed to start process\n");
        QTest::newRow("nothing") << 200 << frames({}, '\x07');
        QTest::newRow("other object") << 200 << frames("{\"error\":\"no\"}");
    }
    void whatConfirmsNoHoldIsToldAndNotRepeated()
    {
        QFETCH(const int, status);
        QFETCH(const QByteArray, body);
        answer(status, body);
        QSignalSpy held(m_holds.get(), &AwakeHolds::held);
        QSignalSpy failed(m_holds.get(), &AwakeHolds::failed);
        m_holds->take(m_web, 900s);
        QVERIFY(failed.wait(Patience));
        QCOMPARE(held.size(), 0);
        QCOMPARE(m_server.requests().size(), m_asked + 1);
    }

    void aHoldIsGivenBack_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("there was one") << frames({});
        QTest::newRow("it was over") << frames("task not found: spritarium", '\x01');
    }
    void aHoldIsGivenBack()
    {
        QFETCH(const QByteArray, body);
        answer(200, body);
        QSignalSpy released(m_holds.get(), &AwakeHolds::released);
        m_holds->release(m_web);
        QVERIFY(released.wait(Patience));
        QCOMPARE(target(), QByteArray("/v1/sprites/web-1/exec?path=sprite-env&cmd=sprite-env&cmd=curl&cmd=-s"
                                      "&cmd=-X&cmd=DELETE&cmd=%2Fv1%2Ftasks%2Fspritarium&stdin=false"));
    }

    void anEndThatIsRefusedIsTold_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("no answer") << frames("no answer from /.sprite/api.sock", '\x07');
        QTest::newRow("refused, and curl ends well") << frames("{\"error\":\"internal server error\"}");
    }
    void anEndThatIsRefusedIsTold()
    {
        QFETCH(const QByteArray, body);
        answer(200, body);
        QSignalSpy failed(m_holds.get(), &AwakeHolds::failed);
        m_holds->release(m_web);
        QVERIFY(failed.wait(Patience));
    }

    void ofALostAnswerNothingIsClaimed()
    {
        m_server.setHandler([](const RawRequest &, RawExchange exchange) { exchange.drop(); });
        QSignalSpy failed(m_holds.get(), &AwakeHolds::failed);
        QSignalSpy lost(m_holds.get(), &AwakeHolds::answerLost);
        m_holds->take(m_web, 900s);
        QVERIFY(lost.wait(Patience));
        m_holds->release(m_web);
        QVERIFY(lost.wait(Patience));
        QCOMPARE(failed.size(), 0);
    }
};

QTEST_GUILESS_MAIN(TestAwakeHolds)
#include "tst_awakeholds.moc"
