// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/commandtext.h"
#include "domain/portforward.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

namespace {

//! "5432>localhost:5432 (db)": a forward with everything that was typed of it.
QString shown(const PortForward &forward)
{
    QString text = u"%1>%2:%3"_s.arg(forward.localPort).arg(forward.host).arg(forward.port);
    if (!forward.name.isEmpty())
        text += u" ("_s + forward.name + u')';
    return text;
}

PortForward forwardTo(const QString &host, quint16 port, quint16 localPort)
{
    PortForward forward;
    forward.host = host;
    forward.port = port;
    forward.localPort = localPort;
    return forward;
}

} // namespace

class TestPortForward : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".+"_s)); }
    void portsAreUnderstood_data();
    void portsAreUnderstood();
    void whatIsNoPortIsRefusedWithItsReason_data();
    void whatIsNoPortIsRefusedWithItsReason();
    void aLongNameIsRefused();
    void theProtocolIsGuessedWhileTyping();
    void halfTypedInputIsAnswered_data();
    void halfTypedInputIsAnswered();
    void aForwardIsOneLine_data();
    void aForwardIsOneLine();
    void linksFollowTheScheme();
    void wellKnownServicesHaveAConnectionString_data();
    void wellKnownServicesHaveAConnectionString();
    void theProxyDialsWhatItCan_data();
    void theProxyDialsWhatItCan();
    void aForwardReachesWhatListensThere();
    void idsAreNeverTheSame();
    void theCommandLineIsThatOfTheCli_data();
    void theCommandLineIsThatOfTheCli();
};

void TestPortForward::portsAreUnderstood_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char *name, const QString &typed, const QStringList &expected) {
        QTest::newRow(name) << typed << expected;
    };
    row("nothing", u""_s, {});
    row("spaces", u"  \t "_s, {});
    row("a port", u"5432"_s, {u"5432>localhost:5432"_s});
    row("lowest", u"1"_s, {u"1>localhost:1"_s});
    row("highest", u"65535"_s, {u"65535>localhost:65535"_s});
    row("space around", u"  3000 "_s, {u"3000>localhost:3000"_s});
    row("leading zeros", u"0080"_s, {u"80>localhost:80"_s});
    row("another local port", u"3001:3000"_s, {u"3001>localhost:3000"_s});
    row("any free local port", u"0:3000 0:db:5432"_s, {u"0>localhost:3000"_s, u"0>db:5432"_s});
    row("same on both sides", u"3000:3000"_s, {u"3000>localhost:3000"_s});
    row("a host", u"db:5432"_s, {u"5432>db:5432"_s});
    row("localhost", u"localhost:3000"_s, {u"3000>localhost:3000"_s});
    row("a name with dots", u"db.internal:5432"_s, {u"5432>db.internal:5432"_s});
    row("a rooted name", u"db.internal.:5432"_s, {u"5432>db.internal.:5432"_s});
    row("a name with dash", u"my-db_1:5432"_s, {u"5432>my-db_1:5432"_s});
    row("a host that begins with a digit", u"3scale:80"_s, {u"80>3scale:80"_s});
    row("an address", u"10.0.0.1:5432"_s, {u"5432>10.0.0.1:5432"_s});
    row("every address", u"0.0.0.0:3000"_s, {u"3000>0.0.0.0:3000"_s});
    row("local port, host and port", u"3001:db:5432"_s, {u"3001>db:5432"_s});
    row("local port, address and port", u"15432:10.0.0.7:5432"_s, {u"15432>10.0.0.7:5432"_s});
    row("IPv6", u"[::1]:5432"_s, {u"5432>::1:5432"_s});
    row("IPv6 with local port", u"3001:[fdf::1]:3000"_s, {u"3001>fdf::1:3000"_s});
    row("whole IPv6", u"[2001:db8:0:0:0:0:0:1]:80"_s, {u"80>2001:db8:0:0:0:0:0:1:80"_s});
    row("IPv6 from IPv4", u"[::ffff:10.0.0.1]:80"_s, {u"80>::ffff:10.0.0.1:80"_s});
    row("every IPv6", u"[::]:80"_s, {u"80>:::80"_s});
    row("IPv6 ends short", u"[fe80::]:80"_s, {u"80>fe80:::80"_s});
    row("two by space", u"3000 5432"_s, {u"3000>localhost:3000"_s, u"5432>localhost:5432"_s});
    row("two by comma", u"3000,5432"_s, {u"3000>localhost:3000"_s, u"5432>localhost:5432"_s});
    row("two by both", u"3000, 5432"_s, {u"3000>localhost:3000"_s, u"5432>localhost:5432"_s});
    row("two by line", u"3000\n5432"_s, {u"3000>localhost:3000"_s, u"5432>localhost:5432"_s});
    row("three of all kinds", u"3000 3001:3000, 5433:db:5432"_s,
        {u"3000>localhost:3000"_s, u"3001>localhost:3000"_s, u"5433>db:5432"_s});
    row("a name", u"5432 db"_s, {u"5432>localhost:5432 (db)"_s});
    row("a name of two words", u"5432  my   db"_s, {u"5432>localhost:5432 (my db)"_s});
    row("a name behind a host", u"3001:db:5432 main"_s, {u"3001>db:5432 (main)"_s});
    row("a name of the last", u"3000 5432 db"_s, {u"3000>localhost:3000"_s, u"5432>localhost:5432 (db)"_s});
    row("a name before a comma", u"3000 web, 5432 db"_s,
        {u"3000>localhost:3000 (web)"_s, u"5432>localhost:5432 (db)"_s});
    row("a name with letters of other languages", u"3000 größe"_s, {u"3000>localhost:3000 (größe)"_s});
    row("a service", u"postgres"_s, {u"5432>localhost:5432"_s});
    row("a service in capitals", u"Redis"_s, {u"6379>localhost:6379"_s});
    row("MySQL", u"mysql"_s, {u"3306>localhost:3306"_s});
    row("MongoDB", u"mongodb"_s, {u"27017>localhost:27017"_s});
    row("a service elsewhere", u"16379:redis"_s, {u"16379>localhost:6379"_s});
    row("a service of a host", u"cache:redis"_s, {u"6379>cache:6379"_s});
    row("all three", u"16379:cache:redis"_s, {u"16379>cache:6379"_s});
    row("two services", u"postgres redis"_s, {u"5432>localhost:5432"_s, u"6379>localhost:6379"_s});
    row("a port and a service", u"3000 postgres"_s, {u"3000>localhost:3000"_s, u"5432>localhost:5432"_s});
    row("a service as name of its port", u"5432 postgres"_s, {u"5432>localhost:5432 (postgres)"_s});
    row("a service as name elsewhere", u"15432:5432 postgres"_s, {u"15432>localhost:5432 (postgres)"_s});
    row("a service with a name", u"postgres main"_s, {u"5432>localhost:5432 (main)"_s});
    row("a name that ends in a service", u"3000 my redis"_s, {u"3000>localhost:3000 (my redis)"_s});
    row("a service is a host too", u"postgres:5432"_s, {u"5432>postgres:5432"_s});
}

