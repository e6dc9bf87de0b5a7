// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/parts.h"
#include "domain/ids.h"

#include <QObject>

#include <optional>

namespace Spritarium {

class SpriteTreePanel;
struct FolderLink;

//! A folder dropped on the window selects the sprite that its `.sprite` file names (ux-spec 14). Nothing else
//! of the folder is read, and no file is changed.
class FolderDrop : public QObject
{
    Q_OBJECT

public:
    FolderDrop(const Parts &parts, SpriteTreePanel &panel, QObject *parent);

private:
    void open(const QString &path);
    QList<SpriteKey> listed(const FolderLink &link) const;

    Parts m_parts;
    SpriteTreePanel &m_panel;
};

} // namespace Spritarium
