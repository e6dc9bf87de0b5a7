// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/parts.h"
#include "domain/ids.h"

#include <QObject>

namespace Spritarium {

class TreeWiring;

//! The window itself: which sprite and tab it shows, its layout, the offline bar, theme and density, and
//! whether anybody looks at all.
class WindowWiring : public QObject
{
    Q_OBJECT

public:
    WindowWiring(const Parts &parts, TreeWiring &tree, QObject *parent);

    //! Layout and last place, as they were left.
    void restoreLayout();

Q_SIGNALS:
    //! Shown, hidden, minimised or back; may repeat.
    void seenChanged(bool seen);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void showSelection();
    void showSprite();
    void showAccounts();
    bool isGone(const SpriteKey &key) const;

    Parts m_parts;
    TreeWiring &m_tree;
};

} // namespace Spritarium
