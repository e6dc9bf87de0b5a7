// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/parts.h"
#include "models/palettemodel.h"

#include <QObject>
#include <QTimer>

namespace Spritarium {

class CommandPalette;
class EgressPanel;
class EgressWiring;
class SpriteTreePanel;
class TimelinePanel;

//! The command palette, the fields that shortcuts jump to, and the preferences with their shortcuts.
class PaletteWiring : public QObject
{
    Q_OBJECT

public:
    PaletteWiring(const Parts &parts, SpriteTreePanel &tree, TimelinePanel &timeline, EgressPanel &egress,
                  EgressWiring &egressWiring, QObject *parent);

private:
    void watchPalette(SpriteTreePanel &tree);
    void watchOffers(EgressWiring &egress);
    void applyShortcuts();
    void fillSprites();
    void openPreferences();
    void openAbout();

    Parts m_parts;
    PaletteModel m_model;
    CommandPalette *m_palette;
    QStringList m_recent;
    QTimer m_fillSoon;
};

} // namespace Spritarium
