// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/networkpolicy.h"
#include "views/sheet.h"

namespace Spritarium {

//! Which egress rules a restore took away, which it brought and which it moved.
class RuleChangeSheet : public Sheet
{
    Q_OBJECT

public:
    RuleChangeSheet(const NetworkPolicy &before, const NetworkPolicy &after, QWidget *parent = nullptr);
};

} // namespace Spritarium
