// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QRect>
#include <QString>
#include <Qt>

class QFontMetrics;
class QWidget;

//! How large the parts of a rule's row are, in the font of the table (ux-spec 10.2).
namespace Spritarium::RuleMetrics {

inline constexpr int handleWidth = 16;
inline constexpr int menuWidth = 28;

int rowHeight(const QWidget &view);
//! Of a PolicyRuleModel::Column: the width at which nothing is cut.
int columnWidth(int column, const QWidget &view);
//! Marks grow with the font, so that they stay marks beside large words.
int scaled(int size, const QWidget &view);
//! Of the mark of Allow or Deny.
int glyphSize(const QWidget &view);
//! Of the segment that is off.
int smallSegment(const QWidget &view);
int badgeWidth(const QFontMetrics &metrics, const QString &text, const QWidget &view);
//! Where the row menu opens, in a cell of the last column.
QRect menuRect(const QRect &cell, Qt::LayoutDirection direction);

} // namespace Spritarium::RuleMetrics
