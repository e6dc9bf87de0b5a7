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
#include <optional>

namespace Spritarium {

//! Which proxy the person's system wants for one address: what https_proxy, all_proxy and no_proxy of the
//! environment say, or else the desktop.
//!
//! The environment is known at once. The desktop may name a script that has to be fetched first, from a
//! server that never answers: a small program asks in its stead, which can be ended. This computer is never
//! reached through a proxy. Whoever has waited `patience` goes directly; a later answer still counts.
class SystemProxy : public QObject
{
    Q_OBJECT

public:
    //! Nothing: it could not be learned.
    using Answer = std::function<void(const std::optional<QNetworkProxy> &)>;
    //! Answers once, later, and not when `asker` has gone, which owns what it takes.
    using Lookup = std::function<void(const QUrl &address, QObject *asker, const Answer &answer)>;

    //! With a lookup, only that is asked.
    SystemProxy(const QUrl &address, QObject *parent, const Lookup &lookup = {},
                std::chrono::milliseconds patience = std::chrono::seconds(5));

    //! Why nothing can be reached: a variable names a proxy that is not understood. Empty otherwise. Does not
    //! quote it, a password may be in it.
    QString problem() const { return m_problem; }
    bool isKnown() const { return m_route->isKnown(); }
    //! Shared with those that outlive this.
    std::shared_ptr<const ProxyRoute> route() const { return m_route; }
    //! Does nothing while a question is open, and where the answer cannot change. The last answer holds
    //! meanwhile.
    void askAgain();

signals:
    //! Once, when calls may go; never from the constructor.
    void known();
    //! The way is another one than before; before known().
    void changed();

private:
    void take(const QNetworkProxy &proxy);
    void becomeKnown();

    QUrl m_address;
    Lookup m_lookup; //!< none: the answer is known and stays
    QString m_problem;
    std::shared_ptr<ProxyRoute> m_route = std::make_shared<ProxyRoute>();
    QTimer m_patience;
    bool m_isAsking = false;
};

} // namespace Spritarium
