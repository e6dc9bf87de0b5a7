// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/stylesettings.h"

#include "app/settings.h"

#include <QApplication>

namespace Spritarium {

using namespace Qt::StringLiterals;

StyleOptions styleOptionsOf(const Settings &settings)
{
    const QString theme = settings.text(Settings::Key::Theme);
    StyleOptions options;
    options.theme = theme == "light"_L1 ? Theme::Light : theme == "dark"_L1 ? Theme::Dark : Theme::System;
    options.density = settings.isOn(Settings::Key::Compact) ? Density::Compact : Density::Comfortable;
    options.reducedMotion = settings.isOn(Settings::Key::ReducedMotion);
    return options;
}

void rememberStyle(Settings &settings, const StyleOptions &options)
{
    settings.set(Settings::Key::Theme, options.theme == Theme::Light  ? u"light"_s
                                       : options.theme == Theme::Dark ? u"dark"_s
                                                                      : u"system"_s);
    settings.set(Settings::Key::Compact, options.density == Density::Compact);
    settings.set(Settings::Key::ReducedMotion, options.reducedMotion);
}

void applyStyle(const Settings &settings)
{
    QApplication::setStyle(new SpritariumStyle(styleOptionsOf(settings)));
}

} // namespace Spritarium
