// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QIcon>
#include <QPixmap>
#include <QString>

class QColor;

namespace Spritarium {

//! One of resources/icons, by its name without ending ("plus"), in the text colour of the program's palette:
//! normal, disabled and selected by themselves, and again when the theme changes. `mirrored`: flipped from
//! right to left.
QIcon icon(const QString &name, bool mirrored = false);

//! The same in one colour of your own, for painting. `ratio` is the device pixel ratio.
QPixmap iconPixmap(const QString &name, int size, const QColor &color, qreal ratio, bool mirrored = false);

} // namespace Spritarium
