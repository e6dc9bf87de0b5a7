// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/sprite.h"

#include <QFrame>

class QHBoxLayout;
class QPushButton;

namespace Spritarium {

class Chip;
class TextLabel;

//! The sprite's web address, who can open it, and what can be done with it (ux-spec 11.1). 64 high or more.
class PortAddressCard : public QFrame
{
    Q_OBJECT

public:
    explicit PortAddressCard(QWidget *parent = nullptr);

    //! Hides itself for a sprite without an address.
    void showSprite(const Sprite &sprite);

Q_SIGNALS:
    //! It is on the clipboard already.
    void copied();
    void openRequested();
    void changeRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QPushButton *addButton(QHBoxLayout &line, const QString &name, const QString &text,
                           const QString &spoken);

    TextLabel *m_url;
    Chip *m_who;
    QPushButton *m_change;
};

} // namespace Spritarium
