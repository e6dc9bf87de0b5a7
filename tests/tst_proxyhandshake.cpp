// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/proxyhandshake.h"

#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;
using State = ProxyHandshake::State;

//! What is said to a proxy, byte for byte, and what its answers mean.
class TestProxyHandshake : public QObject
{
    Q_OBJECT

    static QNetworkProxy http(const QString &user = {}, const QString &password = {})
    {
        return {QNetworkProxy::HttpProxy, u"proxy.example"_s, 3128, user, password};
    }

    static QNetworkProxy socks(const QString &user = {}, const QString &password = {})
    {
        return {QNetworkProxy::Socks5Proxy, u"proxy.example"_s, 1080, user, password};
    }

    //! Gives it what it wants and no more, as a socket would; what is left of `bytes` is the service's.
    static State feedAll(ProxyHandshake &handshake, QByteArray &bytes)
    {
        State state = State::Talking;
        while (state == State::Talking && !bytes.isEmpty()) {
            const qsizetype size = std::min(handshake.wanted(), bytes.size());
            if (size < 1)
                return State::Refused;
            state = handshake.feed(bytes.left(size));
            bytes.remove(0, size);
        }
        return state;
    }

private Q_SLOTS:
    void httpAsksForTheNameAndNothingElse()
    {
        ProxyHandshake handshake(http(), "api.sprites.dev", 443);
        QCOMPARE(handshake.takeOutput(), "CONNECT api.sprites.dev:443 HTTP/1.1\r\n"
                                         "Host: api.sprites.dev:443\r\n\r\n"_ba);
        QVERIFY(handshake.takeOutput().isEmpty());
    }

    void httpSignsInWithWhatItWasGiven()
    {
        ProxyHandshake handshake(http(u"käthe"_s, u"a:b"_s), "::1", 8443);
        const QByteArray said = handshake.takeOutput();
        QVERIFY(said.startsWith("CONNECT [::1]:8443 HTTP/1.1\r\n"));
        QVERIFY(said.contains("\r\nProxy-Authorization: Basic " + "käthe:a:b"_ba.toBase64() + "\r\n"));
    }

    void httpAnswers_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<QString>("problem");
        QTest::newRow("open") << "HTTP/1.1 200 Connection established\r\n\r\n"_ba << QString();
        QTest::newRow("headers") << "HTTP/1.0 204 Fine\r\nVia: a\r\n\r\n"_ba << QString();
        QTest::newRow("wants a user")
            << "HTTP/1.1 407 Who?\r\n\r\n"_ba << u"the proxy wants another user or password"_s;
        QTest::newRow("knows Basic")
            << "HTTP/1.1 407 Who?\r\nProxy-Authenticate: Digest a\r\nproxy-authenticate:  BASIC b\r\n\r\n"_ba
            << u"the proxy wants another user or password"_s;
        QTest::newRow("knows others only")
            << "HTTP/1.1 407 Who?\r\nProxy-Authenticate: NTLM\r\n\r\n"_ba
            << u"the proxy asks to sign in in a way that forwards do not know"_s;
        QTest::newRow("signs that draw")
            << "HTTP/1.1 418 \x1b[2Jno\x07\r\n\r\n"_ba << u"the proxy refused: 418 [2Jno"_s;
        QTest::newRow("forbidden") << "HTTP/1.1 403  Not\there \r\nX: y\r\n\r\n"_ba
                                   << u"the proxy refused: 403 Not here"_s;
        QTest::newRow("no status") << "HTTP/1.1 fine\r\n\r\n"_ba << u"what answers is no proxy"_s;
        QTest::newRow("no proxy") << "220 mail.example\r\n\r\n"_ba << u"what answers is no proxy"_s;
        QTest::newRow("endless") << QByteArray(20'000, 'x') << u"what answers is no proxy"_s;
    }

    void httpAnswers()
    {
        QFETCH(QByteArray, answer);
        QFETCH(QString, problem);
        ProxyHandshake handshake(http(), "api.sprites.dev", 443);
        answer += "the service's";
        const State state = feedAll(handshake, answer);
        QCOMPARE(state, problem.isEmpty() ? State::Open : State::Refused);
        QCOMPARE(handshake.problem(), problem);
        if (problem.isEmpty())
            QCOMPARE(answer, "the service's"_ba);
    }

