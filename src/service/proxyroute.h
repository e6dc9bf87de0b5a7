// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QMutex>
#include <QMutexLocker>
#include <QNetworkProxy>

#include <chrono>

namespace Spritarium {

//! How often those who may not wait for a signal look whether the way is known; only in a program's first
//! moments.
constexpr auto RouteCheck = std::chrono::milliseconds(50);

//! The way to the service: through this proxy, or without one. Read and written from any thread.
class ProxyRoute
{
public:
    QNetworkProxy proxy() const
    {
        const QMutexLocker locked(&m_mutex);
        return m_proxy;
    }
    //! Until then nobody sets out.
    bool isKnown() const
    {
        const QMutexLocker locked(&m_mutex);
        return m_isKnown;
    }
    void setProxy(const QNetworkProxy &proxy)
    {
        const QMutexLocker locked(&m_mutex);
        m_proxy = proxy;
    }
    void setKnown()
    {
        const QMutexLocker locked(&m_mutex);
        m_isKnown = true;
    }

private:
    mutable QMutex m_mutex;
    QNetworkProxy m_proxy = QNetworkProxy::NoProxy;
    bool m_isKnown = false;
};

//! "proxy.example:3128" for people, without user and password; empty without a proxy.
QString proxyName(const QNetworkProxy &proxy);

} // namespace Spritarium
