// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/networkpolicy.h"
#include "domain/result.h"

#include <QString>

namespace Spritarium {

//! Rules of a file: a policy as JSON, or a list of names, each of which becomes allowed. The error is of kind
//! Invalid with a sentence for people. More than 5,000 rules are refused, so that no file holds up the
//! interface.
Result<NetworkPolicy> readRulesFile(const QString &path);

} // namespace Spritarium
