// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/outcome.h"

#include <QByteArray>
#include <QString>

namespace Spritarium::Playground {

//! The file that keeps a bearer token from one start to the next: one line, readable by its owner only.
namespace TokenFile {

//! The token in `path`, without the end of its line. Made for `organization` when there is no such file. The
//! error is one line that names the file and, where it was the system that refused, its reason.
Outcome<QByteArray, QString> token(const QString &path, const QString &organization);

} // namespace TokenFile

} // namespace Spritarium::Playground
