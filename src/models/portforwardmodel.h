// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/portforwardrow.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QTimer>

#include <optional>

namespace Spritarium {

//! The ports of one sprite as a table in three groups: forwarded, listening but not forwarded, saved and
//! stopped (ux-spec 11.2). Groups without rows have no header; texts of headers and of the note stand in the
//! first column. Rows are reconciled by forward or port; never reset except for another sprite.
class PortForwardModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { State, Name, SpritePort, Local, Traffic, Actions, ColumnCount };
    using Group = PortForwardRow::Group;
    using RowType = PortForwardRow::Type;
    //! What a row says and offers: the table of ux-spec 11.2.
    using RowState = PortForwardRow::State;
    enum Role {
        RowTypeRole = Qt::UserRole + 1, //!< int of RowType
        RowStateRole,                   //!< int of RowState
        ForwardRole,                    //!< PortForward
        StatusRole,                     //!< ForwardStatus
        PortRole,                       //!< ListeningPort
        MessageRole,                    //!< QString: "3001 is used by node (PID 4711)."
        FreePortRole,                   //!< int: the port that "Use 3002" offers; 0: none
        SearchRole,                     //!< QString
        GroupRole,                      //!< int of Group
        MetaRole,                       //!< QString: "wanted 3000" when it listens elsewhere
        KeyRole                         //!< QString: names the row as long as it is there
    };

    explicit PortForwardModel(QObject *parent = nullptr);

    //! Another sprite: nothing is known.
    void showSprite(const SpriteKey &key);
    //! In the order they are to stand; those of other sprites are left out.
    void setForwards(const QList<PortForward> &forwards);
    //! May come before its forward.
    void applyStatus(const ForwardStatus &status);
    //! Absent: not known (asleep, not offered, lost and stale).
    void setListening(const std::optional<QList<ListeningPort>> &ports);
    void setSpriteState(SpriteState state);
    QList<PortForward> forwards() const;
    ForwardStatus status(const ForwardId &id) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    //! Local (a port number) and Name; asks by editRequested(). False when refused, with the reason in
    //! refused().
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;

Q_SIGNALS:
    //! The person wants this forward so; the owner stores it and calls setForwards().
    void editRequested(const Spritarium::PortForward &forward);
    //! Typed text that cannot be taken; `reason` is a sentence.
    void refused(const QModelIndex &index, const QString &typed, const QString &reason);

private:
    struct Host;
    void rebuild();
    QList<PortForwardRow> freshRows() const;
    QList<PortForwardRow> forwardRows() const;
    QList<PortForwardRow> listeningRows() const;
    quint16 freePortFor(const PortForwardRow &row) const;
    QVariant textOf(const PortForwardRow &row, int column) const;
    QString localPortProblem(const PortForward &forward, const QString &typed) const;
    bool setLocalPort(const QModelIndex &index, const QString &typed);
    bool setName(const QModelIndex &index, const QString &typed);
    void tellTraffic(const ForwardStatus &status);
    void watchAges();
    void tellAges();

    QList<PortForwardRow> m_rows;
    SpriteKey m_key;
    QList<PortForward> m_forwards;
    QHash<ForwardId, ForwardStatus> m_statuses;
    std::optional<QList<ListeningPort>> m_listening;
    SpriteState m_state = SpriteState::Unknown;
    QTimer m_ages; //!< runs while a row says how long it was idle
};

} // namespace Spritarium
