// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/card.h"

#include "views/appearance.h"
#include "views/textlabel.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

namespace Spritarium {

Card::Card(const QString &title, QWidget *parent)
    : QFrame(parent)
    , m_head(new QHBoxLayout)
    , m_content(new QVBoxLayout)
{
    setAccessibleName(title);
    m_head->setSpacing(Space::small);
    m_head->addWidget(new TextLabel(title, TextRole::Section, this));
    m_head->addStretch(1);
    m_content->setSpacing(Space::small);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(Space::medium);
    column->addLayout(m_head);
    column->addLayout(m_content);
}

QPushButton *Card::addButton(const QString &text, const QString &name)
{
    auto *button = new QPushButton(text, this);
    button->setObjectName(name);
    m_head->addWidget(button);
    return button;
}

void Card::paintEvent(QPaintEvent *)
{
    paintBox(*this);
}

void Card::paintBox(QWidget &widget)
{
    paintBox(widget, Appearance(widget.palette()).hairline());
}

void Card::paintBox(QWidget &widget, const QColor &line)
{
    const Appearance appearance(widget.palette());
    QPainter painter(&widget);
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal half = appearance.borderWidth() / 2.0;
    painter.setPen(QPen(line, appearance.borderWidth()));
    painter.setBrush(appearance.card());
    painter.drawRoundedRect(QRectF(widget.rect()).adjusted(half, half, -half, -half), cardRadius, cardRadius);
}

} // namespace Spritarium
