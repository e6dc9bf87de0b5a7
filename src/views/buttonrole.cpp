// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/buttonrole.h"

#include <QAbstractButton>
#include <QVariant>

namespace Spritarium {
namespace {
constexpr auto propertyName = "spritariumButtonRole";
}

void setButtonRole(QAbstractButton &button, ButtonRole role)
{
    button.setProperty(propertyName, int(role));
    if (role == ButtonRole::Link)
        button.setCursor(Qt::PointingHandCursor);
    button.update();
}

ButtonRole buttonRole(const QWidget &button)
{
    return static_cast<ButtonRole>(button.property(propertyName).toInt());
}

} // namespace Spritarium
