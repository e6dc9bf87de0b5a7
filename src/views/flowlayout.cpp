// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/flowlayout.h"

#include <QStyle>
#include <QWidget>

namespace Spritarium {

FlowLayout::FlowLayout(int spacing, QWidget *parent)
    : QLayout(parent)
{
    setSpacing(spacing);
    setContentsMargins(0, 0, 0, 0);
}

FlowLayout::~FlowLayout()
{
    qDeleteAll(m_items);
}

void FlowLayout::addItem(QLayoutItem *item)
{
    m_items.append(item);
}

void FlowLayout::insertWidget(int at, QWidget *widget)
{
    addWidget(widget);
    m_items.move(m_items.size() - 1, at);
    invalidate();
}

QLayoutItem *FlowLayout::takeAt(int index)
{
    return index >= 0 && index < m_items.size() ? m_items.takeAt(index) : nullptr;
}

QSize FlowLayout::minimumSize() const
{
    QSize size;
    for (const QLayoutItem *item : m_items)
        size = size.expandedTo(item->minimumSize());
    return size;
}

void FlowLayout::setGeometry(const QRect &rect)
{
    QLayout::setGeometry(rect);
    arrange(rect, true);
}

int FlowLayout::arrange(const QRect &rect, bool place) const
{
    const Qt::LayoutDirection direction =
        parentWidget() ? parentWidget()->layoutDirection() : Qt::LeftToRight;
    int x = rect.left();
    int y = rect.top();
    int line = 0;
    for (QLayoutItem *item : m_items) {
        const QSize hint = item->sizeHint();
        const bool stretches = item->expandingDirections().testFlag(Qt::Horizontal);
        int width = std::min(hint.width(), rect.width());
        if (x > rect.left() && x + width > rect.right() + 1) {
            x = rect.left();
            y += line + spacing();
            line = 0;
        }
        if (stretches)
            width = std::max(width, rect.right() + 1 - x);
        if (place)
            item->setGeometry(QStyle::visualRect(direction, rect, QRect(x, y, width, hint.height())));
        x += width + spacing();
        line = std::max(line, hint.height());
    }
    return y + line - rect.top();
}

} // namespace Spritarium
