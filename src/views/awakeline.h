// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/awakereason.h"

#include <QWidget>

class QHBoxLayout;
class QPushButton;

namespace Spritarium {

class TextLabel;

//! Why a sprite is awake, in one line: a sentence, or "Awake:" and what holds it, each a way to its place
//! (ux-spec 8).
class AwakeLine : public QWidget
{
    Q_OBJECT

public:
    explicit AwakeLine(QWidget *parent = nullptr);

    //! The sentence stands alone where nothing is known to hold the sprite.
    void showText(const QString &text);
    //! Counts change four times a second: what is there is not replaced, so that a press and the keyboard
    //! stay.
    void showReasons(const QList<AwakeReason> &reasons);
    //! What it says, in one string, also what has no room.
    QString text() const;
    //! What it needs to say all reasons; for a sentence its minimum.
    int wantedWidth() const;

Q_SIGNALS:
    void placeRequested(const QString &place);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void removeFrom(qsizetype position);
    //! Shows as many reasons as there is room for, and a way to the others.
    void fit();
    QPushButton *addButton();

    TextLabel *m_text;
    QHBoxLayout *m_line;
    QPushButton *m_more; //!< behind the reasons: how many have no room
    qsizetype m_shown = 0;
    QList<AwakeReason> m_reasons;
    QList<QPushButton *> m_buttons; //!< one for each reason, in its place
};

} // namespace Spritarium
