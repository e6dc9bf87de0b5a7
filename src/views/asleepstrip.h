// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/sprite.h"
#include "models/viewstate.h"

#include <QFrame>

class QPushButton;

namespace Spritarium {

class GlyphLabel;
class TextLabel;

//! Over dimmed content of a sprite that sleeps: "calm-otter is cold. Last seen 14:05." (ux-spec 6). 44 high.
class AsleepStrip : public QFrame
{
    Q_OBJECT

public:
    explicit AsleepStrip(QWidget *parent = nullptr);

    //! `seen` is a state of kind Asleep. The second button only for reads known not to wake.
    void show(const QString &sprite, SpriteState state, const ViewState &seen, bool canLoadWithoutWaking);

Q_SIGNALS:
    //! The person agreed to wake the sprite.
    void wakeRequested();
    void loadWithoutWakingRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    GlyphLabel *m_glyph;
    TextLabel *m_text;
    QPushButton *m_wake;
    QPushButton *m_load;
};

} // namespace Spritarium
