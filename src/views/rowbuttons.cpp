// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/rowbuttons.h"

#include "views/icons.h"

#include <QHBoxLayout>
#include <QMouseEvent>
#include <QPushButton>
#include <QToolButton>

namespace Spritarium {

using namespace Qt::StringLiterals;

RowButtons::RowButtons(QWidget *parent)
    : QWidget(parent)
    , m_primary(new QPushButton(this))
    , m_more(new QToolButton(this))
{
    setObjectName(u"rowButtons"_s);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addStretch();
    layout->addWidget(m_primary);
    layout->addWidget(m_more);
    m_primary->setAutoDefault(false);
    m_primary->setCursor(Qt::ArrowCursor);
    m_more->setIcon(icon(u"more"_s));
    m_more->setAutoRaise(true);
    setCursor(Qt::ArrowCursor);
    setTabStops(false);
    connect(m_primary, &QPushButton::clicked, this, [this] { Q_EMIT primaryClicked(m_facts.key); });
    connect(m_more, &QToolButton::clicked, this, [this] {
        const QPoint corner = isRightToLeft() ? m_more->rect().bottomRight() : m_more->rect().bottomLeft();
        Q_EMIT menuClicked(m_facts.key, m_more->mapToGlobal(corner));
    });
}

void RowButtons::setFacts(const Facts &facts)
{
    if (facts == m_facts)
        return;
    m_facts = facts;
    describe();
}

void RowButtons::describe()
{
    const bool isNow = m_facts.kind == Kind::Now;
    m_more->setVisible(!isNow);
    m_primary->setObjectName(isNow ? u"checkpointNowButton"_s : u"restoreButton_"_s + m_facts.version);
    m_more->setObjectName(u"moreButton_"_s + m_facts.version);
    //: Verb, on a button
    m_primary->setText(isNow ? tr("Checkpoint now…") : tr("Restore…"));
    m_primary->setAccessibleName(isNow ? tr("Checkpoint now…") : tr("Restore %1…").arg(m_facts.version));
    m_primary->setEnabled(m_facts.disabledReason.isEmpty());
    QString hint = m_facts.disabledReason;
    if (hint.isEmpty() && m_facts.unhealthy)
        hint = tr("The service marks this checkpoint as unhealthy.");
    m_primary->setToolTip(hint);
    m_primary->setStatusTip(m_facts.disabledReason);
    m_primary->setAccessibleDescription(hint);
    m_more->setAccessibleName(tr("More actions for %1").arg(m_facts.version));
    m_more->setToolTip(tr("More actions"));
}

void RowButtons::setSizes(int primaryWidth, int height)
{
    m_primary->setFixedHeight(height);
    m_primary->setMinimumWidth(primaryWidth);
    m_more->setFixedSize(height, height);
}

void RowButtons::setTabStops(bool on)
{
    const Qt::FocusPolicy policy = on ? Qt::TabFocus : Qt::NoFocus;
    if (m_primary->focusPolicy() == policy)
        return;
    m_primary->setFocusPolicy(policy);
    m_more->setFocusPolicy(policy);
}

void RowButtons::mousePressEvent(QMouseEvent *event)
{
    event->accept();
}

void RowButtons::mouseReleaseEvent(QMouseEvent *event)
{
    event->accept();
}

void RowButtons::mouseDoubleClickEvent(QMouseEvent *event)
{
    event->accept();
}

} // namespace Spritarium
