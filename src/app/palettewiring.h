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
class PortsPanel;
class SpriteTreePanel;
class TimelinePanel;

//! The command palette, the fields that shortcuts jump to, and the preferences with their shortcuts.
class PaletteWiring : public QObject
{
    Q_OBJECT

public:
    //! What the palette reaches into.
    struct Places
    {
        SpriteTreePanel &tree;
        TimelinePanel &timeline;
        EgressPanel &egress;
        EgressWiring &egressWiring;
        PortsPanel &ports;
    };

    PaletteWiring(const Parts &parts, const Places &places, QObject *parent);

private:
    void watchPalette(SpriteTreePanel &tree);
    void watchFilter(const Places &places);
    void watchOffers(EgressWiring &egress, PortsPanel &ports);
    QList<ActionFacts> offers(const QString &query) const;
    void applyShortcuts();
    void fillSprites();
    //! What the palette offers of the preferences (ux-spec 4).
    QList<ActionFacts> settingFacts() const;
    //! False if it is no setting.
    bool chooseSetting(const QString &id);
    void openPreferences();
    void openAbout();

    Parts m_parts;
    PaletteModel m_model;
    CommandPalette *m_palette;
    QStringList m_recent;
    QTimer m_fillSoon;
};

} // namespace Spritarium
