// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

class QColor;

namespace Spritarium {

//! A sentence in which names stand between backticks, for people: as rich text, the names in the fixed font
//! and read from left to right. Everything else is taken literally.
//! In `color`: rich text does not follow a label's palette when that changes.
QString richFromTicks(const QString &text, const QColor &color);
//! The same without the marks: for screen readers and tooltips.
QString plainFromTicks(const QString &text);
//! `text` kept from left to right inside a sentence of any direction.
QString isolated(const QString &text);

} // namespace Spritarium
