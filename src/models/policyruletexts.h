// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/policyrulerow.h"

namespace Spritarium {

// What the rule table says of a row (ux-spec 10.2, 18), translated.

//! "Allow", "Deny"; a word that is neither as it is.
QString ruleActionText(const EgressRule &rule);
//! The pattern with xn-- spelled out, the sentence of a preset, the title of a header, the last row's text.
QString ruleNameText(const PolicyRuleRow &row);
//! "Exact", "Subdomains", "Everything", "Preset".
QString ruleKindText(const EgressRule &rule);
//! The badges of a row in one line.
QString ruleFindingsText(const PolicyRuleRow &row);
//! "Rule 3, allow, star dot example dot com, subdomains, never decides"
QString ruleSpokenText(const PolicyRuleRow &row);
//! What the findings say, and what a preset is.
QString ruleToolTip(const PolicyRuleRow &row);
//! Everything a filter looks at.
QString ruleSearchText(const PolicyRuleRow &row);

} // namespace Spritarium