void TestPortForward::portsAreUnderstood()
{
    QFETCH(const QString, typed);
    QFETCH(const QStringList, expected);
    const PortSpecs specs = parsePortSpecs(typed);
    QCOMPARE(specs.error, QString());
    QStringList found;
    for (const PortForward &forward : specs.forwards) {
        found << shown(forward);
        QVERIFY(forward.id.isEmpty());
    }
    QCOMPARE(found, expected);
}

void TestPortForward::whatIsNoPortIsRefusedWithItsReason_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("error");
    const auto row = [](const char *name, const QString &typed, const QString &error) {
        QTest::newRow(name) << typed << error;
    };
    const QString comma = u"Something is missing around a comma."_s;
    const QString brackets = u"An IPv6 address stands in brackets, as in [::1]:5432."_s;
    const auto range = [](const QString &number) {
        return number + u" is not a port: ports go from 1 to 65535."_s;
    };
    const auto noPort = [](const QString &word) {
        return u"“%1” is not a port: it takes a number, such as 5432."_s.arg(word);
    };
    const auto colon = [](const QString &word) {
        return u"Something is missing around a colon in “%1”."_s.arg(word);
    };
    const auto noHost = [](const QString &word) { return u"“%1” is not a host."_s.arg(word); };
    row("zero", u"0"_s, range(u"0"_s));
    row("too high", u"65536"_s, range(u"65536"_s));
    row("far too high", u"99999999999999999999"_s, range(u"99999999999999999999"_s));
    row("zero inside", u"3001:0"_s, range(u"0"_s));
    row("too high local", u"70000:3000"_s, range(u"70000"_s));
    row("too high at a host", u"db:65536"_s, range(u"65536"_s));
    row("local of three", u"65536:db:5432"_s, range(u"65536"_s));
    row("negative", u"-1"_s, noPort(u"-1"_s));
    row("signed", u"+80"_s, noPort(u"+80"_s));
    row("a range", u"3000-3005"_s, noPort(u"3000-3005"_s));
    row("a protocol", u"5432/tcp"_s, noPort(u"5432/tcp"_s));
    row("a decimal", u"80.5"_s, noPort(u"80.5"_s));
    row("hexadecimal", u"0x50"_s, noPort(u"0x50"_s));
    row("digits of other scripts", u"٣٠٠٠"_s, noPort(u"٣٠٠٠"_s));
    row("only a name", u"db"_s, noPort(u"db"_s));
    row("a name with two meanings", u"http"_s, noPort(u"http"_s));
    row("no local port", u"x:db:5432"_s, noPort(u"x"_s));
    row("no port at a host", u"db:x"_s, noPort(u"x"_s));
    row("a second that is none", u"3000 80x"_s, noPort(u"80x"_s));
    row("empty left", u":3000"_s, colon(u":3000"_s));
    row("empty right", u"3000:"_s, colon(u"3000:"_s));
    row("only a colon", u":"_s, colon(u":"_s));
    row("two colons", u"3001::3000"_s, colon(u"3001::3000"_s));
    row("empty port of three", u"3001:db:"_s, colon(u"3001:db:"_s));
    row("a comma behind", u"3000,"_s, comma);
    row("a comma before", u",3000"_s, comma);
    row("two commas", u"3000,,5432"_s, comma);
    row("only a comma", u","_s, comma);
    row("a number as host", u"1:2:3"_s, noHost(u"2"_s));
    row("an address out of range", u"10.0.0.256:80"_s, noHost(u"10.0.0.256"_s));
    row("an address too short", u"10.0.0:80"_s, noHost(u"10.0.0"_s));
    row("a dot too many", u"db..internal:80"_s, noHost(u"db..internal"_s));
    row("a dash at the end", u"db-:80"_s, noHost(u"db-"_s));
    row("odd letters", u"d$b:80"_s, noHost(u"d$b"_s));
    row("a user", u"me@db:80"_s, noHost(u"me@db"_s));
    row("a host too long", QString(254, u'a') + u":80"_s, noHost(QString(254, u'a')));
    row("four parts", u"1:db:3:4"_s,
        u"“1:db:3:4” has too many colons: the longest form is 3001:host:5432."_s);
    row("IPv6 without brackets", u"::1:5432"_s, brackets);
    row("longer IPv6 without brackets", u"3001:fe80::1:5432"_s, brackets);
    row("IPv6 without port", u"[::1]"_s, u"The port is missing behind “[::1]”."_s);
    row("an open bracket", u"[::1:5432"_s, u"A bracket is missing in “[::1:5432”."_s);
    row("a closing bracket", u"::1]:5432"_s, u"A bracket is missing in “::1]:5432”."_s);
    row("no IPv6", u"[db]:80"_s, u"“[db]” is not an IPv6 address."_s);
    row("nothing in brackets", u"[]:80"_s, u"“[]” is not an IPv6 address."_s);
    row("IPv6 too short", u"[1:2:3]:80"_s, u"“[1:2:3]” is not an IPv6 address."_s);
    row("IPv6 too long", u"[1:2:3:4:5:6:7:8:9]:80"_s, u"“[1:2:3:4:5:6:7:8:9]” is not an IPv6 address."_s);
    row("IPv6 short twice", u"[1::2::3]:80"_s, u"“[1::2::3]” is not an IPv6 address."_s);
    row("IPv6 with three colons", u"[1:::2]:80"_s, u"“[1:::2]” is not an IPv6 address."_s);
    row("IPv6 begins with one colon", u"[:1::2]:80"_s, u"“[:1::2]” is not an IPv6 address."_s);
    row("IPv6 ends with one colon", u"[1::2:]:80"_s, u"“[1::2:]” is not an IPv6 address."_s);
    row("something behind a bracket", u"[::1]x:80"_s, u"“[::1]x” is not an IPv6 address."_s);
    row("a link", u"http://localhost:3000/"_s,
        u"Leave out “http://”: the host and the port are enough, as in localhost:3000."_s);
    row("the same local port", u"3000 3000:80"_s, u"Local port 3000 is there twice."_s);
    row("the same port", u"3000, 3000"_s, u"Local port 3000 is there twice."_s);
    row("the same through a service", u"postgres 5432:db:5432"_s, u"Local port 5432 is there twice."_s);
    row("a name in the middle", u"3000 web 5432"_s,
        u"The name “web” stands behind the last port, or before a comma."_s);
}

