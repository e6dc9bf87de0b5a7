// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/networkpolicy.h"
#include "views/sheet.h"

namespace Spritarium {

//! Which egress rules a restore took away and which it brought, one line each.
class RuleChangeSheet : public Sheet
{
    Q_OBJECT

public:
    RuleChangeSheet(const NetworkPolicy &before, const NetworkPolicy &after, QWidget *parent = nullptr);
};

//! "allow *.example.com", "allow the names of defaults".
QString egressRuleText(const EgressRule &rule);

} // namespace Spritarium
