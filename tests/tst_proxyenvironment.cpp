// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/proxyenvironment.h"
#include "service/proxyroute.h"

#include <QMap>
#include <QTest>

using namespace Spritarium;
using namespace Qt::StringLiterals;

//! What the variables that other programs know mean here.
class TestProxyEnvironment : public QObject
{
    Q_OBJECT

    using Values = QMap<QString, QString>;

    static std::optional<NamedProxy> proxyOf(const Values &values,
                                             const QUrl &url = QUrl(u"https://api.sprites.dev"_s))
    {
        return proxyOfEnvironment(url,
                                  [&values](const char *name) { return values.value(QLatin1String(name)); });
    }

private Q_SLOTS:
    void variables()
    {
        QVERIFY(!proxyOf({}));
        QVERIFY(!proxyOf({{u"http_proxy"_s, u"p:1"_s}}));
        QVERIFY(!proxyOf({{u"https_proxy"_s, u" "_s}}));
        QCOMPARE(proxyName(proxyOf({{u"all_proxy"_s, u"p:1"_s}})->proxy), u"p:1"_s);
        QCOMPARE(proxyName(proxyOf({{u"ALL_PROXY"_s, u"p:1"_s}, {u"HTTPS_PROXY"_s, u"q:2"_s}})->proxy),
                 u"q:2"_s);
        QCOMPARE(proxyName(proxyOf({{u"https_proxy"_s, u"p:1"_s}, {u"HTTPS_PROXY"_s, u"q:2"_s}})->proxy),
                 u"p:1"_s);
    }

    void texts_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QNetworkProxy>("proxy");
        using Proxy = QNetworkProxy;
        QTest::newRow("usual") << u"http://p:3128"_s << Proxy(Proxy::HttpProxy, u"p"_s, 3128);
        QTest::newRow("slash") << u"http://p:3128/"_s << Proxy(Proxy::HttpProxy, u"p"_s, 3128);
        QTest::newRow("no scheme") << u"p.example:3128"_s << Proxy(Proxy::HttpProxy, u"p.example"_s, 3128);
        QTest::newRow("no port") << u"http://p"_s << Proxy(Proxy::HttpProxy, u"p"_s, 80);
        QTest::newRow("user") << u"http://ann:s%40c@p:1"_s
                              << Proxy(Proxy::HttpProxy, u"p"_s, 1, u"ann"_s, u"s@c"_s);
        QTest::newRow("IPv6") << u"http://[2001:db8::1]:1"_s << Proxy(Proxy::HttpProxy, u"2001:db8::1"_s, 1);
        QTest::newRow("socks") << u"socks://p"_s << Proxy(Proxy::Socks5Proxy, u"p"_s, 1080);
        QTest::newRow("socks5") << u"socks5://p:9050"_s << Proxy(Proxy::Socks5Proxy, u"p"_s, 9050);
        QTest::newRow("socks5h") << u"socks5h://127.0.0.1:1080"_s
                                 << Proxy(Proxy::Socks5Proxy, u"127.0.0.1"_s, 1080);
    }

    void texts()
    {
        QFETCH(QString, text);
        QFETCH(QNetworkProxy, proxy);
        QVERIFY(proxyFromText(text));
        QCOMPARE(*proxyFromText(text), proxy);
    }

    void textsThatNameNothing_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << QString();
        QTest::newRow("no host") << u"http://"_s;
        QTest::newRow("only a port") << u":3128"_s;
        QTest::newRow("number sign in the password") << u"http://ann:pa#ss@proxy.example:3128"_s;
        QTest::newRow("slash in the password") << u"http://ann:pa/ss@proxy.example:3128"_s;
        QTest::newRow("password like a port") << u"http://user:12345#w@proxy:3128"_s;
        QTest::newRow("port too large") << u"http://proxy.example:99999"_s;
        QTest::newRow("no port") << u"http://proxy.example:3128x"_s;
        QTest::newRow("two") << u"http://p:3128;q:1"_s;
        QTest::newRow("two signs") << u"http://me@corp.example:p@proxy:1"_s;
        QTest::newRow("query") << u"http://proxy.example:3128?a"_s;
        QTest::newRow("path") << u"http://proxy.example:3128/pac"_s;
        QTest::newRow("TLS to the proxy") << u"https://ann:secret@p:443"_s;
        QTest::newRow("SOCKS 4") << u"socks4://p:1080"_s;
    }

    void textsThatNameNothing()
    {
        QFETCH(QString, text);
        QVERIFY(!proxyFromText(text));
        if (text.isEmpty())
            return;
        const auto named = proxyOf({{u"HTTPS_PROXY"_s, text}});
        QVERIFY(named);
        QCOMPARE(named->unreadable, u"HTTPS_PROXY"_s);
        QVERIFY(named->proxy.type() != QNetworkProxy::NoProxy);
        QVERIFY(named->proxy.hostName().isEmpty());
        // Who leaves the host out need not read it.
        QCOMPARE(proxyOf({{u"HTTPS_PROXY"_s, text}, {u"no_proxy"_s, u"*"_s}})->proxy.type(),
                 QNetworkProxy::NoProxy);
    }

    void exceptions_data()
    {
        QTest::addColumn<QString>("without");
        QTest::addColumn<QString>("address");
        QTest::addColumn<bool>("isDirect");
        const QString api = u"https://api.sprites.dev"_s;
        QTest::newRow("none") << QString() << api << false;
        QTest::newRow("all") << u"*"_s << api << true;
        QTest::newRow("name") << u"localhost,api.sprites.dev"_s << api << true;
        QTest::newRow("capitals") << u"API.Sprites.dev"_s << api << true;
        QTest::newRow("above") << u"localhost sprites.dev"_s << api << true;
        QTest::newRow("dot") << u".sprites.dev"_s << api << true;
        QTest::newRow("star") << u"*.sprites.dev"_s << api << true;
        QTest::newRow("other name") << u"tes.dev"_s << api << false;
        QTest::newRow("below") << u"eu.api.sprites.dev"_s << api << false;
        QTest::newRow("port") << u"sprites.dev:443"_s << api << true;
        QTest::newRow("other port") << u"sprites.dev:8443"_s << api << false;
        QTest::newRow("address") << u"192.0.2.7"_s << u"https://192.0.2.7:8443"_s << true;
        QTest::newRow("network") << u"192.0.2.0/24"_s << u"https://192.0.2.7"_s << true;
        QTest::newRow("other network") << u"198.51.100.0/24"_s << u"https://192.0.2.7"_s << false;
        QTest::newRow("part of an address") << u"2.7"_s << u"https://192.0.2.7"_s << false;
        QTest::newRow("IPv6") << u"2001:db8::1"_s << u"https://[2001:db8::1]"_s << true;
        QTest::newRow("IPv6 with port") << u"[2001:db8::1]:443"_s << u"https://[2001:db8::1]"_s << true;
        QTest::newRow("IPv6 network") << u"2001:db8::/32"_s << u"https://[2001:db8::1]"_s << true;
        QTest::newRow("nonsense") << u",, : :443 /8"_s << api << false;
    }

    void exceptions()
    {
        QFETCH(QString, without);
        QFETCH(QString, address);
        QFETCH(bool, isDirect);
        const auto proxy = proxyOf({{u"https_proxy"_s, u"p:1"_s}, {u"no_proxy"_s, without}}, QUrl(address));
        QVERIFY(proxy);
        QCOMPARE(proxy->proxy.type() == QNetworkProxy::NoProxy, isDirect);
    }
};

QTEST_GUILESS_MAIN(TestProxyEnvironment)
#include "tst_proxyenvironment.moc"
