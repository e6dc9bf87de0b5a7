// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>

class QWidget;

namespace Spritarium {

//! The accents that are ours (ux-spec 5); everything else comes from the palette. Lane 1 is Info.
enum class ColorRole { Good, Caution, Rest, Danger, Info, Muted, Lane2, Lane3, Lane4 };

//! The type scale of ux-spec 5.
enum class TextRole { Title, Section, Body, Meta, Fixed };

//! Distances in device-independent pixels (ux-spec 5).
namespace Space {
inline constexpr int tiny = 4;
inline constexpr int small = 8;
inline constexpr int medium = 12;
inline constexpr int panel = 16;
inline constexpr int group = 24;
inline constexpr int large = 32;
} // namespace Space

inline constexpr int controlRadius = 6;
inline constexpr int cardRadius = 8;

//! WCAG 2 contrast of two opaque colours, 1 to 21.
qreal contrastRatio(const QColor &a, const QColor &b);
//! `color` with its lightness moved until it has at least `ratio` on every one of `backgrounds`.
QColor nudged(const QColor &color, const QList<QColor> &backgrounds, qreal ratio);
//! `over` laid on `under` with an opacity of 0 to 1.
QColor mixed(const QColor &under, const QColor &over, qreal opacity);

//! The colours of one palette, as a value: made where it is needed, from the palette of the widget that
//! paints. Whether it is dark or of high contrast is read off the palette itself, so it is right for any
//! theme.
class Appearance
{
public:
    explicit Appearance(const QPalette &palette);
    //! Of the program's palette, for what has no widget.
    static Appearance current();

    bool isDark() const { return m_dark; }
    //! Tints vanish, borders are 2 px, glyphs and words carry everything.
    bool isHighContrast() const { return m_highContrast; }

    //! For text on Base, Window or AlternateBase: 4.5 or more on each.
    QColor color(ColorRole role) const;
    //! The same on a background of your own, such as the selection.
    QColor colorOn(ColorRole role, const QColor &background, qreal ratio = 4.5) const;
    //! Lane 1 is 0; repeats after four.
    QColor lane(int index) const;
    //! Background of banners, strips and chips; in high contrast the plain background.
    QColor tint(ColorRole role) const;
    //! Text on tint(role): 5.0 or more.
    QColor onTint(ColorRole role) const;

    //! Buttons that are the one thing to do, and what is on.
    QColor accent() const;
    QColor onAccent() const;
    //! Rings around what has the focus: 3.0 or more.
    QColor focus() const;
    //! Separators; carry no meaning.
    QColor hairline() const;
    //! Borders of inputs and buttons: 3.0 or more.
    QColor controlBorder() const;
    //! Cards and popovers.
    QColor card() const { return m_palette.color(QPalette::Base); }
    //! What lies under the pointer.
    QColor hover() const;
    //! 1, or 2 in high contrast.
    int borderWidth() const { return m_highContrast ? 2 : 1; }

private:
    QList<QColor> backgrounds() const;
    QColor base(ColorRole role) const;

    QPalette m_palette;
    bool m_dark = false;
    bool m_highContrast = false;
};

//! `base` in the size, weight and family of a role; never under 11 px.
QFont fontFor(TextRole role, const QFont &base);

} // namespace Spritarium
