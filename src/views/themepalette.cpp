// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/themepalette.h"

#include "views/appearance.h"

#include <QStyleFactory>

#include <memory>

namespace Spritarium {
namespace {

struct Shades
{
    QColor window, base, alternate, button, text, muted, disabled, selection, link, tip;
};

QPalette paletteOf(const Shades &s)
{
    QPalette palette;
    palette.setColor(QPalette::Window, s.window);
    palette.setColor(QPalette::WindowText, s.text);
    palette.setColor(QPalette::Base, s.base);
    palette.setColor(QPalette::AlternateBase, s.alternate);
    palette.setColor(QPalette::Text, s.text);
    palette.setColor(QPalette::Button, s.button);
    palette.setColor(QPalette::ButtonText, s.text);
    palette.setColor(QPalette::BrightText, Qt::white);
    palette.setColor(QPalette::Highlight, s.selection);
    palette.setColor(QPalette::HighlightedText, s.text);
    palette.setColor(QPalette::Link, s.link);
    palette.setColor(QPalette::LinkVisited, s.link);
    palette.setColor(QPalette::ToolTipBase, s.tip);
    palette.setColor(QPalette::ToolTipText, s.text);
    palette.setColor(QPalette::PlaceholderText, s.muted);
    // Fusion derives its lines from these; without them they vanish on dark.
    palette.setColor(QPalette::Light, mixed(s.window, Qt::white, 0.3));
    palette.setColor(QPalette::Midlight, mixed(s.window, s.text, 0.08));
    palette.setColor(QPalette::Mid, mixed(s.window, s.text, 0.22));
    palette.setColor(QPalette::Dark, mixed(s.window, s.text, 0.4));
    palette.setColor(QPalette::Shadow, mixed(s.window, Qt::black, 0.6));
    for (auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText,
                      QPalette::ToolTipText})
        palette.setColor(QPalette::Disabled, role, s.disabled);
    palette.setColor(QPalette::Disabled, QPalette::Base, s.window);
    palette.setColor(QPalette::Inactive, QPalette::Highlight, mixed(s.window, s.selection, 0.8));
    return palette;
}

bool isBuiltIn(const QPalette &palette)
{
    const std::unique_ptr<QStyle> fusion(QStyleFactory::create(QStringLiteral("Fusion")));
    if (!fusion)
        return false;
    const QPalette own = fusion->standardPalette();
    return own.color(QPalette::Window) == palette.color(QPalette::Window) &&
           own.color(QPalette::WindowText) == palette.color(QPalette::WindowText) &&
           own.color(QPalette::Highlight) == palette.color(QPalette::Highlight);
}

} // namespace

QPalette lightPalette()
{
    return paletteOf({.window = QColor(0xf3f4f7),
                      .base = QColor(0xffffff),
                      .alternate = QColor(0xf8f9fb),
                      .button = QColor(0xffffff),
                      .text = QColor(0x1b1f26),
                      .muted = QColor(0x6a7280),
                      .disabled = QColor(0x8a919c),
                      .selection = QColor(0xd3e2f8),
                      .link = QColor(0x1a56b0),
                      .tip = QColor(0xffffff)});
}

QPalette darkPalette()
{
    return paletteOf({.window = QColor(0x202329),
                      .base = QColor(0x17191d),
                      .alternate = QColor(0x1c1f24),
                      .button = QColor(0x2b2f36),
                      .text = QColor(0xe6e9ee),
                      .muted = QColor(0x9098a4),
                      .disabled = QColor(0x6f7783),
                      .selection = QColor(0x24416b),
                      .link = QColor(0x82b4ff),
                      .tip = QColor(0x2b2f36)});
}

QPalette systemPalette(const QPalette &desktop)
{
    if (isBuiltIn(desktop))
        return lightPalette();
    QPalette palette = desktop;
    const QColor window = palette.color(QPalette::Window);
    const QColor text = palette.color(QPalette::WindowText);
    const Appearance appearance(palette);
    palette.setColor(QPalette::Link, appearance.accent());
    palette.setColor(QPalette::PlaceholderText, mixed(palette.color(QPalette::Base), text, 0.62));
    palette.setColor(QPalette::Midlight, mixed(window, text, 0.08));
    palette.setColor(QPalette::Mid, mixed(window, text, 0.22));
    palette.setColor(QPalette::Dark, mixed(window, text, 0.4));
    return palette;
}

} // namespace Spritarium
