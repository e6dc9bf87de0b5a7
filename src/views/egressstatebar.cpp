// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/egressstatebar.h"

#include "domain/relativetime.h"
#include "views/buttonrole.h"
#include "views/icons.h"
#include "views/textlabel.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPushButton>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

ColorRole roleOf(PolicySummary::Kind kind)
{
    switch (kind) {
    case PolicySummary::Kind::Restricted:
        return ColorRole::Good;
    case PolicySummary::Kind::LockedDown:
        return ColorRole::Info;
    case PolicySummary::Kind::Unrestricted:
    case PolicySummary::Kind::Open:
        break;
    }
    return ColorRole::Caution;
}

QString iconOf(PolicySummary::Kind kind)
{
    switch (kind) {
    case PolicySummary::Kind::Restricted:
        return u"shield"_s;
    case PolicySummary::Kind::LockedDown:
        return u"lock"_s;
    case PolicySummary::Kind::Unrestricted:
    case PolicySummary::Kind::Open:
        break;
    }
    return u"shield-hollow"_s;
}

} // namespace

EgressStateBar::EgressStateBar(const ActionSet &actions, QWidget *parent)
    : QFrame(parent)
    , m_icon(new QLabel(this))
    , m_sentence(new TextLabel(TextRole::Body, this))
    , m_after(new TextLabel(TextRole::Body, this))
    , m_refresh(new QPushButton(this))
    , m_start(new QPushButton(tr("Start from"), this))
    , m_menu(new QMenu(m_start))
{
    setObjectName(u"egressStateBar"_s);
    setMinimumHeight(56);
    m_icon->setObjectName(u"egressStateIcon"_s);
    m_sentence->setObjectName(u"egressStateText"_s);
    m_after->setObjectName(u"egressAfterText"_s);
    for (TextLabel *label : {m_sentence, m_after}) {
        label->setWordWrap(true);
        label->setOnTint(true);
    }
    m_refresh->setObjectName(u"egressStaleRefresh"_s);
    m_refresh->setAutoDefault(false);
    setButtonRole(*m_refresh, ButtonRole::Link);
    m_refresh->hide();
    m_start->setObjectName(u"startFromButton"_s);
    m_start->setAccessibleName(tr("Start from"));
    m_start->setAutoDefault(false);
    m_start->setMenu(m_menu);
    buildMenu(actions);

    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addStretch(1);
    texts->addWidget(m_sentence);
    texts->addWidget(m_after);
    texts->addStretch(1);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(Space::panel, Space::small, Space::panel, Space::small);
    row->setSpacing(Space::small);
    row->addWidget(m_icon);
    row->addLayout(texts, 1);
    row->addWidget(m_refresh);
    row->addWidget(m_start);
    connect(m_refresh, &QPushButton::clicked, this, &EgressStateBar::refreshRequested);
    setSummaries({}, {});
}

void EgressStateBar::buildMenu(const ActionSet &actions)
{
    m_menu->setObjectName(u"startFromMenu"_s);
    m_menu->setToolTipsVisible(true);
    addStart(u"startUnrestricted"_s, tr("Unrestricted"), NetworkPolicy::unrestricted());
    addStart(u"startDefaults"_s, tr("Development defaults"), NetworkPolicy::developmentDefaults());
    addStart(u"startLockedDown"_s, tr("Locked down"), NetworkPolicy::lockedDown());
    fillMenu(*m_menu, actions, {QString(), u"egress.copy-from"_s, u"egress.import"_s});
}

void EgressStateBar::addStart(const QString &name, const QString &text, const NetworkPolicy &policy)
{
    QAction *action = m_menu->addAction(text);
    action->setObjectName(name);
    connect(action, &QAction::triggered, this,
            [this, policy, text] { Q_EMIT startRequested(policy, tr("Start from: %1").arg(text)); });
}

void EgressStateBar::setSummaries(const PolicySummary &inForce, const PolicySummary &draft)
{
    m_role = roleOf(inForce.kind);
    m_iconName = iconOf(inForce.kind);
    const QString text = summaryText(inForce);
    const bool news = text != m_sentence->text();
    m_sentence->setText(text);
    m_sentence->setAccessibleName(text);
    m_after->setText(tr("After applying: %1").arg(summaryText(draft)));
    m_after->setVisible(draft != inForce);
    m_sentence->setColorRole(m_role);
    m_after->setColorRole(m_role);
    refreshIcon();
    update();
    if (news) {
        QAccessibleEvent event(m_sentence, QAccessible::NameChanged);
        QAccessible::updateAccessibility(&event);
    }
}

void EgressStateBar::setState(const ViewState &state)
{
    using Kind = ViewState::Kind;
    const bool old = state.kind == Kind::Stale || state.kind == Kind::Failed || state.kind == Kind::Offline;
    const QString asOf = state.hasContent() ? clockText(state.asOf) : QString();
    m_refresh->setVisible(old && state.hasContent());
    m_refresh->setText(tr("As of %1 · Refresh").arg(asOf));
    m_sentence->setToolTip(state.hasContent() ? tr("As of %1").arg(asOf) : QString());
}

void EgressStateBar::setStartDisabledReason(const QString &reason)
{
    m_start->setEnabled(reason.isEmpty());
    m_start->setToolTip(reason);
    m_start->setStatusTip(reason);
    m_start->setAccessibleDescription(reason);
}

void EgressStateBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Appearance appearance(palette());
    painter.fillRect(rect(), appearance.tint(m_role));
    painter.fillRect(0, height() - 1, width(), 1, appearance.hairline());
}

void EgressStateBar::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        refreshIcon();
}

void EgressStateBar::refreshIcon()
{
    m_icon->setPixmap(iconPixmap(m_iconName, 20, Appearance(palette()).onTint(m_role), devicePixelRatioF()));
}

} // namespace Spritarium
