// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/portforwardmodel.h"

#include <QList>

namespace Spritarium {

//! What a row's buttons and keys can ask for (ux-spec 11.2).
enum class PortAction {
    Open,
    Copy, //!< opens its menu
    Start,
    Stop,
    Forward,
    UseFree, //!< the free local port that the model names
    Choose,  //!< edit the local port
    TryAgain,
    Guard,
    RemoveGuard,
    Details,
    Remove,
    More //!< opens the row's menu
};

//! One row of a PortForwardModel, read out of its roles.
struct PortRow
{
    PortForwardModel::RowType type = PortForwardModel::RowType::Note;
    PortForwardModel::RowState state = PortForwardModel::RowState::Stopped;
    PortForward forward;
    ForwardStatus status;
    ListeningPort port;
    QString key; //!< stays the same while the row lives
    QString message;
    QString meta;         //!< "wanted 3000"
    quint16 freePort = 0; //!< 0: none to offer

    static PortRow of(const QModelIndex &index);

    bool isForward() const { return type == PortForwardModel::RowType::Forward; }
    bool isListening() const { return type == PortForwardModel::RowType::Listening; }
    //! Neither a header nor a note.
    bool isPort() const { return isForward() || isListening(); }
    //! What it is called aloud and in menus: "3000", "db.internal:5432".
    QString portText() const;
    //! Where it listens now, else where it is wanted; 0: any.
    quint16 localPort() const;
    //! "127.0.0.1:3001".
    QString address() const;
    //! Something answers a connection, perhaps after waking.
    bool isReachable() const;
    bool canOpen() const { return isReachable() && !link().isEmpty(); }
    QString link() const { return forwardLink(forward, localPort()); }
    //! Armed: it can be stopped.
    bool canStop() const;
};

//! The buttons of a row from leading to trailing, More last.
QList<PortAction> portActions(const PortRow &row);
//! Where room is short, the lowest moves into the row's menu first.
int keepRank(PortAction action);
QString portActionText(PortAction action, const PortRow &row);
//! For screen readers: "Stop port 3000".
QString portActionName(PortAction action, const PortRow &row);

} // namespace Spritarium
