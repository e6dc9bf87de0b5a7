// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>

#include <QtGlobal>

#include <array>
#include <optional>

namespace Spritarium {

//! What the tunnels of one account share; used on their own thread only.
class TunnelLoop
{
public:
    boost::asio::io_context io{1};

    //! Trusts what this computer trusts. Made when first asked for: reading the certificates takes a while.
    boost::asio::ssl::context &trust();
    //! Unpredictable, as RFC 6455 asks of mask keys.
    quint32 newMaskKey();

private:
    std::optional<boost::asio::ssl::context> m_trust;
    std::array<quint32, 64> m_keys{};
    std::size_t m_keysLeft = 0;
};

} // namespace Spritarium
