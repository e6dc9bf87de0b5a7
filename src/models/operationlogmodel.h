// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/operation.h"

#include <QAbstractListModel>
#include <QTimer>

namespace Spritarium {

//! The messages of one operation as they arrive, each with its time; a ring of at most `capacity` lines, so
//! that memory does not grow with the length of a stream. Lines that arrive in one turn of the event loop are
//! inserted at once.
class OperationLogModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        KindRole = Qt::UserRole + 1, //!< StreamMessage::Kind as int
        TypeRole,                    //!< the prefix: "", "out", "err", or the raw word of an unknown type
        TextRole,                    //!< as sent
        TimeTextRole                 //!< "14:05:12", local
    };

    explicit OperationLogModel(int capacity = 5000, QObject *parent = nullptr);

    //! A line without a time gets the time of its arrival.
    void append(const StreamMessage &message);
    void clear();
    int droppedCount() const { return m_dropped; }
    //! All lines as text, for Copy log; what waits for its insertion is in it, as in lastText().
    QString text() const;
    QString lastText() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    void flush();

    const int m_capacity;
    QTimer m_flush;
    int m_dropped = 0;
    QList<StreamMessage> m_lines;
    QList<StreamMessage> m_waiting;
};

} // namespace Spritarium
