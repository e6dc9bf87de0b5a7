// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

class QMenu;
class QModelIndex;

namespace Spritarium {

class PortTable;
struct PortRow;
struct Sprite;

//! The menus of a port: everything its row can do, and what can be copied of it. They delete themselves.
class PortMenus
{
public:
    static QMenu *rowMenu(PortTable &table, const QModelIndex &index);
    static QMenu *copyMenu(PortTable &table, const QModelIndex &index);
};

//! The line of the sprite CLI that does the same; empty where the CLI has no word for it: it reaches the
//! sprite itself only.
QString proxyCommand(const Sprite &sprite, const PortRow &row);

} // namespace Spritarium
