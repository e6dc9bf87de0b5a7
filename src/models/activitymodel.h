// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/operation.h"

#include <QAbstractItemModel>

namespace Spritarium {

//! One line of Activity: an operation with its requests and messages (ux-spec 13).
struct ActivityEntry
{
    Operation operation;
    QString accountName;
    QList<RequestRecord> requests;
    QList<StreamMessage> messages; //!< the last 200

    friend bool operator==(const ActivityEntry &, const ActivityEntry &) = default;
};

//! Operations, newest first; each opens into phases, messages and requests as child rows.
class ActivityModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum class Column { What, Account, Started, Duration, Result };
    Q_ENUM(Column)
    enum Role {
        OperationIdRole = Qt::UserRole + 1, //!< QString
        OutcomeRole,                        //!< Outcome as int
        KindRole,                           //!< OperationKind as int
        SpriteRole,                         //!< SpriteKey
        OperationRole,                      //!< Operation (top rows)
        ChildKindRole                       //!< "phase", "message", "request" (child rows)
    };

    explicit ActivityModel(QObject *parent = nullptr);
    ~ActivityModel() override;

    void applyEntries(const QList<ActivityEntry> &entries);
    void applyOperation(const Operation &operation, const QString &accountName);
    void applyMessage(const OperationId &operation, const StreamMessage &message);
    void applyRequest(const OperationId &operation, const RequestRecord &request);
    void clear();
    std::optional<ActivityEntry> entry(const OperationId &operation) const;
    int runningCount() const;
    //! The newest running one, for the status bar.
    std::optional<Operation> newestRunning() const;
    //! Everything of one entry as text; no secret can be in it.
    QString logText(const OperationId &operation) const;
    //! The same, shaped for an issue tracker.
    QString issueText(const OperationId &operation) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    void runningChanged();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace Spritarium
