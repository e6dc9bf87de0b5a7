// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFrame>

#include <chrono>

class QPushButton;
class QTimer;

namespace Spritarium {

class TextLabel;

//! A short note at the bottom centre of a widget for 6 s, with one action at most; never the only place
//! (ux-spec 6). It stays while the pointer or the focus is on it. One per widget: a new one replaces the old.
class Toast : public QFrame
{
    Q_OBJECT

public:
    //! Shows it over `host`, which owns it; it deletes itself. `action` empty: no button.
    static Toast *show(QWidget &host, const QString &text, const QString &action = {});
    void setDuration(std::chrono::milliseconds duration);

Q_SIGNALS:
    void actionTriggered();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    Toast(QWidget &host, const QString &text, const QString &action);
    void place();

    TextLabel *m_text;
    QPushButton *m_action;
    QTimer *m_timer;
};

} // namespace Spritarium
