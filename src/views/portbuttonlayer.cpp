// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/portbuttonlayer.h"

#include "views/portrowbuttons.h"
#include "views/porttable.h"

#include <QScopedValueRollback>

namespace Spritarium {

PortButtonLayer::PortButtonLayer(PortTable &table)
    : QObject(&table)
    , m_table(table)
{}

void PortButtonLayer::update()
{
    // Asking the table for a place may make it lay out its rows, which calls here again.
    if (m_updating || m_table.model() == nullptr)
        return;
    const QScopedValueRollback<bool> guard(m_updating, true);
    m_leaving.swap(m_shown);
    m_shown.clear();
    const int bottom = m_table.viewport()->height();
    for (int row = std::max(0, m_table.rowAt(0)); row < m_table.model()->rowCount(); ++row) {
        if (m_table.rowViewportPosition(row) >= bottom)
            break;
        if (const QModelIndex index = m_table.model()->index(row, 0); PortRow::of(index).isPort())
            place(index);
    }
    for (PortRowButtons *buttons : std::as_const(m_leaving)) {
        // The keyboard must not be lost with a row: it goes back to the table.
        if (buttons->isAncestorOf(m_table.window()->focusWidget()))
            m_table.setFocus();
        buttons->hide();
        m_spare.append(buttons);
    }
    m_leaving.clear();
}

void PortButtonLayer::place(const QModelIndex &index)
{
    const PortRow row = PortRow::of(index);
    PortRowButtons *buttons = buttonsFor(row.key);
    m_shown.insert(row.key, buttons);
    const QWidget *focused = m_table.window()->focusWidget();
    const bool hadFocus = focused != nullptr && buttons->isAncestorOf(focused);
    buttons->setGeometry(m_table.buttonRect(index));
    buttons->show(row, m_table.buttonRoom(index).width());
    buttons->setTabStops(index.row() == m_table.currentIndex().row(), m_table);
    if (hadFocus && !focused->isVisible()) // Start became Stop under the finger
        m_table.setFocus();
}

PortRowButtons *PortButtonLayer::buttonsFor(const QString &key)
{
    if (PortRowButtons *same = m_leaving.take(key))
        return same;
    if (!m_spare.isEmpty())
        return m_spare.takeLast();
    auto *made = new PortRowButtons(m_table.viewport());
    connect(made, &PortRowButtons::pressed, this, &PortButtonLayer::press);
    return made;
}

void PortButtonLayer::press(const QString &key, PortAction action)
{
    for (int row = 0; row < m_table.model()->rowCount(); ++row) {
        const QModelIndex index = m_table.model()->index(row, 0);
        const PortRow port = PortRow::of(index);
        if (port.isPort() && port.key == key) {
            Q_EMIT pressed(index, action);
            return;
        }
    }
}

} // namespace Spritarium
