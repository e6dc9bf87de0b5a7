// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/appearance.h"

#include <QAbstractButton>

#include <optional>

namespace Spritarium {

//! A pill: a switch in a toolbar ("Automatic (31)"), a suggestion to press, or a mere mark ("Base").
class Chip : public QAbstractButton
{
    Q_OBJECT

public:
    enum class Kind {
        Toggle, //!< checkable; on carries a check as well as the tint
        Press,  //!< a suggestion
        Mark    //!< says something, takes no focus and no click
    };

    Chip(const QString &text, Kind kind, QWidget *parent = nullptr);

    //! Tint and text colour of a Mark.
    void setColorRole(ColorRole role);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

    //! Paints a mark in `rect` for delegates; the height is chipHeight().
    static void paint(QPainter &painter, const QRectF &rect, const QString &text, ColorRole role,
                      const QPalette &palette);
    static QSize sizeFor(const QString &text, const QFont &font);

protected:
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    Kind m_kind;
    ColorRole m_role = ColorRole::Muted;
    bool m_hovered = false;
};

} // namespace Spritarium
