// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QLineEdit>
#include <QWidget>

class QToolBar;

namespace Spritarium {

//! Four pixels of caution along the window top: this is the playground (ux-spec 14).
class PlaygroundStripe : public QWidget
{
    Q_OBJECT

public:
    explicit PlaygroundStripe(QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
};

//! "Offline. Showing what was last seen." with Retry; 32 high, as wide as the window.
class OfflineStrip : public QWidget
{
    Q_OBJECT

public:
    explicit OfflineStrip(QWidget *parent = nullptr);

Q_SIGNALS:
    void retryRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
};

//! The field of the toolbar under which the palette opens; 320 wide if there is room.
class PaletteField : public QLineEdit
{
    Q_OBJECT

public:
    explicit PaletteField(QWidget *parent = nullptr);
    QSize sizeHint() const override;
};

//! Takes the room that is left in a toolbar.
QWidget *makeSpacer(QWidget *parent);
//! Gives the buttons a toolbar made for its actions their object names ("tool:" and the action's) and names.
void nameToolButtons(QToolBar &bar);

} // namespace Spritarium
