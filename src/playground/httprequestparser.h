// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/httprequest.h"

namespace Spritarium::Playground::HttpRequestParser {

//! Longest head that is read: request line, headers and the blank line.
constexpr qsizetype MaxHeadSize = 32 * 1024;

enum class Status {
    Incomplete, //!< go on collecting bytes
    Ok,         //!< `request` is filled, drop `frameSize` bytes
    Bad,        //!< answer `errorStatus` and close
};

struct Parsed
{
    Status status = Status::Incomplete;
    HttpRequest request;
    qsizetype frameSize = 0; //!< bytes of the head, with leading blank lines and the blank line that ends it
    int errorStatus = 0;     //!< 400, 417, 431, 501 or 505

    friend bool operator==(const Parsed &, const Parsed &) = default;
};

//! Reads the head of one request from the front of `bytes`; keeps nothing between calls.
Parsed parse(QByteArrayView bytes);

} // namespace Spritarium::Playground::HttpRequestParser
