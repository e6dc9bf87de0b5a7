// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/appearance.h"

#include <QFontDatabase>
#include <QFontInfo>
#include <QGuiApplication>

#include <algorithm>
#include <array>
#include <cmath>

namespace Spritarium {
namespace {

struct RoleColors
{
    QRgb light, dark, lightTint, darkTint;
};

// In the order of ColorRole; ratios in ux-spec 5.
constexpr std::array<RoleColors, 9> roleColors{{
    {0xff17754a, 0xff4cc38a, 0xffe5f4ec, 0xff16302a},
    {0xff8a5a00, 0xffe2a33b, 0xfffbf1dc, 0xff35290f},
    {0xff486581, 0xff8fb0d3, 0xffe6edf4, 0xff1e2b39},
    {0xffb3202c, 0xffff8080, 0xfffce9ea, 0xff3a1d21},
    {0xff1a56b0, 0xff82b4ff, 0xffe6eefb, 0xff172a45},
    {0xff5f6773, 0xff9aa3af, 0xffebedf1, 0xff2b2f37},
    {0xff7a3ea8, 0xffc49bea, 0xfff2eafa, 0xff2d2139},
    {0xff0a6c7e, 0xff57c7d9, 0xffe2f2f5, 0xff132f35},
    {0xff9c386b, 0xffee9bc4, 0xfffae9f2, 0xff381f2d},
}};

const RoleColors &colorsOf(ColorRole role)
{
    return roleColors.at(static_cast<size_t>(role));
}

qreal luminance(const QColor &color)
{
    const auto linear = [](qreal part) {
        return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    const QColor rgb = color.toRgb();
    return 0.2126 * linear(rgb.redF()) + 0.7152 * linear(rgb.greenF()) + 0.0722 * linear(rgb.blueF());
}

bool holdsOn(const QColor &color, const QList<QColor> &backgrounds, qreal ratio)
{
    return std::all_of(backgrounds.begin(), backgrounds.end(),
                       [&](const QColor &background) { return contrastRatio(color, background) >= ratio; });
}

} // namespace

qreal contrastRatio(const QColor &a, const QColor &b)
{
    const qreal first = luminance(a);
    const qreal second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

QColor nudged(const QColor &color, const QList<QColor> &backgrounds, qreal ratio)
{
    if (backgrounds.isEmpty() || holdsOn(color, backgrounds, ratio))
        return color;
    // Away from the background that is nearest to the middle, for that one is the hardest to stand out from.
    const bool lighter = luminance(backgrounds.first()) < 0.18;
    const QColor hsl = color.toHsl();
    const auto hue = hsl.hslHueF();
    const auto saturation = hsl.hslSaturationF();
    auto lightness = hsl.lightnessF();
    for (int step = 0; step < 100; ++step) {
        lightness = std::clamp(lightness + (lighter ? 0.01F : -0.01F), 0.0F, 1.0F);
        const QColor candidate = QColor::fromHslF(hue < 0 ? 0 : hue, saturation, lightness).toRgb();
        if (holdsOn(candidate, backgrounds, ratio))
            return candidate;
    }
    return lighter ? QColor(Qt::white) : QColor(Qt::black);
}

QColor mixed(const QColor &under, const QColor &over, qreal opacity)
{
    const auto part = [opacity](float a, float b) {
        return static_cast<float>(std::clamp(a + (b - a) * opacity, 0.0, 1.0));
    };
    return QColor::fromRgbF(part(under.redF(), over.redF()), part(under.greenF(), over.greenF()),
                            part(under.blueF(), over.blueF()));
}

Appearance::Appearance(const QPalette &palette)
    : m_palette(palette)
{
    const QColor window = palette.color(QPalette::Active, QPalette::Window);
    m_dark = luminance(window) < 0.18;
    // Only palettes made for it use pure black and white.
    m_highContrast = contrastRatio(window, palette.color(QPalette::Active, QPalette::WindowText)) >= 19.0;
}

Appearance Appearance::current()
{
    return Appearance(QGuiApplication::palette());
}

QList<QColor> Appearance::backgrounds() const
{
    return {m_palette.color(QPalette::Window), m_palette.color(QPalette::Base),
            m_palette.color(QPalette::AlternateBase)};
}

QColor Appearance::base(ColorRole role) const
{
    return QColor::fromRgb(m_dark ? colorsOf(role).dark : colorsOf(role).light);
}

QColor Appearance::color(ColorRole role) const
{
    return nudged(base(role), backgrounds(), m_highContrast ? 7.0 : 4.5);
}

QColor Appearance::colorOn(ColorRole role, const QColor &background, qreal ratio) const
{
    return nudged(base(role), {background}, ratio);
}

QColor Appearance::lane(int index) const
{
    constexpr std::array lanes{ColorRole::Info, ColorRole::Lane2, ColorRole::Lane3, ColorRole::Lane4};
    return color(lanes.at(static_cast<size_t>(std::max(0, index)) % lanes.size()));
}

QColor Appearance::tint(ColorRole role) const
{
    if (m_highContrast)
        return m_palette.color(QPalette::Window);
    return QColor::fromRgb(m_dark ? colorsOf(role).darkTint : colorsOf(role).lightTint);
}

QColor Appearance::onTint(ColorRole role) const
{
    return nudged(base(role), {tint(role)}, m_highContrast ? 7.0 : 5.0);
}

QColor Appearance::accent() const
{
    return color(ColorRole::Info);
}

QColor Appearance::onAccent() const
{
    const QColor dark(0x0c, 0x17, 0x27);
    return contrastRatio(accent(), Qt::white) >= 4.5 ? QColor(Qt::white) : dark;
}

QColor Appearance::focus() const
{
    const QColor selection = m_palette.color(QPalette::Active, QPalette::Highlight);
    return holdsOn(selection, backgrounds(), 3.0) ? selection : accent();
}

QColor Appearance::hairline() const
{
    const QColor text = m_palette.color(QPalette::Active, QPalette::WindowText);
    return mixed(m_palette.color(QPalette::Window), text, m_highContrast ? 1.0 : m_dark ? 0.14 : 0.12);
}

QColor Appearance::controlBorder() const
{
    const QColor text = m_palette.color(QPalette::Active, QPalette::WindowText);
    const QColor soft = mixed(m_palette.color(QPalette::Window), text, m_highContrast ? 1.0 : 0.36);
    return nudged(soft, backgrounds(), 3.0);
}

QColor Appearance::hover() const
{
    return mixed(m_palette.color(QPalette::Window), m_palette.color(QPalette::Active, QPalette::WindowText),
                 m_dark ? 0.09 : 0.06);
}

QFont fontFor(TextRole role, const QFont &base)
{
    QFont font = role == TextRole::Fixed ? QFontDatabase::systemFont(QFontDatabase::FixedFont) : base;
    const qreal size = QFontInfo(base).pointSizeF();
    const qreal pixels = std::max(1, QFontInfo(base).pixelSize());
    const auto scaled = [&](qreal factor) { return size * std::max(factor, 11.0 / pixels); };
    switch (role) {
    case TextRole::Title:
        font.setPointSizeF(scaled(1.25));
        font.setWeight(QFont::DemiBold);
        break;
    case TextRole::Section:
        font.setPointSizeF(scaled(1.1));
        font.setWeight(QFont::DemiBold);
        break;
    case TextRole::Meta:
        font.setPointSizeF(scaled(0.92));
        break;
    case TextRole::Fixed:
        font.setPointSizeF(scaled(0.96));
        break;
    case TextRole::Body:
        break;
    }
    return font;
}

} // namespace Spritarium
