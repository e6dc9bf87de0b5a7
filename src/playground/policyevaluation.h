// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace Spritarium::Playground {

//! How rules are read (sprites-api 6.1.3). The defaults are what the service's code did in 2025-11.
struct PolicyReading
{
    bool firstMatch = false;  //!< from the top, as the seeds say; else exact, then `*.`, then `*`
    bool longestWins = false; //!< of several `*.` patterns; else the upper one. First match knows no such tie
    bool starCoversBase = true; //!< `*.example.com` also names `example.com`

    friend bool operator==(const PolicyReading &, const PolicyReading &) = default;
};

//! Whether a name may be looked up, and what says so.
struct PolicyAnswer
{
    bool allowed = true;
    int rule = -1;   //!< place of the deciding rule, from 0; -1: none names it
    QString pattern; //!< what matched, trimmed and in lower case: the rule's, or an entry of its preset

    friend bool operator==(const PolicyAnswer &, const PolicyAnswer &) = default;
};

//! What `policy` (a body of sprites-api 6.1.2) says of `name`, which is trimmed and lower-cased and may end
//! with one dot, as in a lookup. `defaults` are the names behind the preset: each counts as a rule written at
//! the preset's place. A rule without name and preset is the catch-all; other presets name nothing. A body
//! that is no policy has no rules.
PolicyAnswer evaluatePolicy(const QByteArray &policy, const QString &name, const PolicyReading &reading,
                            const QStringList &defaults);

//! The names the playground puts behind `defaults`: a list of its own, the service may have others.
QStringList defaultNames();

} // namespace Spritarium::Playground
