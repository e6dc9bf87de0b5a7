// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/portforwarder.h"
#include "support/certificate.h"
#include "support/loghygiene.h"
#include "support/patience.h"
#include "support/proxyserver.h"

#include <QSignalSpy>
#include <QSslCertificate>
#include <QSslKey>
#include <QSslSocket>
#include <QTcpServer>
#include <QTemporaryFile>
#include <QTest>

using namespace Spritarium;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;

namespace {

//! A proxy behind TLS that says "connected" and then its banner.
class SecureServer : public QTcpServer
{
public:
    QList<QByteArray> heads;
    QByteArray banner;

    explicit SecureServer(const Certificate &identity)
        : m_certificate(identity.certificate)
        , m_key(identity.key, QSsl::Ec)
    {
        listen(QHostAddress::LocalHost);
    }

    QUrl url() const { return QUrl(u"https://localhost:%1"_s.arg(serverPort())); }

protected:
    void incomingConnection(qintptr descriptor) override
    {
        auto *socket = new QSslSocket(this);
        socket->setSocketDescriptor(descriptor);
        socket->setLocalCertificate(m_certificate);
        socket->setPrivateKey(m_key);
        connect(socket, &QSslSocket::readyRead, this, [this, socket] {
            if (socket->property("greeted").toBool()) {
                if (std::exchange(m_waitsForInit, false)) {
                    socket->readAll();
                    socket->write(ProxyServer::connectedFrame() + ProxyServer::frame(2, banner));
                }
                return;
            }
            const QByteArray head = socket->peek(65536);
            if (!head.contains("\r\n\r\n"))
                return;
            heads << head;
            socket->setProperty("greeted", true);
            m_waitsForInit = true;
            ProxyServer::acceptRaw(socket, head);
        });
        socket->startServerEncryption();
    }

private:
    QSslCertificate m_certificate;
    QSslKey m_key;
    bool m_waitsForInit = false;
};

} // namespace

//! Tunnels over TLS: whom they trust, and that nobody else sees the token.
class TestTunnelTls : public QObject
{
    Q_OBJECT

    const Certificate m_localhost = Certificate::forHost("localhost");
    const Certificate m_other = Certificate::forHost("other.example");
    QTemporaryFile m_trusted;

    //! What a client gets; with the error of its connection if there was one.
    struct Result
    {
        QByteArray bytes;
        std::optional<ApiError> error;
    };

    static Result resultFrom(const SecureServer &server, qsizetype wanted)
    {
        PortForwarder forwarder(TunnelOrigin{server.url(), testToken(), {}}, nullptr);
        QSignalSpy failed(&forwarder, &PortForwarder::connectionFailed);
        PortForward forward;
        forward.id = newForwardId();
        forward.sprite.sprite = SpriteName(u"calm-otter"_s);
        forward.port = 5432;
        forwarder.start(forward);
        QTcpSocket client;
        [&] { QTRY_VERIFY(forwarder.status(forward.id).localPort != 0); }();
        client.connectToHost(QHostAddress::LocalHost, forwarder.status(forward.id).localPort);
        [&] { QTRY_VERIFY(!failed.isEmpty() || client.bytesAvailable() >= wanted); }();
        Result result{client.readAll(), {}};
        if (!failed.isEmpty())
            result.error = failed.constFirst().at(1).value<ApiError>();
        return result;
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!QSslSocket::supportsSsl())
            QSKIP("Qt has no TLS here");
        // Where OpenSSL looks for whom to trust, in place of this computer's own list.
        QVERIFY(m_trusted.open());
        m_trusted.write(m_localhost.certificate + m_other.certificate);
        QVERIFY(m_trusted.flush());
        qputenv("SSL_CERT_FILE", QFile::encodeName(m_trusted.fileName()));
        qputenv("SSL_CERT_DIR", "/nonexistent");
    }

    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }

    void trustedServerIsUsed()
    {
        SecureServer server(m_localhost);
        server.banner = QByteArray(3'000'000, 'x') + "end";
        const Result result = resultFrom(server, server.banner.size());
        QVERIFY(!result.error);
        QVERIFY(result.bytes == server.banner);
        QVERIFY(server.heads.constFirst().contains("Authorization: Bearer " + testToken().toLatin1()));
    }

    void strangersNeverSeeTheToken_data()
    {
        QTest::addColumn<bool>("isTrusted");
        QTest::newRow("not trusted") << false;
        QTest::newRow("trusted for another name") << true;
    }

    void strangersNeverSeeTheToken()
    {
        QFETCH(bool, isTrusted);
        SecureServer server(isTrusted ? m_other : Certificate::forHost("localhost"));
        server.banner = "never";
        const Result result = resultFrom(server, 1);
        QVERIFY(result.error);
        QCOMPARE(result.error->kind, ApiError::Kind::Network);
        QVERIFY2(result.error->serverText.contains(u"certificate"_s), qPrintable(result.error->serverText));
        QVERIFY(server.heads.isEmpty());
        QVERIFY(result.bytes.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestTunnelTls)
#include "tst_tunneltls.moc"
