// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/quitforwardssheet.h"

#include <QPushButton>

namespace Spritarium {

using namespace Qt::StringLiterals;

QuitForwardsSheet::QuitForwardsSheet(int forwards, QWidget *parent)
    : ConfirmSheet(tr("%n forward(s) carry connections.", nullptr, forwards),
                   tr("Quitting ends these connections."), tr("Quit"), ButtonRole::Primary, parent)
{
    setObjectName(u"quitForwardsSheet"_s);
}

} // namespace Spritarium
