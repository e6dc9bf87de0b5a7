// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/systemproxy.h"

#include "domain/account.h"
#include "service/logging.h"

#include <QFutureWatcher>
#include <QNetworkProxyFactory>
#include <QNetworkProxyQuery>
#include <QPromise>
#include <QThreadPool>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;

QString proxyName(const QNetworkProxy &proxy)
{
    return proxy.type() == QNetworkProxy::NoProxy ? QString()
                                                  : u"%1:%2"_s.arg(proxy.hostName()).arg(proxy.port());
}

SystemProxy::SystemProxy(const QUrl &address, QObject *parent, Lookup lookup,
                         std::chrono::milliseconds patience)
    : QObject(parent)
    , m_address(address)
    , m_lookup(lookup ? std::move(lookup) : Lookup(&SystemProxy::systemLookup))
    , m_isLocal(isLoopbackHost(address.host()))
    , m_isKnown(m_isLocal || address.host().isEmpty())
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(patience);
    connect(&m_patience, &QTimer::timeout, this, &SystemProxy::becomeKnown);
    if (m_isKnown)
        return;
    m_patience.start();
    askAgain();
}

void SystemProxy::askAgain()
{
    if (m_isLocal || m_isAsking || m_address.host().isEmpty())
        return;
    m_isAsking = true;
    auto promise = std::make_shared<QPromise<QNetworkProxy>>();
    auto *watcher = new QFutureWatcher<QNetworkProxy>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher] {
        watcher->deleteLater();
        take(watcher->result());
    });
    watcher->setFuture(promise->future());
    QThreadPool::globalInstance()->start([promise, lookup = m_lookup, address = m_address] {
        promise->start();
        promise->addResult(lookup(address));
        promise->finish();
    });
}

void SystemProxy::take(const QNetworkProxy &proxy)
{
    m_isAsking = false;
    if (proxy != m_route->proxy()) {
        qCInfo(lcApi).noquote() << m_address.host() << "is reached"
                                << (proxy.type() == QNetworkProxy::NoProxy
                                        ? u"directly"_s
                                        : u"through "_s + proxyName(proxy));
        m_route->setProxy(proxy);
        emit changed();
    }
    becomeKnown();
}

void SystemProxy::becomeKnown()
{
    m_patience.stop();
    if (m_isKnown)
        return;
    m_isKnown = true;
    emit known();
}

QNetworkProxy SystemProxy::systemLookup(const QUrl &address)
{
    const QList<QNetworkProxy> wanted =
        QNetworkProxyFactory::systemProxyForQuery(QNetworkProxyQuery(address));
    const auto isUsable = [](const QNetworkProxy &proxy) {
        return proxy.type() == QNetworkProxy::NoProxy || proxy.type() == QNetworkProxy::HttpProxy ||
               proxy.type() == QNetworkProxy::Socks5Proxy;
    };
    const auto found = std::find_if(wanted.begin(), wanted.end(), isUsable);
    return found == wanted.end() ? QNetworkProxy(QNetworkProxy::NoProxy) : *found;
}

} // namespace Spritarium
