// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAbstractListModel>
#include <QString>

namespace Spritarium {

//! One thing a person can do, however they reach it: button, menu, palette, shortcut (ux-spec 1.5).
struct ActionFacts
{
    QString id;             //!< "checkpoint.create"; never shown
    QString text;           //!< translated, with ellipsis where more input follows
    QString shortcut;       //!< portable text of a key sequence
    QString disabledReason; //!< empty: enabled
    bool visible = true;    //!< absent where it cannot apply at all

    bool isEnabled() const { return disabledReason.isEmpty(); }

    friend bool operator==(const ActionFacts &, const ActionFacts &) = default;
};

} // namespace Spritarium
