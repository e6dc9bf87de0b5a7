// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>

namespace Spritarium::Playground {

//! Makes or replaces a file: afterwards it holds this, on the disk, and after a failure, a kill or a power
//! cut at any moment either this or what it held before. Its folder must be there. An empty text, or the
//! system's reason why not.
enum class Readers { All, Owner };
QString replaceFile(const QString &path, const QByteArray &content, Readers readers = Readers::All);

} // namespace Spritarium::Playground
