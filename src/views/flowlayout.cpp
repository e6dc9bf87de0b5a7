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
    int y = rect.top();
    for (qsizetype first = 0; first < m_items.size();) {
        // One line: what fits, centred on its tallest item.
        int x = rect.left();
        int height = 0;
        QList<QRect> line;
        for (qsizetype at = first; at < m_items.size(); ++at) {
            const QSize hint = m_items.at(at)->sizeHint();
            int width = std::min(hint.width(), rect.width());
            if (at > first && x + width > rect.right() + 1)
                break;
            if (m_items.at(at)->expandingDirections().testFlag(Qt::Horizontal))
                width = std::max(width, rect.right() + 1 - x);
            line.append(QRect(x, y, width, hint.height()));
            x += width + spacing();
            height = std::max(height, hint.height());
        }
        for (qsizetype i = 0; place && i < line.size(); ++i) {
            const QRect centred = line.at(i).translated(0, (height - line.at(i).height()) / 2);
            m_items.at(first + i)->setGeometry(QStyle::visualRect(direction, rect, centred));
        }
        first += line.size();
        y += height + (first < m_items.size() ? spacing() : 0);
    }
    return y - rect.top();
}

} // namespace Spritarium
