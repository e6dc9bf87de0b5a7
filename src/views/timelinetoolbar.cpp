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
#include <QHBoxLayout>
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
{
    setObjectName(u"timelineToolbar"_s);
    setMinimumHeight(40);
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(Space::panel, Space::tiny, Space::panel, Space::tiny);
    line->setSpacing(Space::small);
    m_create->setObjectName(u"createCheckpointButton"_s);
    m_create->setAutoDefault(false);
    setButtonRole(*m_create, ButtonRole::Primary);
    m_filter->setObjectName(u"timelineFilter"_s);
    m_filter->setAccessibleName(tr("Filter checkpoints"));
    m_filter->setPlaceholderText(tr("Filter checkpoints"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(icon(u"search"_s), QLineEdit::LeadingPosition);
    m_filter->setMinimumWidth(96);
    m_filter->setMaximumWidth(240);
    line->addWidget(m_create);
    line->addWidget(m_filter, 2);
    line->addSpacing(Space::tiny);
    // Chips begin a second line before they are cut.
    new FlowLayout(Space::small, m_chips);
    QSizePolicy wraps(QSizePolicy::Preferred, QSizePolicy::Preferred);
    wraps.setHeightForWidth(true);
    m_chips->setSizePolicy(wraps);
    line->addWidget(m_chips, 4);
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
}

void TimelineToolbar::setCreateDisabledReason(const QString &reason)
{
    m_create->setEnabled(reason.isEmpty());
    m_create->setToolTip(reason);
    m_create->setStatusTip(reason);
    m_create->setAccessibleDescription(reason);
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
