// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>

namespace Spritarium::Test {

//! Why no Secret Service can be asked here; empty when one can.
QString secretServiceProblem();

//! Stores an entry the way the sprite CLI's keyring library does: attributes `service` and `username`.
bool storeForeignSecret(const QString &service, const QString &account, const QByteArray &value);

} // namespace Spritarium::Test
