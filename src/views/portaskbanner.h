// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/portforward.h"
#include "views/banner.h"

namespace Spritarium {

//! "node listens on 3000 and 9229." once for a process that started to listen (ux-spec 11.2).
class PortAskBanner : public Banner
{
    Q_OBJECT

public:
    explicit PortAskBanner(const QList<ListeningPort> &ports, QWidget *parent = nullptr);

    const QList<ListeningPort> &ports() const { return m_ports; }

Q_SIGNALS:
    //! It was answered, and closes itself.
    void forwardRequested(const QList<Spritarium::ListeningPort> &ports);
    void ignoreRequested(const QList<quint16> &ports);

private:
    QPushButton *addAnswer(const QString &text, const QString &name);

    QList<ListeningPort> m_ports;
};

//! The sentence of the banner.
QString listeningText(const QList<ListeningPort> &ports);

} // namespace Spritarium
