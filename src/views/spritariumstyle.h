// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QProxyStyle>

namespace Spritarium {

enum class Theme { System, Light, Dark };
enum class Density { Comfortable, Compact };

struct StyleOptions
{
    Theme theme = Theme::System;
    Density density = Density::Comfortable;
    bool reducedMotion = false;

    friend bool operator==(const StyleOptions &, const StyleOptions &) = default;
};

//! Fusion, calmed: 32 px controls, radius 6, borders of 3:1, focus rings of 2 px, thin scroll bars (ux-spec
//! 5).
//!
//! The palette is made here too: the desktop's own where it has one, else ours, or the forced one. It follows
//! the system by itself. To change an option give the application a new style: QApplication::setStyle(new
//! SpritariumStyle(o)).
class SpritariumStyle : public QProxyStyle
{
    Q_OBJECT

public:
    explicit SpritariumStyle(const StyleOptions &options = {});

    const StyleOptions &options() const { return m_options; }

    void polish(QPalette &palette) override;
    void polish(QWidget *widget) override;
    void unpolish(QWidget *widget) override;
    QPalette standardPalette() const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                     const QWidget *widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                            const QWidget *widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
                         const QWidget *widget) const override;
    QRect subElementRect(SubElement element, const QStyleOption *option,
                         const QWidget *widget) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                           const QWidget *widget) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override;
    QIcon standardIcon(StandardPixmap which, const QStyleOption *option,
                       const QWidget *widget) const override;
    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                  QStyleHintReturn *answer) const override;

private:
    StyleOptions m_options;
};

//! Height of controls as the widget's style has it: 32, compact 28; grows with the font.
int controlHeight(const QWidget &widget);
//! Whether the widget's style is compact.
bool isCompact(const QWidget &widget);

} // namespace Spritarium
