// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

namespace Spritarium::Test {

//! A key and a certificate that signs itself, made anew: PEM.
struct Certificate
{
    QByteArray key;
    QByteArray certificate;

    //! For that host name, valid for an hour.
    static Certificate forHost(const QByteArray &host);
};

} // namespace Spritarium::Test
