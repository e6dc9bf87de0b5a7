// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/portrow.h"

#include <QHash>
#include <QObject>

namespace Spritarium {

class PortRowButtons;
class PortTable;

//! Puts real buttons over the visible rows of the ports, and only over those: widgets leave with their row
//! and come back for another one.
class PortButtonLayer : public QObject
{
    Q_OBJECT

public:
    explicit PortButtonLayer(PortTable &table);

    //! After scrolling, resizing, or any change of rows.
    void update();
    PortRowButtons *buttonsOf(const QString &key) const { return m_shown.value(key); }

Q_SIGNALS:
    void pressed(const QModelIndex &index, Spritarium::PortAction action);

private:
    void place(const QModelIndex &index);
    PortRowButtons *buttonsFor(const QString &key);
    void press(const QString &key, PortAction action);

    PortTable &m_table;
    QHash<QString, PortRowButtons *> m_shown;
    QHash<QString, PortRowButtons *> m_leaving;
    QList<PortRowButtons *> m_spare;
    bool m_updating = false;
};

} // namespace Spritarium
