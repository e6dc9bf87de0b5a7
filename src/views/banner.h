// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/appearance.h"

#include <QFrame>

class QBoxLayout;
class QLabel;
class QPushButton;
class QToolButton;

namespace Spritarium {

class TextLabel;

//! A tinted line on top of a view that stays until it is closed or obsolete (ux-spec 6). Deletes itself when
//! closed.
class Banner : public QFrame
{
    Q_OBJECT

public:
    Banner(ColorRole role, const QString &text, QWidget *parent = nullptr);

    void setText(const QString &text);
    QString text() const;
    ColorRole role() const { return m_role; }
    //! Adds a button at the trailing side; the caller connects its clicked(). `name` becomes its object name.
    QPushButton *addAction(const QString &text, const QString &name);
    //! On by default; without it only the caller removes the banner.
    void setClosable(bool closable);

Q_SIGNALS:
    //! The person closed it; it deletes itself afterwards.
    void closed();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void refreshIcon();

    ColorRole m_role;
    QLabel *m_icon;
    TextLabel *m_text;
    QBoxLayout *m_actions;
    QToolButton *m_close;
};

} // namespace Spritarium
