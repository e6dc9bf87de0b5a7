// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/agent/uniquefd.h"

#include <QObject>
#include <QSocketNotifier>

#include <memory>

namespace Spritarium::Playground {

//! Tells when this computer gets an IPv4 address.
class AddressWatch : public QObject
{
    Q_OBJECT

public:
    explicit AddressWatch(QObject *parent);

    //! Where the kernel cannot be asked it tells nothing.
    bool isWatching() const { return m_notifier != nullptr; }

signals:
    //! There may be one more, or several.
    void added();

private:
    void read();

    Agent::UniqueFd m_socket;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace Spritarium::Playground
