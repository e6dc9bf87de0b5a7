// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/actionfacts.h"

#include <QHash>
#include <QString>

class QAbstractButton;
class QAction;
class QMenu;

namespace Spritarium {

//! Every action a view may offer, by the id of its ActionFacts. Owned by whoever made them; a missing one is
//! not offered.
using ActionSet = QHash<QString, QAction *>;

//! Text, shortcut, visibility and the reason for being off, onto the one QAction that every door shows
//! (ux-spec 1.5, 6). The reason goes to tooltip and status tip; buttons bound with bindButton() also say it
//! as their description.
void applyFacts(QAction &action, const ActionFacts &facts);
QString disabledReason(const QAction &action);

//! Makes a button one more door of `action`: it triggers it and shows its state. `text` empty: the action's
//! own.
void bindButton(QAbstractButton &button, QAction &action, const QString &text = {});

//! Adds the actions of `ids` that exist; an empty id is a separator, never two in a row nor at an end.
void fillMenu(QMenu &menu, const ActionSet &actions, const QStringList &ids);

} // namespace Spritarium
