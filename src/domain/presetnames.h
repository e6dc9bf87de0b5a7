// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QDate>
#include <QString>
#include <QStringList>

namespace Spritarium {

//! Names that a preset is known to allow. The service does not serve its list (sprites-api 6.1.4), so this is
//! ours, with the day on which it was written; the service may differ.
struct PresetNames
{
    QString preset; //!< "defaults"
    QDate asOf;
    QStringList names; //!< normalized patterns, exact or `*.`, in the order of the file

    friend bool operator==(const PresetNames &, const PresetNames &) = default;
};

//! Lines of names; `# ` comments; a line `@as-of 2026-11-01`. Lines that are no pattern are left out.
PresetNames parsePresetNames(const QString &preset, const QByteArray &text);
//! The list that comes with the program (src/domain/presets/defaults.txt).
const PresetNames &knownDefaults();

} // namespace Spritarium