void TestPortForward::whatIsNoPortIsRefusedWithItsReason()
{
    QFETCH(const QString, typed);
    QFETCH(const QString, error);
    const PortSpecs specs = parsePortSpecs(typed);
    QCOMPARE(specs.error, error);
    QVERIFY(specs.forwards.isEmpty());
}

void TestPortForward::aLongNameIsRefused()
{
    QVERIFY(parsePortSpecs(u"5432 "_s + QString(60, u'x')).isOk());
    QVERIFY(parsePortSpecs(u"5432 "_s + QString(61, u'x')).error.contains(u"60"_s));
}

void TestPortForward::theProtocolIsGuessedWhileTyping()
{
    const PortSpecs specs = parsePortSpecs(u"3000 8443 5432 4430:443 8080"_s);
    QList<PortScheme> schemes;
    for (const PortForward &forward : specs.forwards)
        schemes << forward.scheme;
    QCOMPARE(schemes, (QList<PortScheme>{PortScheme::Http, PortScheme::Https, PortScheme::None,
                                         PortScheme::Https, PortScheme::Http}));
    for (const quint16 port : {80, 3000, 5173, 8000, 8080})
        QCOMPARE(guessedScheme(port), PortScheme::Http);
    for (const quint16 port : {1, 22, 3306, 6379, 65535})
        QCOMPARE(guessedScheme(port), PortScheme::None);
}

