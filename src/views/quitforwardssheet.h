// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/confirmsheet.h"

namespace Spritarium {

//! "3 forwards carry connections." before the program quits (ux-spec 11.2).
class QuitForwardsSheet : public ConfirmSheet
{
    Q_OBJECT

public:
    explicit QuitForwardsSheet(int forwards, QWidget *parent = nullptr);
};

} // namespace Spritarium
