// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QMutex>
#include <QMutexLocker>
#include <QNetworkProxy>

namespace Spritarium {

//! The way to the service as it is known now: through this proxy, or without one. Read and written from any
//! thread.
class ProxyRoute
{
public:
    QNetworkProxy proxy() const
    {
        const QMutexLocker locked(&m_mutex);
        return m_proxy;
    }
    void setProxy(const QNetworkProxy &proxy)
    {
        const QMutexLocker locked(&m_mutex);
        m_proxy = proxy;
    }

private:
    mutable QMutex m_mutex;
    QNetworkProxy m_proxy = QNetworkProxy::NoProxy;
};

//! "proxy.example:3128" for people, without user and password; empty without a proxy.
QString proxyName(const QNetworkProxy &proxy);

} // namespace Spritarium
