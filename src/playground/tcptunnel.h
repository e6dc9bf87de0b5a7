// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/spritedialer.h"
#include "playground/websocketlink.h"

#include <QPointer>

namespace Spritarium::Playground {

//! One TCP connection over one WebSocket (sprites-api 8): waits for the init message, dials that in the
//! sprite, then carries bytes both ways. Holds back whoever is faster than the other side, so
//! that it keeps less than a MiB, whatever they do. Deletes itself when both sides are gone and have what was
//! theirs.
class TcpTunnel : public QObject
{
    Q_OBJECT

public:
    TcpTunnel(WebSocketLink *link, const QString &sprite, SpriteDialer &dialer, const Fault &fault,
              QObject *parent);

    const QString &sprite() const { return m_sprite; }
    //! Dials without an init message; for what came in the URL. A port out of range is refused.
    void dial(const QString &host, qint64 port);
    //! The sprite stops: both sides see the line break.
    void drop();
    //! {"target","bytesUp","bytesDown","bytesHeld"}; the last is what is kept in memory now.
    QJsonObject toJson() const;

private:
    enum class Stage { Init, Dialling, Relaying, Ending };

    void onText(const QByteArray &text);
    void onBinary(const QByteArray &portion);
    void onLinkEnded();
    void onDialled(const SpriteDialer::Dialled &dialled);
    void onConnected();
    void onTargetDrained();
    void onTargetGone();
    void pumpDown();
    void count(qint64 &direction, qint64 bytes);
    qint64 bytesUntilSpoiled() const;
    void spoil();
    bool answerFaulty();
    void refuseInit(const QString &reason);
    void refuseDial(const QString &why);
    void checkEnd();

    QPointer<WebSocketLink> m_link;
    QPointer<QTcpSocket> m_target;
    SpriteDialer &m_dialer;
    QString m_sprite;
    Fault m_fault;
    QString m_targetText;
    QTimer m_patience; //!< for the init message, then with a target that does not take the rest
    Stage m_stage = Stage::Init;
    bool m_isPumping = false;
    bool m_isTargetGone = false;
    qint64 m_up = 0;
    qint64 m_down = 0;
};

} // namespace Spritarium::Playground
