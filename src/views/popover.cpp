// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/popover.h"

#include "views/appearance.h"

#include <QLayout>
#include <QPainter>
#include <QScreen>

namespace Spritarium {

Popover::Popover(QWidget *parent)
    : QFrame(parent, Qt::Popup | Qt::FramelessWindowHint | Qt::NoDropShadowWindowHint)
{
    setAttribute(Qt::WA_TranslucentBackground);
}

void Popover::openUnder(const QWidget &anchor)
{
    if (layout() != nullptr)
        layout()->activate();
    QSize size = sizeHint().expandedTo(minimumSize()).boundedTo(maximumSize());
    if (hasHeightForWidth())
        size.setHeight(heightForWidth(size.width()));
    resize(size);
    const QPoint corner =
        isRightToLeft() ? anchor.rect().bottomRight() - QPoint(width() - 1, 0) : anchor.rect().bottomLeft();
    QPoint place = anchor.mapToGlobal(corner) + QPoint(0, Space::tiny);
    if (const QScreen *screen = anchor.screen()) {
        const QRect room = screen->availableGeometry();
        place.setX(std::clamp(place.x(), room.left(), std::max(room.left(), room.right() - width())));
        if (place.y() + height() > room.bottom())
            place.setY(std::max(room.top(), anchor.mapToGlobal(QPoint()).y() - height() - Space::tiny));
    }
    move(place);
    show();
}

void Popover::paintEvent(QPaintEvent *)
{
    const Appearance appearance(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal line = appearance.borderWidth();
    painter.setPen(QPen(appearance.controlBorder(), line));
    painter.setBrush(appearance.card());
    painter.drawRoundedRect(QRectF(rect()).adjusted(line / 2, line / 2, -line / 2, -line / 2), cardRadius,
                            cardRadius);
}

void Popover::hideEvent(QHideEvent *event)
{
    QFrame::hideEvent(event);
    Q_EMIT closed();
}

} // namespace Spritarium
