// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/appearance.h"

#include <QLabel>

#include <optional>

namespace Spritarium {

//! A label in a role of the type scale and, if wished, in an accent; both follow the theme by themselves.
class TextLabel : public QLabel
{
    Q_OBJECT

public:
    //! A body label; what the forms use, with setTextRole().
    explicit TextLabel(QWidget *parent);
    explicit TextLabel(TextRole role, QWidget *parent = nullptr);
    TextLabel(const QString &text, TextRole role, QWidget *parent = nullptr);

    void setTextRole(TextRole role);
    void setColorRole(std::optional<ColorRole> role);
    //! The background is the role's tint: another shade is needed on it.
    void setOnTint(bool onTint);
    //! One line that gives way: cut with an ellipsis where there is no room, the whole text in the tooltip.
    void setElided(Qt::TextElideMode mode);
    //! May be marked and copied, with the mouse and the keyboard.
    void setCopyable();

    QSize minimumSizeHint() const override;

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void refresh();

    TextRole m_role;
    std::optional<ColorRole> m_colorRole;
    Qt::TextElideMode m_elide = Qt::ElideNone;
    bool m_onTint = false;
    bool m_refreshing = false;
};

} // namespace Spritarium
