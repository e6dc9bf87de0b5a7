// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/networkpolicy.h"

#include <QString>

namespace Spritarium {

//! "Allow", "Deny"; a word this program does not know as it is.
QString egressActionText(const EgressRule &rule);
//! What the rule names: its pattern, the words for a preset, and keys this program does not know.
QString egressSubjectText(const EgressRule &rule);
//! "Allow *.example.com", "Allow the names of defaults".
QString egressRuleText(const EgressRule &rule);
//! A sentence of the domain as plain text: names in `ticks` lose them and stay left to right.
QString withoutTicks(const QString &sentence);

} // namespace Spritarium
