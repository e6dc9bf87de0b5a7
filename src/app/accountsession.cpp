// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/accountsession.h"

namespace Spritarium {

AccountSession::AccountSession(const Account &account, const QString &token, const ApiLimits &limits,
                               const SpriteTiming &timing, QObject *parent)
    : QObject(parent)
    , m_account(account)
    , m_client(account.apiUrl, token, limits, this)
    , m_sprites(m_client, timing, this)
    , m_checkpoints(m_client, this)
    , m_policies(m_client, this)
    , m_processes(m_client, this)
    , m_holds(m_client, this)
    , m_origin{account.apiUrl, token, {}, m_client.route()}
{}

PortForwarder &AccountSession::forwarder()
{
    if (!m_forwarder)
        m_forwarder = new PortForwarder(m_origin, this);
    return *m_forwarder;
}

} // namespace Spritarium
