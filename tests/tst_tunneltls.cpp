// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/connectonce.h"
#include "support/loghygiene.h"
#include "support/patience.h"
#include "support/secureserver.h"

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

//! Tunnels over TLS: whom they trust, and that nobody else sees the token.
class TestTunnelTls : public QObject
{
    Q_OBJECT

    const Certificate m_localhost = Certificate::forHost("localhost");
    const Certificate m_other = Certificate::forHost("other.example");
    QTemporaryFile m_trusted;

    static ForwardResult resultFrom(const SecureServer &server, qsizetype wanted)
    {
        return connectOnce(TunnelOrigin{server.url(), testToken(), {}}, wanted);
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
        const ForwardResult result = resultFrom(server, server.banner.size());
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
        const ForwardResult result = resultFrom(server, 1);
        QVERIFY(result.error);
        QCOMPARE(result.error->kind, ApiError::Kind::Network);
        QVERIFY2(result.error->serverText.contains(u"certificate"_s), qPrintable(result.error->serverText));
        QVERIFY(server.heads.isEmpty());
        QVERIFY(result.bytes.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestTunnelTls)
#include "tst_tunneltls.moc"
