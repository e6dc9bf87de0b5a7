// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/parts.h"
#include "domain/operation.h"
#include "store/storedvalues.h"

#include <QObject>
#include <QTimer>

namespace Spritarium {

class AccountSession;
class ActivityPanel;

//! Everything that was done, into Activity and into the store, with the messages and requests that belong to
//! it.
class ActivityWiring : public QObject
{
    Q_OBJECT

public:
    ActivityWiring(const Parts &parts, ActivityPanel &panel, QObject *parent);
    ~ActivityWiring() override;

    //! What one of the stores remembers; both come soon after the start.
    void addRemembered(const QList<StoredActivity> &entries);

private:
    void watchSession(AccountSession *session);
    void watchDesk();
    QString accountName(const AccountId &account) const;
    void updateRunning();
    void saveColumns();

    Parts m_parts;
    ActivityPanel &m_panel;
    QTimer m_saveColumns;
};

} // namespace Spritarium