void TestPortForward::halfTypedInputIsAnswered_data()
{
    QTest::addColumn<QString>("whole");
    QTest::newRow("several") << u"3001:db.internal:5432 main, postgres 9229"_s;
    QTest::newRow("IPv6") << u"3001:[fe80::ffff:10.0.0.1]:80 x"_s;
    QTest::newRow("a link") << u"https://[::1]:443/a:b,c[d]"_s;
    QTest::newRow("brackets") << u"[[]]:[]][:]]:[,:"_s;
}

//! The field is read with every key: each beginning has forwards or a sentence, and never both.
void TestPortForward::halfTypedInputIsAnswered()
{
    QFETCH(const QString, whole);
    for (qsizetype length = 1; length <= whole.size(); ++length) {
        const PortSpecs specs = parsePortSpecs(whole.first(length));
        QVERIFY2(specs.isOk() != specs.forwards.isEmpty(), qPrintable(whole.first(length)));
        for (const PortForward &forward : specs.forwards)
            QVERIFY(forward.port != 0 && forward.localPort != 0 && !forward.host.isEmpty());
    }
}

void TestPortForward::aForwardIsOneLine_data()
{
    QTest::addColumn<PortForward>("forward");
    QTest::addColumn<QString>("text");
    QTest::newRow("localhost") << forwardTo(u"localhost"_s, 3000, 3001) << u"127.0.0.1:3001 → sprite 3000"_s;
    QTest::newRow("wildcard") << forwardTo(u"::"_s, 3000, 3001) << u"127.0.0.1:3001 → sprite 3000"_s;
    QTest::newRow("host") << forwardTo(u"db"_s, 5432, 5432) << u"127.0.0.1:5432 → sprite db:5432"_s;
    QTest::newRow("IPv6") << forwardTo(u"fdf::2"_s, 80, 8080) << u"127.0.0.1:8080 → sprite [fdf::2]:80"_s;
    QTest::newRow("any") << forwardTo(u"localhost"_s, 80, 0) << u"any free port → sprite 80"_s;
    PortForward open = forwardTo(u"localhost"_s, 80, 8080);
    open.onNetwork = true;
    QTest::newRow("network") << open << u"0.0.0.0:8080 → sprite 80"_s;
}

void TestPortForward::aForwardIsOneLine()
{
    QFETCH(const PortForward, forward);
    QTEST(forwardText(forward), "text");
}

void TestPortForward::linksFollowTheScheme()
{
    PortForward forward = forwardTo(u"localhost"_s, 3000, 3001);
    QCOMPARE(forwardLink(forward, 3001), QString());
    forward.scheme = PortScheme::Http;
    QCOMPARE(forwardLink(forward, 3002), u"http://127.0.0.1:3002/"_s);
    forward.scheme = PortScheme::Https;
    QCOMPARE(forwardLink(forward, 3001), u"https://127.0.0.1:3001/"_s);
    QCOMPARE(forwardLink(forward, 0), QString());
}

