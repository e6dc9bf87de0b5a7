// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/timelineinfoline.h"

#include "domain/relativetime.h"
#include "views/appearance.h"
#include "views/buttonrole.h"
#include "views/popover.h"
#include "views/textlabel.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace Spritarium {

using namespace Qt::StringLiterals;

TimelineInfoLine::TimelineInfoLine(QWidget *parent)
    : QWidget(parent)
    , m_text(new TextLabel(TextRole::Meta, this))
    , m_why(new QToolButton(this))
    , m_refresh(new QPushButton(this))
    , m_popover(new Popover(this))
    , m_explanation(new TextLabel(TextRole::Body, m_popover))
{
    setObjectName(u"timelineInfoLine"_s);
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(Space::panel, 0, Space::panel, Space::tiny);
    line->setSpacing(Space::tiny);
    m_text->setObjectName(u"confidenceText"_s);
    m_text->setElided(Qt::ElideRight);
    m_text->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    m_why->setObjectName(u"confidenceHelp"_s);
    m_why->setText(u"?"_s);
    m_why->setAutoRaise(true);
    m_why->setFixedSize(28, 28);
    m_why->setAccessibleName(tr("How branches are known"));
    m_refresh->setObjectName(u"staleRefresh"_s);
    m_refresh->setAutoDefault(false);
    setButtonRole(*m_refresh, ButtonRole::Link);
    m_refresh->hide();
    line->addWidget(m_text);
    line->addWidget(m_why);
    line->addStretch(1);
    line->addWidget(m_refresh);

    m_popover->setObjectName(u"confidencePopover"_s);
    m_popover->setFixedWidth(340);
    auto *column = new QVBoxLayout(m_popover);
    column->setContentsMargins(Space::panel, Space::medium, Space::panel, Space::medium);
    m_explanation->setObjectName(u"confidenceExplanation"_s);
    m_explanation->setWordWrap(true);
    column->addWidget(m_explanation);
    connect(m_why, &QToolButton::clicked, this, &TimelineInfoLine::explain);
    connect(m_refresh, &QPushButton::clicked, this, &TimelineInfoLine::refreshRequested);
    setSource(LineageSource::None);
}

void TimelineInfoLine::setSource(LineageSource source)
{
    m_source = source;
    switch (source) {
    case LineageSource::Service:
        m_text->setText(tr("Branches as reported by the service."));
        break;
    case LineageSource::ThisComputer:
        m_text->setText(tr("Branches as seen from this computer."));
        break;
    case LineageSource::None:
        m_text->setText(tr("Listed in order; branches are not known."));
        break;
    }
    m_why->setToolTip(explanation());
    m_why->setAccessibleDescription(explanation());
}

void TimelineInfoLine::setNote(const QString &note)
{
    m_note = note;
    setSource(m_source);
}

QString TimelineInfoLine::explanation() const
{
    QString text;
    switch (m_source) {
    case LineageSource::Service:
        text = tr("The service names the parent of each checkpoint. Forks are drawn from that.");
        break;
    case LineageSource::ThisComputer:
        text = tr(
            "The service does not tell where a checkpoint comes from. Forks are drawn from the restores this "
            "computer has made or seen; restores made elsewhere are missing.");
        break;
    case LineageSource::None:
        text = tr("Neither the service nor this computer knows of a restore. Checkpoints are listed by "
                  "version, and no "
                  "fork is drawn.");
        break;
    }
    return m_note.isEmpty() ? text : text + u"\n\n"_s + m_note;
}

void TimelineInfoLine::setState(const ViewState &state)
{
    using Kind = ViewState::Kind;
    const bool old = state.kind == Kind::Stale || state.kind == Kind::Failed || state.kind == Kind::Offline;
    const bool shown = old && state.hasContent();
    const QString asOf = state.hasContent() ? clockText(state.asOf) : QString();
    m_refresh->setVisible(shown);
    m_refresh->setText(tr("As of %1 · Refresh").arg(asOf));
    m_text->setToolTip(state.hasContent() ? tr("As of %1").arg(asOf) : QString());
}

void TimelineInfoLine::explain()
{
    m_explanation->setText(explanation());
    m_popover->openUnder(*m_why);
}

} // namespace Spritarium
