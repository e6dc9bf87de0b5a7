// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QStringList>

#include "domain/apierror.h"

namespace Spritarium::Test {

//! A token nobody has, in the shape of the real ones.
inline QString testToken()
{
    return QStringLiteral("acme/12345/0123456789abcdef0123456789abcdef/"
                          "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210");
}

//! While it lives, reads every log line of every category at every level; hands them on to the handler
//! before.
class LogHygiene
{
public:
    LogHygiene();
    ~LogHygiene();
    LogHygiene(const LogHygiene &) = delete;
    LogHygiene &operator=(const LogHygiene &) = delete;

    static const QStringList &lines();
    //! Whether one of the lines so far has a secret part of testToken().
    static bool tokenWasLogged();
};

//! Whether any text of the error holds a secret part of testToken().
bool holdsToken(const ApiError &error);
bool holdsToken(const QString &text);

} // namespace Spritarium::Test
