// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QMetaType>
#include <QString>

namespace Spritarium {

//! Something of ours that keeps a sprite from falling asleep (sprites-api 3.3).
struct AwakeReason
{
    QString text;  //!< "2 connections through port 5432"
    QString place; //!< where it is seen: a tab, such as "ports", or "hold"

    friend bool operator==(const AwakeReason &, const AwakeReason &) = default;
};

} // namespace Spritarium

Q_DECLARE_METATYPE(Spritarium::AwakeReason)
