// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/apiclient.h"
#include "service/apireply.h"
#include "service/portforwarder.h"
#include "service/portwatch.h"
#include "service/systemproxy.h"
#include "support/certificate.h"
#include "support/loghygiene.h"
#include "support/patience.h"
#include "support/proxyserver.h"
#include "support/webproxy.h"

#include <QSemaphore>
#include <QSignalSpy>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>
#include <QTemporaryFile>
#include <QTest>

using namespace Spritarium;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;

namespace {

//! The service behind TLS: `{}` to calls; a tunnel gets "connected" and a banner, a watch what listens.
class SecureService : public QTcpServer
{
public:
    QList<QByteArray> heads;

    explicit SecureService(const Certificate &identity)
        : m_certificate(identity.certificate)
        , m_key(identity.key, QSsl::Ec)
    {
        listen(QHostAddress::LocalHost);
    }

protected:
    void incomingConnection(qintptr descriptor) override
    {
        auto *socket = new QSslSocket(this);
        socket->setSocketDescriptor(descriptor);
        socket->setLocalCertificate(m_certificate);
        socket->setPrivateKey(m_key);
        connect(socket, &QSslSocket::readyRead, this, [this, socket] { answer(socket); });
        socket->startServerEncryption();
    }

private:
    void answer(QSslSocket *socket)
    {
        if (socket->property("upgraded").toBool()) {
            socket->readAll();
            socket->write(ProxyServer::connectedFrame() + ProxyServer::frame(2, "banner"));
            return;
        }
        const QByteArray head = socket->peek(65536);
        if (!head.contains("\r\n\r\n"))
            return;
        heads << head;
        if (!head.toLower().contains("\r\nupgrade: websocket")) {
            socket->readAll();
            socket->write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
            return;
        }
        socket->setProperty("upgraded", true);
        ProxyServer::acceptRaw(socket, head);
        if (head.contains("/ports/watch"))
            socket->write(
                ProxyServer::frame(1, R"({"type":"port_opened","port":8080,"address":"0.0.0.0","pid":7})"));
    }

    QSslCertificate m_certificate;
    QSslKey m_key;
};

} // namespace

//! The way through a proxy that the system names, for calls, watches and tunnels.
class TestSystemProxy : public QObject
{
    Q_OBJECT

    const Certificate m_identity = Certificate::forHost("service.example");
    QTemporaryFile m_trusted;

    //! No resolver knows it: only a proxy can lead there.
    static QUrl url() { return QUrl(u"https://service.example:8443"_s); }

    static SystemProxy::Lookup always(const QNetworkProxy &proxy)
    {
        return [proxy](const QUrl &) { return proxy; };
    }

    static ApiRequest listing() { return ApiRequest::get(Reach::ControlPlane, "/v1/sprites"); }

