// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/policylint.h"

#include <QRect>
#include <QString>
#include <Qt>

class QFontMetrics;
class QWidget;

//! How large the parts of a rule's row are, in the font of the table (ux-spec 10.2).
namespace Spritarium::RuleMetrics {

//! How much of a finding its badge says.
enum class Badge { Words, ShortWords, Mark };

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
//! One word of findingBadge(), for a narrow column.
QString shortBadge(const Finding &finding);
//! Of the last column, with the menu.
int findingsWidth(Badge badge, const QWidget &view);
//! The dots at the start of a row; its target is the whole cell of the number.
int handleWidth(const QWidget &view);
//! Of the menu's target, a square.
int menuSide(const QWidget &view);
//! Where the row menu opens, in a cell of the last column.
QRect menuRect(const QRect &cell, const QWidget &view);
//! Where it is told that a rule has a note while the column of notes is away, in the cell of a pattern.
QRect noteMarkRect(const QRect &cell, const QWidget &view);

} // namespace Spritarium::RuleMetrics
