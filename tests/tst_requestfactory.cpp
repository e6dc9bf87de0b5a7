// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/requestfactory.h"
#include "support/loghygiene.h"

#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestRequestFactory : public QObject
{
    Q_OBJECT

    RequestFactory m_factory{QUrl(u"https://api.sprites.dev/"_s), Test::testToken()};

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }

    void pathEncodesEveryRunTimePart()
    {
        QCOMPARE(pathOf("v1", "sprites", SpriteName(u"a/b c"_s), "checkpoints", CheckpointId(u"v1?ä"_s)),
                 QByteArray("/v1/sprites/a%2Fb%20c/checkpoints/v1%3F%C3%A4"));
    }

    void partsThatNameAnotherResourceMakeNoPath_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("empty") << QString();
        QTest::newRow("dot") << u"."_s;
        QTest::newRow("dots") << u".."_s;
    }
    void partsThatNameAnotherResourceMakeNoPath()
    {
        QFETCH(QString, name);
        QVERIFY(pathOf("v1", "sprites", SpriteName(name)).isEmpty());
    }

    void urlKeepsWhatWasEncoded()
    {
        ApiRequest request =
            ApiRequest::get(Reach::ControlPlane, pathOf("v1", "sprites", SpriteName(u"a/b"_s)),
                            {{u"prefix"_s, u"a;b&c=d +~"_s}});
        QCOMPARE(m_factory.url(request).toEncoded(),
                 QByteArray("https://api.sprites.dev/v1/sprites/a%2Fb?prefix=a%3Bb%26c%3Dd%20%2B~"));
    }

    void endpointKeepsItsOwnPathAndLosesItsSlashes()
    {
        const RequestFactory factory(QUrl(u"http://127.0.0.1:8080/base//"_s), u"t"_s);
        QCOMPARE(factory.url(ApiRequest::get(Reach::ControlPlane, "/v1/sprites")),
                 QUrl(u"http://127.0.0.1:8080/base/v1/sprites"_s));
    }

    void everyRequestCarriesTheTokenAndOurName()
    {
        const QNetworkRequest made =
            m_factory.request(ApiRequest::get(Reach::ControlPlane, "/v1/sprites"), 30s);
        QCOMPARE(made.rawHeader("Authorization"), "Bearer " + Test::testToken().toLatin1());
        QVERIFY(made.rawHeader("User-Agent").startsWith("Spritarium/"));
        QCOMPARE(made.transferTimeout(), 30'000);
        QCOMPARE(made.attribute(QNetworkRequest::RedirectPolicyAttribute).toInt(),
                 int(QNetworkRequest::SameOriginRedirectPolicy));
    }

    void changesFollowNoRedirectAndNameTheirLength()
    {
        const QNetworkRequest made =
            m_factory.request(ApiRequest::post(Reach::ControlPlane, "/v1/sprites", "{}"), 30s);
        QCOMPARE(made.header(QNetworkRequest::ContentLengthHeader).toInt(), 2);
        QCOMPARE(made.rawHeader("Content-Type"), QByteArray("application/json"));
        QVERIFY(made.attribute(QNetworkRequest::DoNotBufferUploadDataAttribute).toBool());
        QCOMPARE(made.attribute(QNetworkRequest::RedirectPolicyAttribute).toInt(),
                 int(QNetworkRequest::ManualRedirectPolicy));
    }

    void streamsAreNeitherCompressedNorMultiplexedNorTimed()
    {
        const QNetworkRequest made = m_factory.streamRequest(ApiRequest::post(Reach::InsideSprite, "/x"));
        QCOMPARE(made.rawHeader("Accept-Encoding"), QByteArray("identity"));
        QCOMPARE(made.attribute(QNetworkRequest::Http2AllowedAttribute).toBool(), false);
        QCOMPARE(made.transferTimeout(), 0);
    }

    void tokenIsMasked()
    {
        QVERIFY(!Test::holdsToken(m_factory.scrubbed(u"bad token "_s + Test::testToken())));
    }
};

QTEST_GUILESS_MAIN(TestRequestFactory)
#include "tst_requestfactory.moc"
