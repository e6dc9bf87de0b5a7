// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/account.h"

#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

class TestAccount : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void plainTextOnlyToThisComputer_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("fine");
        QTest::newRow("vendor") << u"https://api.sprites.dev"_s << true;
        QTest::newRow("loopback") << u"http://127.0.0.1:8080"_s << true;
        QTest::newRow("localhost") << u"http://localhost:8080"_s << true;
        QTest::newRow("six") << u"http://[::1]:8080"_s << true;
        QTest::newRow("plain") << u"http://api.sprites.dev"_s << false;
        QTest::newRow("lookalike") << u"http://127.0.0.1.example.com"_s << false;
        QTest::newRow("name that begins like one") << u"http://127.evil.co.uk"_s << false;
        QTest::newRow("loopback's last") << u"http://127.255.249.199"_s << true;
        QTest::newRow("IPv6 loopback") << u"http://[::1]:8080"_s << true;
        QTest::newRow("no octet") << u"http://127.0.0.256"_s << false;
        QTest::newRow("octet with a zero before") << u"http://127.0.0.08"_s << false;
        QTest::newRow("below localhost") << u"http://api.localhost"_s << false;
        QTest::newRow("name of four parts") << u"http://127.0.0.a1"_s << false;
        QTest::newRow("other lookalike") << u"http://localhost.example.com"_s << false;
        QTest::newRow("private network") << u"http://192.168.0.2"_s << false;
        QTest::newRow("scheme") << u"ftp://api.sprites.dev"_s << false;
        QTest::newRow("user") << u"https://u:p@api.sprites.dev"_s << false;
        QTest::newRow("query") << u"https://api.sprites.dev/?a=b"_s << false;
        QTest::newRow("empty") << QString() << false;
    }

    void plainTextOnlyToThisComputer()
    {
        QFETCH(QString, url);
        QFETCH(bool, fine);
        QCOMPARE(apiUrlProblem(QUrl(url)).isEmpty(), fine);
    }

    void addressesAreWrittenOneWay()
    {
        QCOMPARE(normalizedApiUrl(u" HTTPS://API.sprites.dev// "_s), QUrl(u"https://api.sprites.dev"_s));
        QCOMPARE(normalizedApiUrl(u"api.sprites.dev"_s), QUrl(u"https://api.sprites.dev"_s));
    }

    void aTokenHasPartsSeparatedBySlashes_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("hint");
        QTest::newRow("four") << u"acme/12/abc/def"_s << u"acme"_s;
        QTest::newRow("three") << u"acme/abc/def\n"_s << u"acme"_s;
        QTest::newRow("two") << u"acme/abc"_s << QString();
        QTest::newRow("gap") << u"acme//def"_s << QString();
        QTest::newRow("word") << u"hello"_s << QString();
        QTest::newRow("link") << u"see https://x/y z"_s << QString();
    }

    void aTokenHasPartsSeparatedBySlashes()
    {
        QFETCH(QString, text);
        QFETCH(QString, hint);
        QCOMPARE(tokenShapeOf(text).organizationHint, hint);
        QCOMPARE(tokenShapeOf(text).plausible, !hint.isEmpty());
    }

    void theCliFileListsItsOrganizations()
    {
        const auto accounts = parseCliConfig(
            "{\"version\":\"1\",\"current_user\":\"u1\",\"urls\":{\"https://api.sprites.dev\":{\"orgs\":{"
            "\"acme\":{\"name\":\"acme\",\"keyring_key\":\"sprites:org:acme\"},"
            "\"personal\":{\"name\":\"personal\",\"token\":\"personal/1/a/b\",\"user_id\":\"u2\"}}},"
            "\"not a url\":{}}}");
        QCOMPARE(accounts.size(), 2);
        QCOMPARE(accounts.at(0).organization, u"acme"_s);
        QCOMPARE(accounts.at(0).keyringKey, u"sprites:org:acme"_s);
        QCOMPARE(accounts.at(0).userId, u"u1"_s);
        QCOMPARE(accounts.at(1).plainToken, u"personal/1/a/b"_s);
        QCOMPARE(accounts.at(1).userId, u"u2"_s);
    }

    void anotherFileIsNoConfiguration()
    {
        QVERIFY(parseCliConfig("").isEmpty());
        QVERIFY(parseCliConfig("[1,2]").isEmpty());
        QVERIFY(parseCliConfig("{\"urls\":{\"https://a\":{\"orgs\":[]}}}").isEmpty());
    }
};

QTEST_APPLESS_MAIN(TestAccount)
#include "tst_account.moc"
