// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/timelinetoolbar.h"

#include "models/checkpointtimelinemodel.h"
#include "views/appearance.h"
#include "views/buttonrole.h"
#include "views/chip.h"
#include "views/flowlayout.h"
#include "views/icons.h"

#include <QAction>
#include <QGridLayout>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>

namespace Spritarium {

using namespace Qt::StringLiterals;

TimelineToolbar::TimelineToolbar(QWidget *parent)
    : QWidget(parent)
    , m_create(new QPushButton(tr("Checkpoint now…"), this))
    , m_filter(new QLineEdit(this))
    , m_chips(new QWidget(this))
    , m_grid(new QGridLayout(this))
{
    setObjectName(u"timelineToolbar"_s);
    setMinimumHeight(40);
    m_grid->setContentsMargins(Space::panel, Space::tiny, Space::panel, Space::tiny);
    m_grid->setHorizontalSpacing(Space::small);
    m_grid->setVerticalSpacing(Space::small);
    m_grid->setColumnStretch(2, 1);
    m_create->setObjectName(u"createCheckpointButton"_s);
    m_create->setAutoDefault(false);
    setButtonRole(*m_create, ButtonRole::Primary);
    m_filter->setObjectName(u"timelineFilter"_s);
    m_filter->setAccessibleName(tr("Filter checkpoints"));
    m_filter->setPlaceholderText(tr("Filter checkpoints"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(icon(u"search"_s), QLineEdit::LeadingPosition);
    m_filter->setMinimumWidth(160);
    m_filter->setMaximumWidth(240);
    new FlowLayout(Space::small, m_chips);
    QSizePolicy wraps(QSizePolicy::Expanding, QSizePolicy::Preferred);
    wraps.setHeightForWidth(true);
    m_chips->setSizePolicy(wraps);
    m_grid->addWidget(m_create, 0, 0);
    m_grid->addWidget(m_filter, 0, 1);
    m_grid->addWidget(m_chips, 0, 2, Qt::AlignVCenter);
    m_manual = addChip(u"chipManual"_s);
    m_safety = addChip(u"chipSafety"_s);
    m_automatic = addChip(u"chipAutomatic"_s);
    m_restores = addChip(u"chipRestores"_s);
    connect(m_create, &QPushButton::clicked, this, &TimelineToolbar::createRequested);
    connect(m_filter, &QLineEdit::textChanged, this, &TimelineToolbar::filterChanged);
}

Chip *TimelineToolbar::addChip(const QString &name)
{
    auto *chip = new Chip({}, Chip::Kind::Toggle, m_chips);
    chip->setObjectName(name);
    m_chips->layout()->addWidget(chip);
    connect(chip, &QAbstractButton::clicked, this, [this] { Q_EMIT optionsChanged(options()); });
    return chip;
}

void TimelineToolbar::showSummary(const CheckpointTimelineModel &model)
{
    const QLocale locale;
    m_manual->setText(tr("Manual (%1)").arg(locale.toString(model.manualCount())));
    m_safety->setText(tr("Safety (%1)").arg(locale.toString(model.safetyCount())));
    m_automatic->setText(tr("Automatic (%1)").arg(locale.toString(model.automaticCount())));
    m_restores->setText(tr("Restores (%1)").arg(locale.toString(model.restoreCount())));
    for (Chip *chip : {m_manual, m_safety, m_automatic, m_restores})
        chip->updateGeometry();
    setOptions(model.options());
    arrange();
}

void TimelineToolbar::arrange()
{
    int chips = 0;
    for (const Chip *chip : {m_manual, m_safety, m_automatic, m_restores})
        chips += chip->isVisibleTo(m_chips) ? chip->sizeHint().width() + Space::small : 0;
    const int others = m_create->sizeHint().width() + 160 + 2 * Space::panel + 2 * Space::small;
    const bool twoLines = width() < others + chips;
    if (twoLines == m_twoLines)
        return;
    m_twoLines = twoLines;
    m_grid->removeWidget(m_chips);
    // Where there is no room beside the filter, the chips have a line of their own.
    if (twoLines)
        m_grid->addWidget(m_chips, 1, 0, 1, 3);
    else
        m_grid->addWidget(m_chips, 0, 2, Qt::AlignVCenter);
    m_grid->setColumnStretch(1, twoLines ? 1 : 0);
    m_filter->setMaximumWidth(twoLines ? QWIDGETSIZE_MAX : 240);
}

void TimelineToolbar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void TimelineToolbar::setOptions(const TimelineOptions &options)
{
    m_manual->setChecked(options.manual);
    m_safety->setChecked(options.safety);
    m_automatic->setChecked(options.automatic);
    m_restores->setChecked(options.restores);
}

TimelineOptions TimelineToolbar::options() const
{
    TimelineOptions options;
    options.manual = m_manual->isChecked();
    options.safety = m_safety->isChecked();
    options.automatic = m_automatic->isChecked();
    options.restores = m_restores->isChecked();
    return options;
}

void TimelineToolbar::setAutomaticOffered(bool offered)
{
    m_automatic->setVisible(offered);
    arrange();
}

void TimelineToolbar::setCreateDisabledReason(const QString &reason)
{
    m_create->setEnabled(reason.isEmpty());
    m_create->setToolTip(reason);
    m_create->setStatusTip(reason);
    m_create->setAccessibleDescription(reason);
}

void TimelineToolbar::addSafetyAction(QAction *action)
{
    m_safety->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_safety->addAction(action);
}

void TimelineToolbar::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

QString TimelineToolbar::filterText() const
{
    return m_filter->text();
}

void TimelineToolbar::clearFilter()
{
    m_filter->clear();
}

} // namespace Spritarium
