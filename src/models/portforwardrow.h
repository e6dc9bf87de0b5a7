// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/portforward.h"
#include "domain/sprite.h"

#include <QDateTime>
#include <QString>

namespace Spritarium {

//! One row of the ports table with everything it shows (ux-spec 11.2).
struct PortForwardRow
{
    enum class Group { Forwarded, Listening, Stopped };
    enum class Type { Header, Forward, Listening, Note };
    enum class State {
        Forwarding,
        Starting,
        Asleep,
        Guarded,
        NothingListens,
        Waiting,
        PortBusy,
        NotPermitted,
        Failed,
        Stopped,
        Listening
    };

    Type type = Type::Forward;
    Group group = Group::Forwarded;
    State state = State::Stopped; //!< means nothing in headers and notes
    PortForward forward;          //!< of a forward
    ForwardStatus status;         //!< of a forward
    ListeningPort port;           //!< of a listening row; of a forward what it reaches, port 0: not known
    quint16 freePort = 0;         //!< what "Use 3002" offers; 0: nothing

    static PortForwardRow header(Group group);
    static PortForwardRow note();
    static PortForwardRow ofForward(const PortForward &forward, const ForwardStatus &status,
                                    SpriteState sprite);
    static PortForwardRow ofPort(const ListeningPort &port);

    //! The watch sees what a forward reaches: that a connection found nothing there is over.
    void setReached(const ListeningPort &reached);

    //! Stays while the row says other things.
    QString key() const;
    //! Where it listens, or wants to; 0: any free port.
    quint16 localPort() const;
    //! "127.0.0.1:3001"
    QString localText() const;
    //! "wanted 3000" when another local port is in its stead.
    QString metaText() const;
    //! Label, else service, else command, else what usually has that port.
    QString nameText() const;
    //! "3000", "db.internal:5432"
    QString spritePortText() const;
    QString stateText() const;
    //! The sentence of the row: "3001 is used by node (PID 4711)."
    QString message() const;
    //! "2 open · 1.2 MB", "idle 4 min"
    QString trafficText(const QDateTime &now) const;
    //! The title of a header, the text of a note.
    QString title() const;
    //! "node, PID 4711" and what went wrong last.
    QString toolTip() const;
    //! "Port 3000, node, forwarded to 127.0.0.1 port 3001, 2 connections"
    QString spokenText() const;
    //! Everything a filter looks at.
    QString searchText() const;
    //! Whether its texts hold an age.
    bool isIdle() const;

    friend bool operator==(const PortForwardRow &, const PortForwardRow &) = default;
};

} // namespace Spritarium
