// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/cliaccounts.h"
#include "service/clitokenreader.h"
#include "service/environmentaccount.h"
#include "support/loghygiene.h"
#include "support/patience.h"
#include "support/secretservice.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Spritarium;
using namespace Spritarium::Test;
using namespace Qt::StringLiterals;
using Kind = CredentialResult::Kind;

class TestCliCredentials : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_home;

    void put(const QString &path, const QByteArray &content)
    {
        const QString full = m_home->filePath(path);
        QVERIFY(QDir().mkpath(QFileInfo(full).path()));
        QFile file(full);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }

    QMap<QString, QDateTime> filesOf() const
    {
        QMap<QString, QDateTime> files;
        QDirIterator it(m_home->path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            const QString path = it.next();
            files.insert(path, QFileInfo(path).lastModified());
        }
        return files;
    }

    static CliAccount account()
    {
        CliAccount account;
        account.organization = u"acme"_s;
        account.apiUrl = QUrl(u"https://api.sprites.dev"_s);
        account.keyringKey = u"https-api.sprites.dev:acme"_s;
        account.userId = u"4711"_s;
        return account;
    }

    static QByteArray config(const QByteArray &org, const QByteArray &keyringKey = {})
    {
        QByteArray text = "{'version':'1','urls':{'https://api.sprites.dev':{'url':'https://api.sprites.dev',"
                          "'orgs':{'ORG':{'name':'ORG','use_keyring':true,'keyring_key':'KEY'}}}}}";
        return text.replace("ORG", org).replace("KEY", keyringKey).replace('\'', '"');
    }

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".+"_s));
        m_home = std::make_unique<QTemporaryDir>();
    }

    void nothingIsFoundWhereNothingIs() { QVERIFY(findCliAccounts(m_home->path()).isEmpty()); }

    void filesAreReadUsersFirst()
    {
        put(u".sprites/sprites.json"_s, config("acme", "global"));
        put(u".sprites/config.json"_s, config("old-one"));
        put(u".sprites/users/47-11-0123456789abcdef.json"_s, config("acme", "mine"));
        put(u".sprites/users/47-11-0123456789abcdef.token.enc"_s, "nothing of ours");
        const QList<CliAccount> accounts = findCliAccounts(m_home->path());
        QCOMPARE(accounts.size(), 2);
        QCOMPARE(accounts.at(0).organization, u"acme"_s);
        QCOMPARE(accounts.at(0).keyringKey, u"mine"_s);
        QCOMPARE(accounts.at(0).userId, u"47-11"_s);
        QCOMPARE(accounts.at(1).organization, u"old-one"_s);
    }

    void oddFilesAreLeftOut()
    {
        put(u".sprites/sprites.json/inside"_s, "a folder where a file should be");
        put(u".sprites/config.json"_s, "not JSON");
        QVERIFY(findCliAccounts(m_home->path()).isEmpty());
    }

    void placesFollowTheOrderOfTheCli()
    {
        const QList<KeyringPlace> places = keyringPlacesOf(account());
        QCOMPARE(places.at(0), (KeyringPlace{u"sprites-cli:4711"_s, u"https-api.sprites.dev:acme"_s}));
        QCOMPARE(places.at(1), (KeyringPlace{u"sprites-cli:4711"_s, u"sprites:org:acme"_s}));
        QVERIFY(places.contains(KeyringPlace{u"sprites-cli"_s, u"https-api.sprites.dev:acme"_s}));
        QVERIFY(places.contains(KeyringPlace{u"sprites-cli"_s, u"acme"_s}));
        QVERIFY(places.contains(
            KeyringPlace{u"sprites-cli:4711"_s, u"sprites:org:https://api.sprites.dev:acme"_s}));
        QSet<QString> seen;
        for (const KeyringPlace &place : places)
            seen.insert(place.service + u'|' + place.account);
        QCOMPARE(seen.size(), places.size());
    }

    void keyringFileStaysInItsFolder()
    {
        QCOMPARE(keyringFileOf(u"/home/a"_s, {u"sprites-cli:1"_s, u"sprites:org:acme"_s}),
                 u"/home/a/.sprite/keyring/sprites-cli-1/sprites-org-acme"_s);
        QVERIFY(keyringFileOf(u"/home/a"_s, {u"sprites-cli"_s, u"../../../etc/passwd"_s}).isEmpty());
    }

    void encodedValuesAreRead_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::newRow("plain") << testToken().toLatin1();
        QTest::newRow("with a newline") << testToken().toLatin1() + "\n";
        QTest::newRow("base64") << "go-keyring-base64:" + testToken().toLatin1().toBase64();
        QTest::newRow("hex") << "go-keyring-encoded:" + testToken().toLatin1().toHex();
    }
    void encodedValuesAreRead()
    {
        QFETCH(QByteArray, value);
        QCOMPARE(tokenInKeyringValue(value), testToken());
    }

    void tokenInTheFileIsRead()
    {
        CliAccount plain = account();
        plain.plainToken = testToken();
        CliTokenReader reader(m_home->path(), nullptr);
        QSignalSpy read(&reader, &CliTokenReader::tokenRead);
        reader.read(plain);
        QCOMPARE(read.size(), 0);
        QVERIFY(read.wait(Patience));
        QCOMPARE(read.first().at(2).toString(), testToken());
    }

    void plainFilesStandForAKeyring()
    {
        put(u".sprite/keyring/sprites-cli-4711/sprites-org-acme"_s, testToken().toLatin1() + "\n");
        const QMap<QString, QDateTime> before = filesOf();
        const LogHygiene log;
        CliTokenReader reader(m_home->path(), nullptr);
        QSignalSpy read(&reader, &CliTokenReader::tokenRead);
        reader.read(account());
        QVERIFY(read.wait(Patience));
        QCOMPARE(read.first().at(1).value<CredentialResult>().kind, Kind::Ok);
        QCOMPARE(read.first().at(2).toString(), testToken());
        QCOMPARE(filesOf(), before);
        QVERIFY(!LogHygiene::tokenWasLogged());
    }

    void missingTokenIsToldApartFromAMissingKeyring()
    {
        CliTokenReader reader(m_home->path(), nullptr);
        QSignalSpy read(&reader, &CliTokenReader::tokenRead);
        reader.read(account());
        QVERIFY(read.wait(Patience));
        QCOMPARE(read.first().at(1).value<CredentialResult>().kind,
                 secretServiceProblem().isEmpty() ? Kind::NotFound : Kind::Unavailable);
        QVERIFY(read.first().at(2).toString().isEmpty());
    }

    void keyringIsReadByTheClisAttributes()
    {
        if (const QString problem = secretServiceProblem(); !problem.isEmpty())
            QSKIP(qPrintable("No keyring to test with: "_L1 + problem));
        QVERIFY(storeForeignSecret(u"sprites-cli"_s, u"sprites:org:ring"_s, testToken().toLatin1()));
        CliAccount ring = account();
        ring.organization = u"ring"_s;
        ring.keyringKey = u"a key of another form"_s;
        const LogHygiene log;
        CliTokenReader reader(m_home->path(), nullptr);
        QSignalSpy read(&reader, &CliTokenReader::tokenRead);
        reader.read(ring);
        QVERIFY(read.wait(Patience));
        QCOMPARE(read.first().at(1).value<CredentialResult>().kind, Kind::Ok);
        QCOMPARE(read.first().at(2).toString(), testToken());
        QVERIFY(!LogHygiene::tokenWasLogged());
    }

    void environmentOffersAnAccount_data()
    {
        using Map = QMap<QString, QString>;
        QTest::addColumn<Map>("environment");
        QTest::addColumn<QString>("token");
        QTest::addColumn<QUrl>("url");
        const QUrl vendor(u"https://api.sprites.dev"_s);
        QTest::newRow("nothing") << Map{} << QString() << QUrl();
        QTest::newRow("token") << Map{{u"SPRITE_TOKEN"_s, u" a/b "_s}} << u"a/b"_s << vendor;
        QTest::newRow("address only")
            << Map{{u"SPRITE_URL"_s, u"https://x.example"_s}} << QString() << QUrl();
        QTest::newRow("first address wins") << Map{{u"SPRITE_TOKEN"_s, u"t"_s},
                                                   {u"SPRITE_URL"_s, u"https://one.example/"_s},
                                                   {u"SPRITES_API_URL"_s, u"https://two.example"_s}}
                                            << u"t"_s << QUrl(u"https://one.example"_s);
        QTest::newRow("second address")
            << Map{{u"SPRITE_TOKEN"_s, u"t"_s}, {u"SPRITES_API_URL"_s, u"http://127.0.0.1:8080"_s}} << u"t"_s
            << QUrl(u"http://127.0.0.1:8080"_s);
        QTest::newRow("unsafe address")
            << Map{{u"SPRITE_TOKEN"_s, u"t"_s}, {u"SPRITE_URL"_s, u"http://x.example"_s}} << QString()
            << QUrl();
    }
    void environmentOffersAnAccount()
    {
        using Map = QMap<QString, QString>;
        QFETCH(Map, environment);
        QFETCH(QString, token);
        QFETCH(QUrl, url);
        const std::optional<EnvironmentAccount> offered = environmentAccountOf(environment);
        QCOMPARE(offered.has_value(), !token.isEmpty());
        if (offered) {
            QCOMPARE(offered->token, token);
            QCOMPARE(offered->apiUrl, url);
        }
    }
};

QTEST_GUILESS_MAIN(TestCliCredentials)
#include "tst_clicredentials.moc"
