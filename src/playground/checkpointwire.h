// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/storetypes.h"

#include <QByteArray>
#include <QList>

namespace Spritarium::Playground {

//! A checkpoint as the supervisor words it (sprites-api 5.1), compact, with its `ancestors` nearest
//! ancestors.
QByteArray checkpointText(const Checkpoint &checkpoint, qsizetype ancestors);
//! The array of them. Written straight away: a thousand, each with fifty ancestors, are too many values to be
//! made one by one while others wait.
QByteArray checkpointsText(const QList<Checkpoint> &checkpoints, qsizetype ancestors);

} // namespace Spritarium::Playground
