// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0

// usage: spritarium-system-proxy ADDRESS
// Prints which proxy the desktop names for the address, as an address on one line, or "direct". May take long
// where the desktop names a script that cannot be had; ends by itself then, also when whoever started it has
// gone.

#include <QCoreApplication>
#include <QNetworkProxyFactory>
#include <QNetworkProxyQuery>
#include <QTextStream>
#include <QUrl>

#include <cstdlib>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
#ifdef Q_OS_UNIX
    alarm(60);
#endif
    const QNetworkProxyQuery query(QUrl(QString::fromLocal8Bit(argv[1])));
    const QList<QNetworkProxy> proxies = QNetworkProxyFactory::systemProxyForQuery(query);
    QString line = u"direct"_s;
    for (const QNetworkProxy &proxy : proxies) {
        if (proxy.type() == QNetworkProxy::NoProxy)
            break;
        if (proxy.type() != QNetworkProxy::HttpProxy && proxy.type() != QNetworkProxy::Socks5Proxy)
            continue;
        QUrl url;
        url.setScheme(proxy.type() == QNetworkProxy::HttpProxy ? u"http"_s : u"socks5"_s);
        url.setHost(proxy.hostName());
        if (proxy.port() != 0)
            url.setPort(proxy.port());
        url.setUserName(proxy.user(), QUrl::DecodedMode);
        url.setPassword(proxy.password(), QUrl::DecodedMode);
        line = url.toString(QUrl::FullyEncoded);
        break;
    }
    QTextStream(stdout) << line << Qt::endl;
    // A thread of the library that answered may still wait for its script.
    std::_Exit(EXIT_SUCCESS);
}
