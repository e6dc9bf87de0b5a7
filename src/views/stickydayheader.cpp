// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/stickydayheader.h"

#include "models/checkpointtimelinemodel.h"
#include "views/rowpainter.h"
#include "views/timelinedelegate.h"

#include <QListView>
#include <QPainter>
#include <QStyle>

namespace Spritarium {

using namespace Qt::StringLiterals;
using Model = CheckpointTimelineModel;

StickyDayHeader::StickyDayHeader(QListView &list, TimelineDelegate &delegate)
    : QWidget(&list)
    , m_list(list)
    , m_delegate(delegate)
{
    setObjectName(u"stickyDayHeader"_s);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
}

void StickyDayHeader::updateHeader()
{
    const QWidget *viewport = m_list.viewport();
    const int x = viewport->width() / 2;
    const QModelIndex first = m_list.indexAt(QPoint(x, 0));
    const QString text = first.data(Model::DayHeaderRole).toString();
    m_text = text;
    if (text.isEmpty()) {
        hide();
        return;
    }
    const int height = m_delegate.metrics().headerHeight;
    int top = 0;
    QModelIndex next = first.siblingAtRow(first.row() + 1);
    while (next.isValid() && m_list.visualRect(next).top() < height) {
        if (next.data(Model::FirstOfDayRole).toBool())
            top = std::min(0, m_list.visualRect(next).top() - height);
        next = next.siblingAtRow(next.row() + 1);
    }
    setGeometry(QRect(viewport->pos() + QPoint(0, top), QSize(viewport->width(), height)));
    show();
    raise();
    update();
}

void StickyDayHeader::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const TimelineColors &colors = m_delegate.colors();
    painter.fillRect(rect(), colors.base);
    painter.fillRect(QRect(0, height() - 1, width(), 1), colors.hairline);
    const QRect words =
        QStyle::visualRect(layoutDirection(), rect(),
                           rect().adjusted(m_delegate.gutterWidth(), 0, -m_delegate.metrics().Padding, 0));
    RowPainter(m_delegate.metrics(), colors).paintDayHeader(painter, words, m_text, isRightToLeft());
}

} // namespace Spritarium
