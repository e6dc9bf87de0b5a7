// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/panecycler.h"

#include <QApplication>

namespace Spritarium {

void PaneCycler::move(int step) const
{
    const QWidget *focused = QApplication::focusWidget();
    qsizetype at = step > 0 ? -1 : m_panes.size();
    for (qsizetype i = 0; i < m_panes.size(); ++i) {
        if (m_panes.at(i) && focused && (m_panes.at(i) == focused || m_panes.at(i)->isAncestorOf(focused)))
            at = i;
    }
    for (qsizetype tried = 0; tried < m_panes.size(); ++tried) {
        at = (at + step + m_panes.size()) % m_panes.size();
        QWidget *pane = m_panes.at(at);
        if (pane && pane->isVisible() && focusInto(*pane))
            return;
    }
}

bool PaneCycler::focusInto(QWidget &pane)
{
    const auto takes = [&](QWidget *widget) {
        return widget && widget->isVisible() && widget->isEnabled() && widget->focusPolicy() & Qt::TabFocus;
    };
    if (takes(pane.focusWidget())) {
        pane.focusWidget()->setFocus(Qt::TabFocusReason);
        return true;
    }
    for (QWidget *widget = &pane, *next = pane.nextInFocusChain(); next != widget;
         next = next->nextInFocusChain()) {
        if (pane.isAncestorOf(next) && takes(next)) {
            next->setFocus(Qt::TabFocusReason);
            return true;
        }
    }
    return false;
}

} // namespace Spritarium
