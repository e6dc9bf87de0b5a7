// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

class QAbstractButton;
class QWidget;

namespace Spritarium {

//! What a button is for, which decides how SpritariumStyle paints it. The default button of a sheet is
//! Primary by itself.
enum class ButtonRole {
    Plain,
    Primary,
    Danger, //!< destroys something; the only red button of a sheet
    Link,   //!< looks like a link, acts like a button
    Quiet   //!< no border until the pointer is over it
};

void setButtonRole(QAbstractButton &button, ButtonRole role);
ButtonRole buttonRole(const QWidget &button);

} // namespace Spritarium
