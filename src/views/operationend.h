// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/operation.h"

#include <QStringList>

namespace Spritarium {

//! What an operation's row says and offers at its end: the table of ux-spec 9.6 as a value.
struct OperationEnd
{
    enum class Offer { TryAgain, RestoreWithoutSafety, DeleteSafety, CheckAgain, Details };
    enum class Tone { Neutral, Good, Caution, Danger };

    QString text;        //!< the sentence; empty while it simply runs
    QString message;     //!< the service's last words or the cause; may be empty
    QStringList details; //!< things that need a look
    QList<Offer> offers;
    Tone tone = Tone::Neutral;

    friend bool operator==(const OperationEnd &, const OperationEnd &) = default;
};

OperationEnd operationEndOf(const Operation &operation);

//! A running operation still says "Longer than usual." after this.
constexpr std::chrono::seconds LongerThanUsual{60};

} // namespace Spritarium
