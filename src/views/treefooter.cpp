// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/treefooter.h"

#include "views/appearance.h"
#include "views/buttonrole.h"
#include "views/flowlayout.h"
#include "views/textlabel.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QResizeEvent>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

bool isNear(std::optional<int> used, std::optional<int> limit)
{
    return used && limit && *limit > 0 && *used * 10 > *limit * 8;
}

} // namespace

TreeFooter::TreeFooter(const ActionSet &actions, QWidget *parent)
    : QStackedWidget(parent)
    , m_counts(new TextLabel(TextRole::Meta, this))
    , m_limits(new QPushButton(tr("Limits"), this))
    , m_poll(new TextLabel(TextRole::Meta, this))
    , m_selected(new TextLabel(TextRole::Body, this))
{
    setObjectName(u"treeFooter"_s);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setMinimumHeight(32);
    auto *plain = new QWidget(this);
    auto *lines = new QVBoxLayout(plain);
    lines->setContentsMargins(Space::medium, Space::tiny, Space::small, Space::tiny);
    lines->setSpacing(0);
    auto *row = new QHBoxLayout;
    m_counts->setObjectName(u"treeCounts"_s);
    m_counts->setElided(Qt::ElideRight);
    m_limits->setObjectName(u"treeLimits"_s);
    setButtonRole(*m_limits, ButtonRole::Link);
    m_limits->hide();
    row->addWidget(m_counts, 1);
    row->addWidget(m_limits);
    m_poll->setObjectName(u"treePoll"_s);
    m_poll->hide();
    lines->addLayout(row);
    lines->addWidget(m_poll);
    connect(m_limits, &QPushButton::clicked, this, &TreeFooter::limitsRequested);

    auto *bar = new QWidget(this);
    bar->setObjectName(u"selectionBar"_s);
    auto *column = new QVBoxLayout(bar);
    column->setContentsMargins(Space::medium, Space::tiny, Space::small, Space::small);
    column->setSpacing(Space::tiny);
    m_selected->setObjectName(u"selectionCount"_s);
    column->addWidget(m_selected);
    // As many rows as the width of the tree asks for.
    auto *buttons = new FlowLayout(Space::tiny);
    if (actions.contains(u"sprite.keep-awake"_s))
        buttons->addWidget(
            addBarButton(actions, u"sprite.keep-awake"_s, tr("Keep awake"), u"barKeepAwake"_s));
    const bool knowsSeveral = actions.contains(u"checkpoint.bulk"_s);
    buttons->addWidget(addBarButton(actions, knowsSeveral ? u"checkpoint.bulk"_s : u"checkpoint.create"_s,
                                    tr("Checkpoint…"), u"barCheckpoint"_s));
    if (actions.contains(u"egress.bulk"_s))
        buttons->addWidget(addBarButton(actions, u"egress.bulk"_s, tr("Apply egress…"), u"barEgress"_s));
    buttons->addWidget(addBarButton(actions, u"sprite.labels"_s, tr("Labels…"), u"barLabels"_s));
    buttons->addWidget(addBarButton(actions, u"sprite.delete"_s, tr("Delete…"), u"barDelete"_s));
    column->addLayout(buttons);
    addWidget(plain);
    addWidget(bar);
}

QPushButton *TreeFooter::addBarButton(const ActionSet &actions, const QString &id, const QString &text,
                                      const QString &name)
{
    auto *button = new QPushButton(text, this);
    button->setObjectName(name);
    if (QAction *action = actions.value(id))
        bindButton(*button, *action, text);
    else
        connect(button, &QPushButton::clicked, this, [this, id] { Q_EMIT actionRequested(id); });
    return button;
}

void TreeFooter::showCounts(const QString &text, const OrganizationCounts &counts)
{
    const bool near = isNear(counts.running, counts.runningLimit) || isNear(counts.warm, counts.warmLimit);
    m_counts->setText(text);
    m_counts->setToolTip(text);
    m_counts->setColorRole(near ? ColorRole::Caution : ColorRole::Muted);
    m_limits->setVisible(near);
}

void TreeFooter::setPollSeconds(int seconds)
{
    m_poll->setVisible(seconds > 0);
    m_poll->setText(tr("Updates every %n s", nullptr, seconds));
}

void TreeFooter::setSelectedCount(int count)
{
    m_selected->setText(tr("%n selected", nullptr, count));
    setCurrentIndex(count > 1 ? 1 : 0);
    fitHeight();
}

void TreeFooter::fitHeight()
{
    const QWidget &page = *currentWidget();
    const int height = page.hasHeightForWidth() ? page.heightForWidth(width()) : page.sizeHint().height();
    setMinimumHeight(height);
    setMaximumHeight(height);
}

void TreeFooter::resizeEvent(QResizeEvent *event)
{
    QStackedWidget::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        fitHeight();
}

} // namespace Spritarium
