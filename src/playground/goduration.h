// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <chrono>
#include <optional>

namespace Spritarium::Playground {

//! A length of time as Go's time.ParseDuration() takes it ("10s", "1m30s", "0", "1.5h"), in whole
//! milliseconds. Nothing for anything else, and for negative ones.
std::optional<std::chrono::milliseconds> goDuration(const QString &text);

//! The same the other way round, as Go prints it: "10s", "1m30s", "250ms".
QString goDurationText(std::chrono::milliseconds time);

} // namespace Spritarium::Playground
