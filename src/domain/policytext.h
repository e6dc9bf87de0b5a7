// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/networkpolicy.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace Spritarium {

//! What is wrong with a policy written by hand.
struct PolicyTextError
{
    int line = 1;   //!< from 1
    int column = 1; //!< from 1
    QString text;   //!< a sentence, translated

    friend bool operator==(const PolicyTextError &, const PolicyTextError &) = default;
};

//! Either a policy, or where it is wrong.
struct PolicyTextResult
{
    NetworkPolicy policy;
    std::optional<PolicyTextError> error;

    friend bool operator==(const PolicyTextResult &, const PolicyTextResult &) = default;
};

//! Strict as the service except for keys it does not know, which are kept (sprites-api 6.1.2): `rules` must
//! be there; each rule has a name or a preset, and with a name `allow` or `deny`. A rule without both is the
//! catch-all. The line is that of the rule, or where the JSON breaks.
PolicyTextResult policyFromText(const QByteArray &text);
//! One rule a line, so that two of them can be compared; ends with a new line.
QByteArray policyToText(const NetworkPolicy &policy);

} // namespace Spritarium