void TestPortForward::wellKnownServicesHaveAConnectionString_data()
{
    QTest::addColumn<int>("port");
    QTest::addColumn<QString>("text");
    QTest::newRow("PostgreSQL") << 5432 << u"postgres://127.0.0.1:7000/"_s;
    QTest::newRow("Redis") << 6379 << u"redis://127.0.0.1:7000"_s;
    QTest::newRow("MySQL") << 3306 << u"mysql://127.0.0.1:7000/"_s;
    QTest::newRow("MongoDB") << 27017 << u"mongodb://127.0.0.1:7000/"_s;
    QTest::newRow("RabbitMQ") << 5672 << u"amqp://127.0.0.1:7000"_s;
    QTest::newRow("Memcached has none") << 11211 << QString();
    QTest::newRow("anything") << 3000 << QString();
}

void TestPortForward::wellKnownServicesHaveAConnectionString()
{
    QFETCH(const int, port);
    const PortForward forward = forwardTo(u"localhost"_s, quint16(port), 1);
    QTEST(connectionString(forward, 7000), "text");
    QCOMPARE(connectionString(forward, 0), QString());
}

void TestPortForward::theProxyDialsWhatItCan_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("host");
    QTest::newRow("not told") << QString() << u"localhost"_s;
    QTest::newRow("space") << u" "_s << u"localhost"_s;
    QTest::newRow("loopback") << u"127.0.0.1"_s << u"127.0.0.1"_s;
    QTest::newRow("wildcard") << u"0.0.0.0"_s << u"0.0.0.0"_s;
    QTest::newRow("bridge") << u"10.0.0.1"_s << u"10.0.0.1"_s;
    QTest::newRow("IPv6") << u"fdf::1"_s << u"fdf::1"_s;
    QTest::newRow("IPv6 in brackets") << u"[::]"_s << u"::"_s;
    QTest::newRow("a URL") << u"wss://api.sprites.dev/v1/sprites/x/proxy"_s << u"localhost"_s;
    QTest::newRow("a path") << u"/v1/sprites/x/proxy"_s << u"localhost"_s;
    QTest::newRow("with a port") << u"10.0.0.1:80"_s << u"localhost"_s;
}

void TestPortForward::theProxyDialsWhatItCan()
{
    QFETCH(const QString, address);
    QTEST((ListeningPort{80, address, 0, {}}.proxyHost()), "host");
}

void TestPortForward::aForwardReachesWhatListensThere()
{
    const ListeningPort bridge{3000, u"10.0.0.1"_s, 1, {}, {}};
    QVERIFY(reaches(forwardTo(u"localhost"_s, 3000, 1), bridge));
    QVERIFY(reaches(forwardTo(u"10.0.0.1"_s, 3000, 1), bridge));
    QVERIFY(reaches(forwardTo(u"0.0.0.0"_s, 3000, 1), bridge));
    QCOMPARE(spritePortText(forwardTo(u"10.0.0.1"_s, 3000, 1)), u"3000"_s);
    QCOMPARE(spritePortText(forwardTo(u"fdf::1"_s, 3000, 1)), u"3000"_s);
    QVERIFY(!reaches(forwardTo(u"localhost"_s, 3001, 1), bridge));
    QVERIFY(!reaches(forwardTo(u"db"_s, 3000, 1), bridge));
}

void TestPortForward::idsAreNeverTheSame()
{
    QSet<ForwardId> ids;
    for (int i = 0; i < 100; ++i)
        ids << newForwardId();
    QCOMPARE(ids.size(), 100);
    QVERIFY(!ids.contains(ForwardId()));
}

void TestPortForward::theCommandLineIsThatOfTheCli_data()
{
    QTest::addColumn<PortForward>("forward");
    QTest::addColumn<QString>("line");
    QTest::newRow("both ports") << forwardTo(u"localhost"_s, 3000, 3001)
                                << u"sprite proxy -o acme -s calm-otter 3001:3000"_s;
    QTest::newRow("the same port") << forwardTo(u"localhost"_s, 3000, 3000)
                                   << u"sprite proxy -o acme -s calm-otter 3000"_s;
    QTest::newRow("another host") << forwardTo(u"db"_s, 3000, 3000) << QString();
}

void TestPortForward::theCommandLineIsThatOfTheCli()
{
    QFETCH(PortForward, forward);
    forward.sprite = {AccountId(u"1"_s), SpriteName(u"calm-otter"_s)};
    const CommandText text = proxyCommand(u"acme"_s, forward, forward.localPort);
    QTEST(text.cli, "line");
    QCOMPARE(text.request, QString());
}

QTEST_GUILESS_MAIN(TestPortForward)

#include "tst_portforward.moc"
