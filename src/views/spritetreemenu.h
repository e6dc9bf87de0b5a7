// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/actiondoor.h"

#include <functional>

namespace Spritarium {

struct MenuChoice
{
    QString text;
    int value = 0;
};

//! One of several: the current one is ticked whenever the menu opens.
void addChoices(QMenu &menu, const QList<MenuChoice> &choices, const std::function<int()> &current,
                const std::function<void(int)> &chosen);

//! The context menu of sprites. Actions of the set are shown themselves; the others call `invoked` with their
//! id.
void fillTreeMenu(QMenu &menu, const ActionSet &actions, bool single,
                  const std::function<void(const QString &)> &invoked);

} // namespace Spritarium
