// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

class QGuiApplication;

namespace Spritarium {

//! Texts, number formats and reading direction for `code`; empty follows the system. "pseudo" lengthens and
//! marks every text, "pseudo-rtl" mirrors besides (ux-spec 19).
void installLanguage(QGuiApplication &application, const QString &code);

} // namespace Spritarium
