// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/factlist.h"

#include "views/appearance.h"
#include "views/icons.h"
#include "views/textlabel.h"

#include <QClipboard>
#include <QFormLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QToolButton>

namespace Spritarium {

using namespace Qt::StringLiterals;

FactList::FactList(QWidget *parent)
    : QWidget(parent)
    , m_form(new QFormLayout(this))
{
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setHorizontalSpacing(Space::medium);
    m_form->setVerticalSpacing(Space::medium);
    m_form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
}

void FactList::clear()
{
    while (m_form->rowCount() > 0)
        m_form->removeRow(0);
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
    auto *title = new TextLabel(caption, TextRole::Meta, this);
    title->setBuddy(label);
    m_form->addRow(title, label);
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
    m_form->addRow(new TextLabel(caption, TextRole::Meta, this), line);
}

} // namespace Spritarium
