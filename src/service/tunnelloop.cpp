// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "service/tunnelloop.h"

#include <QRandomGenerator>

namespace Spritarium {

namespace ssl = boost::asio::ssl;

ssl::context &TunnelLoop::trust()
{
    if (!m_trust) {
        m_trust.emplace(ssl::context::tls_client);
        boost::system::error_code ignored; // an empty store refuses every server, which is told there
        m_trust->set_default_verify_paths(ignored);
        m_trust->set_options(ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1, ignored);
        m_trust->set_verify_mode(ssl::verify_peer, ignored);
    }
    return *m_trust;
}

quint32 TunnelLoop::newMaskKey()
{
    if (m_keysLeft == 0) {
        QRandomGenerator::system()->fillRange(m_keys.data(), qsizetype(m_keys.size()));
        m_keysLeft = m_keys.size();
    }
    return m_keys[--m_keysLeft];
}

} // namespace Spritarium
