// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDBusAbstractInterface>
#include <QDBusVariant>

namespace Spritarium {

//! The system asking the person to unlock a keyring: org.freedesktop.Secret.Prompt.
class SecretPrompt : public QDBusAbstractInterface
{
    Q_OBJECT

public:
    SecretPrompt(const QString &service, const QString &path, const QDBusConnection &bus, QObject *parent)
        : QDBusAbstractInterface(service, path, "org.freedesktop.Secret.Prompt", bus, parent)
    {}

signals:
    //! Named as on the bus.
    void Completed(bool dismissed, const QDBusVariant &result);
};

} // namespace Spritarium
