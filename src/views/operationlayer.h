// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/ids.h"
#include "views/operationrow.h"

#include <QHash>
#include <QObject>
#include <QPointer>

class QListView;

namespace Spritarium {

class TimelineDelegate;

//! Keeps one OperationRow over each operation row of the timeline, and each list row as high as its widget.
//! The widgets stay while their row scrolls out of sight, so that a selection in a log survives.
class OperationLayer : public QObject
{
    Q_OBJECT

public:
    OperationLayer(QListView &list, TimelineDelegate &delegate);

    //! Rows of operations came, changed or went.
    void syncRows();
    //! After scrolling and layout.
    void place();
    //! The messages of an operation; may come before its row. Not owned.
    void setLog(const OperationId &operation, OperationLogModel *log);
    OperationRow *row(const OperationId &operation) const;
    bool isEmpty() const { return m_rows.isEmpty(); }

Q_SIGNALS:
    //! A new widget: whoever wants its signals connects them now.
    void rowCreated(Spritarium::OperationRow *row);
    //! The list has to lay its rows out again.
    void heightsChanged();

private:
    OperationRow *makeRow(const QString &key);
    void fit(const QString &key, OperationRow *row);

    QListView &m_list;
    TimelineDelegate &m_delegate;
    QHash<QString, OperationRow *> m_rows; //!< by row key
    QHash<OperationId, QPointer<OperationLogModel>> m_logs;
};

} // namespace Spritarium
