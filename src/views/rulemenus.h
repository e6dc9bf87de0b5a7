// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/policylint.h"

#include <QList>

class QMenu;

namespace Spritarium {

class RuleTable;

//! The menus of the rule table: of a row, and of what is wrong with it.
class RuleMenus
{
public:
    //! Of the selected rows; deletes itself.
    static QMenu *rowMenu(RuleTable &table, int row);
    //! Each finding as a sentence with its fixes.
    static QMenu *findingsMenu(RuleTable &table, const QList<Finding> &findings);
};

} // namespace Spritarium
