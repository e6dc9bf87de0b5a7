// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/proxyroute.h"

#include <QObject>
#include <QTimer>
#include <QUrl>

#include <chrono>
#include <functional>
#include <memory>

namespace Spritarium {

//! Which proxy the person's system wants for one address: https_proxy and no_proxy of the environment, or
//! what the desktop says.
//!
//! The question is put on another thread, because the answer may be a script that has to be fetched first.
//! This computer is never reached through a proxy, and is known at once. Whoever has waited `patience` goes
//! directly; a later answer still counts.
class SystemProxy : public QObject
{
    Q_OBJECT

public:
    //! Runs on any thread and may take its time.
    using Lookup = std::function<QNetworkProxy(const QUrl &)>;

    SystemProxy(const QUrl &address, QObject *parent, Lookup lookup = {},
                std::chrono::milliseconds patience = std::chrono::seconds(5));

    bool isKnown() const { return m_isKnown; }
    //! Shared with those that outlive this.
    std::shared_ptr<const ProxyRoute> route() const { return m_route; }
    //! Does nothing while a question is open, and for this computer. The last answer holds meanwhile.
    void askAgain();

    //! What the system answers: HTTP and SOCKS 5, the first of those that it names. Blocks.
    static QNetworkProxy systemLookup(const QUrl &address);

signals:
    //! Once, when calls may go; never from the constructor.
    void known();
    //! The way is another one than before; before known().
    void changed();

private:
    void take(const QNetworkProxy &proxy);
    void becomeKnown();

    QUrl m_address;
    Lookup m_lookup;
    std::shared_ptr<ProxyRoute> m_route = std::make_shared<ProxyRoute>();
    QTimer m_patience;
    bool m_isLocal;
    bool m_isKnown;
    bool m_isAsking = false;
};

} // namespace Spritarium
