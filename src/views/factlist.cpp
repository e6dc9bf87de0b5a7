// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/factlist.h"

#include "views/appearance.h"
#include "views/icons.h"
#include "views/textlabel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QToolButton>
#include <QVBoxLayout>

namespace Spritarium {

using namespace Qt::StringLiterals;

FactList::FactList(QWidget *parent)
    : QWidget(parent)
    , m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(Space::medium);
}

void FactList::clear()
{
    while (QLayoutItem *item = m_column->takeAt(0)) {
        // Hidden at once and deleted later: a Copy button may be what asked for a refresh.
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
}

void FactList::addPair(const QString &caption, QWidget *value)
{
    auto *pair = new QWidget(this);
    auto *lines = new QVBoxLayout(pair);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(1);
    auto *title = new TextLabel(caption, TextRole::Meta, pair);
    title->setBuddy(value);
    lines->addWidget(title);
    lines->addWidget(value);
    m_column->addWidget(pair);
}

void FactList::add(const QString &caption, const QString &value, const QString &name, bool isCode)
{
    if (value.isEmpty())
        return;
    auto *label = new TextLabel(value, isCode ? TextRole::Fixed : TextRole::Body, this);
    label->setObjectName(name);
    label->setWordWrap(true);
    label->setCopyable();
    label->setAccessibleName(caption);
    label->setAccessibleDescription(value);
    addPair(caption, label);
}

void FactList::addCopy(const QString &caption, const QString &value, const QString &name)
{
    if (value.isEmpty())
        return;
    auto *line = new QWidget(this);
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Space::tiny);
    auto *label = new TextLabel(value, TextRole::Fixed, line);
    label->setObjectName(name);
    label->setCopyable();
    label->setElided(Qt::ElideMiddle);
    label->setAccessibleName(caption);
    auto *copy = new QToolButton(line);
    copy->setObjectName(name + u"Copy"_s);
    copy->setIcon(icon(u"copy"_s));
    copy->setAutoRaise(true);
    copy->setFixedSize(28, 28);
    copy->setToolTip(tr("Copy %1").arg(value));
    copy->setAccessibleName(tr("Copy %1").arg(value));
    connect(copy, &QToolButton::clicked, copy, [value] { QGuiApplication::clipboard()->setText(value); });
    row->addWidget(label, 1);
    row->addWidget(copy);
    addPair(caption, line);
}

} // namespace Spritarium