    void socksLeavesTheNameToTheProxy()
    {
        ProxyHandshake handshake(socks(), "api.sprites.dev", 443);
        QCOMPARE(handshake.takeOutput(), QByteArray("\x05\x01\x00", 3));
        QByteArray answer("\x05\x00", 2);
        QCOMPARE(feedAll(handshake, answer), State::Talking);
        QCOMPARE(handshake.takeOutput(),
                 QByteArray("\x05\x01\x00\x03\x0f", 5) + "api.sprites.dev" + QByteArray("\x01\xbb", 2));
        for (const QByteArray &address :
             {QByteArray("\x01\x7f\x00\x00\x01", 5), QByteArray("\x03\x03", 2) + "abc",
              QByteArray("\x04", 1) + QByteArray(16, 'a')}) {
            ProxyHandshake again = handshake;
            QByteArray rest = QByteArray("\x05\x00\x00", 3) + address + "pp" + "the service's";
            QCOMPARE(feedAll(again, rest), State::Open);
            QCOMPARE(rest, "the service's"_ba);
        }
    }

    void socksTellsAddressesAsSuch()
    {
        QByteArray answer("\x05\x00", 2);
        ProxyHandshake four(socks(), "192.0.2.7", 443);
        (void)four.takeOutput();
        QCOMPARE(four.feed(answer), State::Talking);
        QCOMPARE(four.takeOutput(), QByteArray("\x05\x01\x00\x01\xc0\x00\x02\x07\x01\xbb", 10));
        ProxyHandshake six(socks(), "2001:db8::1", 443);
        (void)six.takeOutput();
        QCOMPARE(six.feed(answer), State::Talking);
        QCOMPARE(six.takeOutput(), QByteArray("\x05\x01\x00\x04\x20\x01\x0d\xb8", 8) + QByteArray(11, '\0') +
                                       QByteArray("\x01\x01\xbb", 3));
    }

    void socksSignsInWhenAsked()
    {
        ProxyHandshake handshake(socks(u"ann"_s, u"secret"_s), "a", 1);
        QCOMPARE(handshake.takeOutput(), QByteArray("\x05\x02\x00\x02", 4));
        QByteArray answer("\x05\x02", 2);
        QCOMPARE(feedAll(handshake, answer), State::Talking);
        QCOMPARE(handshake.takeOutput(), QByteArray("\x01\x03", 2) + "ann" + '\x06' + "secret");
        ProxyHandshake refused = handshake;
        answer = QByteArray("\x01\x01", 2);
        QCOMPARE(feedAll(refused, answer), State::Refused);
        QCOMPARE(refused.problem(), u"the proxy wants another user or password"_s);
        answer = QByteArray("\x01\x00", 2);
        QCOMPARE(feedAll(handshake, answer), State::Talking);
        QVERIFY(handshake.takeOutput().startsWith(QByteArray("\x05\x01\x00\x03", 4)));
    }

    void socksRefusals_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<QString>("problem");
        const QByteArray hello("\x05\x00", 2);
        QTest::newRow("other version") << QByteArray("\x04\x00", 2) << u"what answers is no proxy"_s;
        QTest::newRow("no way to sign in")
            << QByteArray("\x05\xff", 2) << u"the proxy wants another user or password"_s;
        QTest::newRow("asks for a user")
            << QByteArray("\x05\x02", 2) << u"the proxy wants another user or password"_s;
        QTest::newRow("failed") << hello + QByteArray("\x05\x01\x00\x01\x00", 5) << u"the proxy failed"_s;
        QTest::newRow("refused") << hello + QByteArray("\x05\x05\x00\x01\x00", 5)
                                 << u"nobody answers the proxy there"_s;
        QTest::newRow("unknown") << hello + QByteArray("\x05\x63\x00\x01\x00", 5) << u"the proxy failed"_s;
        QTest::newRow("negative") << hello + QByteArray("\x05\xff\x00\x01\x00", 5) << u"the proxy failed"_s;
        QTest::newRow("bad address") << hello + QByteArray("\x05\x00\x00\x09\x00", 5)
                                     << u"what answers is no proxy"_s;
    }

    void socksRefusals()
    {
        QFETCH(QByteArray, answer);
        QFETCH(QString, problem);
        ProxyHandshake handshake(socks(), "api.sprites.dev", 443);
        QCOMPARE(feedAll(handshake, answer), State::Refused);
        QCOMPARE(handshake.problem(), problem);
    }
};

QTEST_GUILESS_MAIN(TestProxyHandshake)
#include "tst_proxyhandshake.moc"
