// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/systemproxy.h"

#include "domain/account.h"
#include "service/desktopproxy.h"
#include "service/logging.h"
#include "service/proxyenvironment.h"

namespace Spritarium {

using namespace Qt::StringLiterals;

SystemProxy::SystemProxy(const QUrl &address, QObject *parent, const Lookup &lookup,
                         std::chrono::milliseconds patience)
    : QObject(parent)
    , m_address(address)
{
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, &SystemProxy::becomeKnown);
    // Without TLS nobody but this computer is asked for anything.
    const bool isDirect = address.scheme() != "https"_L1 || isLoopbackHost(address.host());
    const auto named = isDirect || lookup ? std::nullopt : proxyOfEnvironment(address, [](const char *name) {
        return qEnvironmentVariable(name);
    });
    if (named && !named->unreadable.isEmpty())
        m_problem =
            tr("%1 names a proxy in a form that Spritarium does not know. It knows http://host:port and "
               "socks5://host:port.")
                .arg(named->unreadable);
    if (named)
        take(named->proxy);
    if (isDirect || named) {
        becomeKnown(); // nobody can be connected yet
        return;
    }
    m_lookup = lookup ? lookup : Lookup(&askDesktop);
    m_patience.start(patience);
    askAgain();
}

void SystemProxy::askAgain()
{
    if (!m_lookup || m_isAsking)
        return;
    m_isAsking = true;
    m_lookup(m_address, this, [this](const std::optional<QNetworkProxy> &proxy) {
        m_isAsking = false;
        if (proxy)
            take(*proxy);
        becomeKnown();
    });
}

void SystemProxy::take(const QNetworkProxy &proxy)
{
    if (proxy == m_route->proxy())
        return;
    qCInfo(lcApi).noquote() << m_address.host() << "is reached"
                            << (proxy.type() == QNetworkProxy::NoProxy ? u"directly"_s
                                                                       : u"through "_s + proxyName(proxy));
    m_route->setProxy(proxy);
    emit changed();
}

void SystemProxy::becomeKnown()
{
    m_patience.stop();
    if (m_route->isKnown())
        return;
    m_route->setKnown();
    emit known();
}

} // namespace Spritarium
