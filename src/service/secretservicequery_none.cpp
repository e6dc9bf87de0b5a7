// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/secretservicequery.h"

#include <QTimer>

// For systems without D-Bus.

namespace Spritarium {

SecretServiceQuery::SecretServiceQuery(const QString &service, const QString &account, QObject *parent)
    : QObject(parent)
    , m_service(service)
    , m_account(account)
{}

void SecretServiceQuery::start()
{
    QTimer::singleShot(0, this, [this] { end(CredentialResult::Kind::Unavailable); });
}

void SecretServiceQuery::end(CredentialResult::Kind kind, const QString &text, const QByteArray &value)
{
    m_ended = true;
    emit finished({kind, text}, value);
    deleteLater();
}

} // namespace Spritarium
