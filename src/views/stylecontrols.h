// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Qt>

class QColor;
class QPainter;
class QRectF;
class QStyleOption;
class QStyleOptionButton;
class QStyleOptionComboBox;
class QStyleOptionHeader;
class QStyleOptionSlider;
class QStyleOptionTab;
class QRect;
class QWidget;

//! How SpritariumStyle paints each control; one function per control, no state.
namespace Spritarium::StyleControls {

void paintButtonPanel(QPainter &painter, const QStyleOptionButton &option, const QWidget *widget);
//! Icon and text of a push button, together in the middle; the text in ButtonText.
void paintIconAndText(QPainter &painter, const QStyleOptionButton &option);
void paintToolButtonPanel(QPainter &painter, const QStyleOption &option);
void paintFieldPanel(QPainter &painter, const QStyleOption &option);
void paintFocusRing(QPainter &painter, const QStyleOption &option);
void paintCheckIndicator(QPainter &painter, const QStyleOption &option);
void paintRadioIndicator(QPainter &painter, const QStyleOption &option);
void paintComboBox(QPainter &painter, const QStyleOptionComboBox &option, const QRect &arrow);
void paintChevron(QPainter &painter, const QStyleOption &option, Qt::ArrowType direction);
void paintTabShape(QPainter &painter, const QStyleOptionTab &option);
void paintHeaderSection(QPainter &painter, const QStyleOptionHeader &option);
//! `ground` is the colour of what is scrolled.
void paintScrollBar(QPainter &painter, const QStyleOptionSlider &option, const QRect &slider,
                    const QColor &ground);
void paintRowSelection(QPainter &painter, const QStyleOption &option, bool hovered);

} // namespace Spritarium::StyleControls
