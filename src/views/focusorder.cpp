// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/focusorder.h"

#include <QLayout>
#include <QScrollArea>
#include <QWidget>

namespace Spritarium {

namespace {

void collect(QWidget *widget, QList<QWidget *> &stops);

void collect(const QLayout &layout, QList<QWidget *> &stops)
{
    for (int i = 0; i < layout.count(); ++i) {
        QLayoutItem *item = layout.itemAt(i);
        if (item->widget())
            collect(item->widget(), stops);
        else if (item->layout())
            collect(*item->layout(), stops);
    }
}

void collect(QWidget *widget, QList<QWidget *> &stops)
{
    if (widget->focusPolicy() & Qt::TabFocus)
        stops << widget;
    if (const auto *area = qobject_cast<QScrollArea *>(widget); area && area->widget())
        collect(area->widget(), stops);
    else if (widget->layout())
        collect(*widget->layout(), stops);
}

} // namespace

void orderFocusByLayout(QWidget &root)
{
    QList<QWidget *> stops;
    collect(&root, stops);
    for (qsizetype i = 1; i < stops.size(); ++i)
        QWidget::setTabOrder(stops.at(i - 1), stops.at(i));
}

} // namespace Spritarium
