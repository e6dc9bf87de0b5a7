// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFrame>

namespace Spritarium {

//! A card that opens under the control that asked for it and closes with Escape or a click elsewhere.
//! It keeps its content when it closes.
class Popover : public QFrame
{
    Q_OBJECT

public:
    explicit Popover(QWidget *parent = nullptr);

    //! Under `anchor`, its leading edges aligned, kept on the screen.
    void openUnder(const QWidget &anchor);

Q_SIGNALS:
    void closed();

protected:
    void paintEvent(QPaintEvent *event) override;
    void hideEvent(QHideEvent *event) override;
};

} // namespace Spritarium