    //! How one connection through a forward went.
    static std::optional<ApiError> forwardThrough(const QNetworkProxy &proxy, QByteArray wanted)
    {
        auto route = std::make_shared<ProxyRoute>();
        route->setProxy(proxy);
        PortForwarder forwarder(TunnelOrigin{url(), testToken(), {}, route}, nullptr);
        QSignalSpy failed(&forwarder, &PortForwarder::connectionFailed);
        PortForward forward;
        forward.id = newForwardId();
        forward.sprite.sprite = SpriteName(u"calm-otter"_s);
        forward.port = 5432;
        forwarder.start(forward);
        QTcpSocket client;
        [&] { QTRY_VERIFY(forwarder.status(forward.id).localPort != 0); }();
        client.connectToHost(QHostAddress::LocalHost, forwarder.status(forward.id).localPort);
        [&] { QTRY_VERIFY(!failed.isEmpty() || client.bytesAvailable() >= wanted.size()); }();
        if (!failed.isEmpty())
            return failed.constFirst().at(1).value<ApiError>();
        [&] { QCOMPARE(client.readAll(), wanted); }();
        return {};
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!QSslSocket::supportsSsl())
            QSKIP("Qt has no TLS here");
        QVERIFY(m_trusted.open());
        m_trusted.write(m_identity.certificate);
        QVERIFY(m_trusted.flush());
        qputenv("SSL_CERT_FILE", QFile::encodeName(m_trusted.fileName()));
        qputenv("SSL_CERT_DIR", "/nonexistent");
        QSslConfiguration trusting = QSslConfiguration::defaultConfiguration();
        trusting.addCaCertificate(QSslCertificate(m_identity.certificate));
        QSslConfiguration::setDefaultConfiguration(trusting);
    }

    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".+"_s));
        for (const char *name :
             {"http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"})
            qunsetenv(name);
    }

    void theEnvironmentNamesIt()
    {
        qputenv("https_proxy", "http://ann:secret@proxy.example:3128");
        const QNetworkProxy proxy = SystemProxy::systemLookup(url());
        QCOMPARE(proxy.type(), QNetworkProxy::HttpProxy);
        QCOMPARE(proxyName(proxy), u"proxy.example:3128"_s);
        QCOMPARE(proxy.user(), u"ann"_s);
        QCOMPARE(proxy.password(), u"secret"_s);
        qputenv("no_proxy", "service.example");
        QCOMPARE(SystemProxy::systemLookup(url()).type(), QNetworkProxy::NoProxy);
    }

    void thisComputerIsReachedDirectly_data()
    {
        QTest::addColumn<QString>("address");
        QTest::newRow("name") << u"http://localhost:8080"_s;
        QTest::newRow("IPv4") << u"http://127.0.0.1:8080"_s;
        QTest::newRow("IPv6") << u"http://[::1]:8080"_s;
    }

    void thisComputerIsReachedDirectly()
    {
        QFETCH(QString, address);
        const auto never = [](const QUrl &) -> QNetworkProxy { qFatal("nobody asks for this"); };
        SystemProxy proxy(QUrl(address), nullptr, never);
        QVERIFY(proxy.isKnown());
        proxy.askAgain();
        QCOMPARE(proxy.route()->proxy().type(), QNetworkProxy::NoProxy);
    }

    void whoHasWaitedGoesDirectlyAndALaterAnswerCounts()
    {
        auto gate = std::make_shared<QSemaphore>();
        const QNetworkProxy late(QNetworkProxy::HttpProxy, u"proxy.example"_s, 3128);
        SystemProxy proxy(
            url(), nullptr,
            [gate, late](const QUrl &) {
                gate->acquire();
                return late;
            },
            std::chrono::milliseconds(1));
        QSignalSpy known(&proxy, &SystemProxy::known);
        QVERIFY(!proxy.isKnown());
        QTRY_COMPARE(known.size(), 1);
        QCOMPARE(proxy.route()->proxy().type(), QNetworkProxy::NoProxy);
        gate->release();
        QTRY_COMPARE(proxy.route()->proxy(), late);
        QCOMPARE(known.size(), 1);
    }

    void anAnswerForSomebodyGoneIsDropped()
    {
        auto gate = std::make_shared<QSemaphore>();
        auto done = std::make_shared<QSemaphore>();
        auto proxy = std::make_unique<SystemProxy>(url(), nullptr, [gate, done](const QUrl &) {
            gate->acquire();
            done->release();
            return QNetworkProxy(QNetworkProxy::NoProxy);
        });
        proxy.reset();
        gate->release();
        QVERIFY(done->tryAcquire(1, 30'000));
        QCoreApplication::sendPostedEvents();
    }

    void callsWaitUntilItIsKnownAndGoThroughIt()
    {
        SecureService service(m_identity);
        WebProxy web(QNetworkProxy::HttpProxy, service.serverPort());
        auto gate = std::make_shared<QSemaphore>();
        ApiClient client(url(), testToken(), {}, nullptr, [gate, proxy = web.proxy()](const QUrl &) {
            gate->acquire();
            return proxy;
        });
        ApiReply *reply = client.send(listing());
        ApiReply *canceled = client.send(listing());
        QSignalSpy ended(reply, &ApiReply::succeeded);
        QSignalSpy canceledEnd(canceled, &ApiReply::canceled);
        QTest::qWait(0);
        canceled->cancel();
        QTRY_COMPARE(canceledEnd.size(), 1);
        QVERIFY(ended.isEmpty());
        gate->release();
        QTRY_COMPARE(ended.size(), 1);
        QCOMPARE(web.asked, QList<QByteArray>{"service.example:8443"});
        QCOMPARE(service.heads.size(), 1);
        QVERIFY(service.heads.constFirst().contains(testToken().toLatin1()));
        QVERIFY(!web.seen.contains(testToken().toLatin1()));
    }

    void aProxyThatRefusesIsNamedWithoutItsPassword()
    {
        WebProxy web(QNetworkProxy::HttpProxy, 1);
        web.refusal = "403 Forbidden";
        ApiClient client(url(), testToken(), {}, nullptr, always(web.proxy(u"ann"_s, u"secret"_s)));
        ApiReply *reply = client.send(listing());
        QSignalSpy failed(reply, &ApiReply::failed);
        QTRY_COMPARE(failed.size(), 1);
        const auto error = failed.constFirst().constFirst().value<ApiError>();
        QCOMPARE(error.kind, ApiError::Kind::Network);
        QVERIFY2(error.serverText.contains(u"127.0.0.1:%1"_s.arg(web.serverPort())),
                 qPrintable(error.serverText));
        QVERIFY(!error.serverText.contains(u"secret"_s));
    }

    void anotherNetworkIsNoticedWhenNothingAnswers()
    {
        SecureService service(m_identity);
        WebProxy gone(QNetworkProxy::HttpProxy, 1);
        WebProxy here(QNetworkProxy::HttpProxy, service.serverPort());
        gone.refusal = "502 Gone";
        auto asked = std::make_shared<std::atomic<int>>(0);
        ApiClient client(url(), testToken(), {}, nullptr,
                         [asked, first = gone.proxy(), next = here.proxy()](const QUrl &) {
                             return asked->fetch_add(1) == 0 ? first : next;
                         });
        ApiReply *reply = client.send(listing());
        QSignalSpy ended(reply, &ApiReply::finished);
        QTRY_COMPARE(client.route()->proxy(), here.proxy());
        // A read tries again by itself, and may have come through by now.
        QTRY_COMPARE(ended.size(), 1);
        ApiReply *again = client.send(listing());
        QSignalSpy endedAgain(again, &ApiReply::succeeded);
        QTRY_COMPARE(endedAgain.size(), 1);
    }

    void tunnelsGoThroughIt_data()
    {
        QTest::addColumn<bool>("isSocks");
        QTest::addColumn<bool>("signsIn");
        QTest::newRow("http") << false << false;
        QTest::newRow("http with a user") << false << true;
        QTest::newRow("socks") << true << false;
        QTest::newRow("socks with a user") << true << true;
    }

    void tunnelsGoThroughIt()
    {
        QFETCH(bool, isSocks);
        QFETCH(bool, signsIn);
        SecureService service(m_identity);
        WebProxy web(isSocks ? QNetworkProxy::Socks5Proxy : QNetworkProxy::HttpProxy, service.serverPort());
        if (signsIn) {
            web.user = "ann";
            web.password = "secret";
        }
        const QNetworkProxy proxy = signsIn ? web.proxy(u"ann"_s, u"secret"_s) : web.proxy();
        const auto error = forwardThrough(proxy, "banner");
        QVERIFY2(!error, error ? qPrintable(error->serverText) : "");
        QCOMPARE(web.asked, QList<QByteArray>{"service.example:8443"});
        QVERIFY(!web.seen.contains(testToken().toLatin1()));
    }

    void tunnelsSayWhyTheProxyDoesNotHelp_data()
    {
        QTest::addColumn<bool>("isSocks");
        QTest::addColumn<QByteArray>("refusal");
        QTest::addColumn<QString>("text");
        QTest::newRow("http") << false << "403 Forbidden"_ba << u"the proxy refused: 403 Forbidden"_s;
        QTest::newRow("http, no user")
            << false << QByteArray() << u"the proxy wants another user or password"_s;
        QTest::newRow("socks") << true << "\x02"_ba << u"the proxy does not allow it"_s;
        QTest::newRow("socks, no user")
            << true << QByteArray() << u"the proxy wants another user or password"_s;
    }

    void tunnelsSayWhyTheProxyDoesNotHelp()
    {
        QFETCH(bool, isSocks);
        QFETCH(QByteArray, refusal);
        QFETCH(QString, text);
        WebProxy web(isSocks ? QNetworkProxy::Socks5Proxy : QNetworkProxy::HttpProxy, 1);
        web.refusal = refusal;
        if (refusal.isEmpty())
            web.user = "ann";
        const auto error = forwardThrough(web.proxy(), "never");
        QVERIFY(error);
        QCOMPARE(error->kind, ApiError::Kind::Network);
        QCOMPARE(error->serverText, text);
    }

    void aProxyThatIsNotThereIsNamed()
    {
        QNetworkProxy nobody;
        {
            QTcpServer closed;
            QVERIFY(closed.listen(QHostAddress::LocalHost));
            nobody = {QNetworkProxy::HttpProxy, u"127.0.0.1"_s, closed.serverPort()};
        }
        const auto error = forwardThrough(nobody, "never");
        QVERIFY(error);
        QVERIFY2(error->serverText.startsWith(u"The proxy %1 cannot be reached: "_s.arg(proxyName(nobody))),
                 qPrintable(error->serverText));
    }

    void watchesGoThroughIt()
    {
        SecureService service(m_identity);
        WebProxy web(QNetworkProxy::HttpProxy, service.serverPort());
        auto route = std::make_shared<ProxyRoute>();
        route->setProxy(web.proxy());
        PortWatch watch(TunnelOrigin{url(), testToken(), {}, route}, SpriteName(u"calm-otter"_s), nullptr);
        watch.start();
        QTRY_COMPARE(service.heads.size(), 1);
        QCOMPARE(web.asked, QList<QByteArray>{"service.example:8443"});
        QVERIFY(!web.seen.contains(testToken().toLatin1()));
    }
};

QTEST_GUILESS_MAIN(TestSystemProxy)
#include "tst_systemproxy.moc"
