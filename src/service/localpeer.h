// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/ip/tcp.hpp>

namespace Spritarium {

//! Whether the program at the other end of a connection within this computer has closed it altogether, and
//! not only for sending: both look the same from here. False where that cannot be seen.
bool hasPeerLeft(const boost::asio::ip::tcp::socket &socket);

} // namespace Spritarium
