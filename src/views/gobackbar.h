// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/appearance.h"

#include <QDateTime>
#include <QFrame>

class QPushButton;
class QTimer;

namespace Spritarium {

class GlyphLabel;
class TextLabel;

//! "New rules go back in 1:42" with Keep and Go back now; 44 high, over every view of the sprite
//! (ux-spec 10.4). Counts by the clock of this computer and asks nothing when it reaches zero: the owner does
//! that.
class GoBackBar : public QFrame
{
    Q_OBJECT

public:
    explicit GoBackBar(QWidget *parent = nullptr);

    void setDue(const QDateTime &dueAt);
    //! At zero: "Going back…"
    void showGoingBack();
    //! "Could not go back. The new rules are still active." with the reason; it is tried again.
    void showFailure(const QString &reason);
    //! Sent, but nobody could read what became of it; it is looked at again.
    void showUnsure(const QString &reason);
    //! The sprite's name, for the accessible name; the bar stands in that sprite's view.
    void setSprite(const QString &sprite);

Q_SIGNALS:
    void keepRequested();
    void goBackRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    enum class State { Counting, GoingBack, Failed };

    void tick();
    void setState(State state);
    //! Screen readers are told what stands here only when it matters, not each second.
    void announce(const QString &text);

    State m_state = State::Counting;
    QDateTime m_dueAt;
    QString m_sprite;
    QString m_announced;
    GlyphLabel *m_glyph;
    TextLabel *m_text;
    TextLabel *m_reason;
    QPushButton *m_keep;
    QPushButton *m_goBack;
    QTimer *m_second;
    qint64 m_lastAnnounced = -1;
};

} // namespace Spritarium
