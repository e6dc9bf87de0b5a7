// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace Spritarium::Playground {

//! One line `@@ verb words...` of a recipe and the text below it, up to the next such line.
struct SeedStep
{
    QString verb;
    QStringList words;
    QByteArray body;
    int line = 0; //!< for messages

    friend bool operator==(const SeedStep &, const SeedStep &) = default;
};

//! Reads a recipe: the story of one sprite, told in order. Ages like `2d4h10m` lie before now; paths are
//! below /home/sprite unless absolute.
//!
//!   @@ sprite AGE [LABEL...]      created then; first of all steps
//!   @@ public | @@ fails | @@ bare    settings, before the first file; bare has no v0
//!   @@ file PATH [MODE]           body is the contents
//!   @@ append PATH                body is added
//!   @@ change PATH                body: lines `- old` and `+ new`; the old block is replaced by the new one
//!   @@ link PATH TARGET | @@ delete PATH | @@ move PATH PATH
//!   @@ policy                     body is the network policy
//!   @@ checkpoint AGE [COMMENT]   and dates the files touched since the last one
//!   @@ unhealthy AGE [COMMENT]    a checkpoint that cannot be mounted
//!   @@ auto AGE                   an automatic one
//!   @@ restore ID
//!   @@ status STATUS AGE          last of all; dates the files touched last
QList<SeedStep> parseRecipe(const QByteArray &text);

//! Seconds of "3d", "2h30m"; nothing if it is no age.
std::optional<qint64> parseAge(const QString &text);

//! `text` with the block of `- ` lines replaced by the block of `+ ` lines; nothing if it is not in there
//! exactly once.
std::optional<QByteArray> applyChange(const QByteArray &text, const QByteArray &change);

} // namespace Spritarium::Playground
