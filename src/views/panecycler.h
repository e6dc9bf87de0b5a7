// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QPointer>
#include <QWidget>

namespace Spritarium {

//! F6 and Shift+F6: from pane to pane, each remembering what had the focus in it. Hidden panes are passed
//! over.
class PaneCycler
{
public:
    void add(QWidget *pane) { m_panes.append(pane); }
    //! `step` is 1 or -1. Starts from the pane that holds the focus now.
    void move(int step) const;

private:
    static bool focusInto(QWidget &pane);

    QList<QPointer<QWidget>> m_panes;
};

} // namespace Spritarium
