// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/portspanel.h"

#include "views/asleepstrip.h"
#include "views/buttonrole.h"
#include "views/confirmsheet.h"
#include "views/errordetails.h"
#include "views/portaddfield.h"
#include "views/portaddresscard.h"
#include "views/portaskbanner.h"
#include "views/portnews.h"
#include "views/portsetsheet.h"
#include "views/porttable.h"
#include "views/porttoolbar.h"
#include "views/statepanel.h"
#include "views/textlabel.h"

#include <QAction>
#include <QKeyEvent>
#include <QPushButton>
#include <QStackedLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;

PortsPanel::PortsPanel(PortForwardModel &model, const ActionSet &actions, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_bannerArea(new QWidget(this))
    , m_banners(new QVBoxLayout(m_bannerArea))
    , m_pages(new QStackedLayout)
    , m_content(new QWidget(this))
    , m_page(new StatePanel(this))
    , m_strip(new AsleepStrip(m_content))
    , m_address(new PortAddressCard(m_content))
    , m_add(new PortAddField(m_content))
    , m_toolbar(new PortToolbar(actions, m_content))
    , m_ageLine(new QWidget(m_content))
    , m_age(new TextLabel(TextRole::Meta, m_ageLine))
    , m_refresh(new QPushButton(m_ageLine))
    , m_stopRetrying(new QPushButton(tr("Stop"), m_ageLine))
    , m_body(new QStackedLayout)
    , m_table(new PortTable(model, m_content))
    , m_empty(new StatePanel(m_content))
    , m_news(new PortNews(model, this))
{
    setObjectName(u"portsPanel"_s);
    setAccessibleName(tr("Ports"));
    buildLayout();
    connectParts();
    connectTable();
    connectActions(actions);
    watchModel();
    refreshContent();
}

void PortsPanel::buildLayout()
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    m_banners->setContentsMargins(Space::panel, Space::small, Space::panel, 0);
    m_banners->setSpacing(Space::tiny);
    m_bannerArea->hide();
    m_page->setObjectName(u"portsState"_s);
    m_empty->setObjectName(u"portsEmpty"_s);
    outer->addWidget(m_bannerArea);
    outer->addLayout(m_pages, 1);
    m_pages->addWidget(m_content);
    m_pages->addWidget(m_page);

    m_strip->hide();
    m_age->setObjectName(u"portsAge"_s);
    m_age->setWordWrap(true);
    m_refresh->setObjectName(u"portsRefresh"_s);
    m_stopRetrying->setObjectName(u"portsStopRetrying"_s);
    m_stopRetrying->setAccessibleName(tr("Stop trying to watch listening ports"));
    for (QPushButton *button : {m_refresh, m_stopRetrying}) {
        button->setAutoDefault(false);
        setButtonRole(*button, ButtonRole::Link);
    }
    auto *age = new QHBoxLayout(m_ageLine);
    age->setContentsMargins(0, 0, 0, Space::tiny);
    age->setSpacing(Space::small);
    age->addWidget(m_age, 1);
    age->addWidget(m_refresh);
    age->addWidget(m_stopRetrying);

    auto *head = new QVBoxLayout;
    head->setContentsMargins(Space::panel, Space::medium, Space::panel, 0);
    head->setSpacing(Space::tiny);
    for (QWidget *part : {static_cast<QWidget *>(m_address), static_cast<QWidget *>(m_add),
                          static_cast<QWidget *>(m_toolbar), m_ageLine})
        head->addWidget(part);
    auto *column = new QVBoxLayout(m_content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_strip);
    column->addLayout(head);
    column->addLayout(m_body, 1);
    m_table->setMinimumHeight(120);
    m_body->addWidget(m_table);
    m_body->addWidget(m_empty);
}

void PortsPanel::connectParts()
{
    connect(m_strip, &AsleepStrip::wakeRequested, this, &PortsPanel::wakeRequested);
    connect(m_address, &PortAddressCard::copied, this, [this] { Q_EMIT copied(tr("Web address")); });
    connect(m_address, &PortAddressCard::openRequested, this, &PortsPanel::openAddressRequested);
    connect(m_address, &PortAddressCard::changeRequested, this, &PortsPanel::addressChangeRequested);
    connect(m_add, &PortAddField::submitted, this, &PortsPanel::add);
    connect(m_add, &PortAddField::leaveRequested, m_table, [this] { m_table->setFocus(); });
    connect(m_toolbar, &PortToolbar::saveSetRequested, this, &PortsPanel::askSetName);
    connect(m_toolbar, &PortToolbar::loadSetRequested, this, &PortsPanel::loadSetRequested);
    connect(m_toolbar, &PortToolbar::addToSetRequested, this, &PortsPanel::addToSetRequested);
    connect(m_toolbar, &PortToolbar::removeSetRequested, this, &PortsPanel::removeSetRequested);
    connect(m_toolbar, &PortToolbar::unignoreRequested, this, &PortsPanel::unignoreRequested);
    connect(m_toolbar, &PortToolbar::newPortChoiceChanged, this, &PortsPanel::newPortChoiceChanged);
    connect(m_toolbar, &PortToolbar::filterChanged, this, [this](const QString &text) {
        m_table->setFilterText(text);
        showBody();
    });
    connect(m_toolbar, &PortToolbar::leaveRequested, m_table, [this] { m_table->setFocus(); });
    connect(m_refresh, &QPushButton::clicked, this, [this] {
        if (m_state.kind == ViewState::Kind::NotOffered)
            Q_EMIT scanRequested();
        else if (m_state.wantsSignIn())
            Q_EMIT signInRequested();
        else
            Q_EMIT refreshRequested();
    });
    connect(m_stopRetrying, &QPushButton::clicked, this, &PortsPanel::retryStopRequested);
    for (StatePanel *panel : {m_page, m_empty}) {
        connect(panel, &StatePanel::primaryTriggered, this, &PortsPanel::pressPrimary);
        connect(panel, &StatePanel::cancelRequested, this, [this] {
            m_waitsNoMore = true;
            showBody();
        });
    }
}

void PortsPanel::connectTable()
{
    connect(m_table, &PortTable::forwardPortRequested, this, &PortsPanel::forwardPortRequested);
    connect(m_table, &PortTable::startRequested, this, &PortsPanel::startRequested);
    connect(m_table, &PortTable::stopRequested, this, &PortsPanel::stopRequested);
    connect(m_table, &PortTable::removeRequested, this, &PortsPanel::removeRequested);
    connect(m_table, &PortTable::editRequested, this, &PortsPanel::editRequested);
    connect(m_table, &PortTable::openRequested, this, &PortsPanel::openRequested);
    connect(m_table, &PortTable::ignoreRequested, this, &PortsPanel::ignoreRequested);
    connect(m_table, &PortTable::networkWanted, this, &PortsPanel::askNetwork);
    connect(m_table, &PortTable::copied, this, &PortsPanel::copied);
    connect(m_table, &PortTable::blocked, this, &PortsPanel::statusTextRequested);
    connect(m_table, &PortTable::detailsRequested, this,
            [this](const ApiError &error) { (new ErrorDetails(error, window()))->open(); });
}

void PortsPanel::connectActions(const ActionSet &actions)
{
    const auto on = [&](const QString &id, auto slot) {
        if (QAction *action = actions.value(id))
            connect(action, &QAction::triggered, this, slot);
    };
    on(u"ports.add"_s, [this] { focusAdd(); });
    on(u"ports.start-all"_s, [this] { Q_EMIT startAllRequested(); });
    on(u"ports.stop-all"_s, [this] { Q_EMIT stopAllRequested(); });
    on(u"view.refresh"_s, [this] {
        if (isVisible())
            Q_EMIT refreshRequested();
    });
}

void PortsPanel::setSprite(const Sprite &sprite)
{
    if (sprite.name != m_sprite.name || sprite.organization != m_sprite.organization) {
        m_add->clear();
        m_toolbar->clearFilter();
        qDeleteAll(m_bannerArea->findChildren<PortAskBanner *>());
        m_bannerArea->hide();
    }
    m_sprite = sprite;
    m_address->showSprite(sprite);
    m_table->setSprite(sprite);
    refreshContent();
}

void PortsPanel::applyWatchState(const ViewState &state)
{
    m_state = state;
    refreshContent();
}

void PortsPanel::setRetryIn(std::optional<std::chrono::seconds> again)
{
    m_retryIn = again;
    refreshAge();
}

void PortsPanel::setNewPortChoice(NewPortChoice choice)
{
    m_toolbar->setNewPortChoice(choice);
}

void PortsPanel::setSets(const QStringList &names)
{
    m_sets = names;
    m_toolbar->setSets(names);
}

void PortsPanel::setScanOffered(bool offered)
{
    m_scanOffered = offered;
    refreshContent();
}

void PortsPanel::setScanning(bool scanning)
{
    m_scanning = scanning;
    refreshAge();
}

void PortsPanel::focusAdd()
{
    m_add->focusField();
}

void PortsPanel::typeInAdd(const QString &text)
{
    m_add->setText(text);
    m_add->focusField();
}

void PortsPanel::addTyped(const QString &text)
{
    typeInAdd(text);
    m_add->submit();
}

void PortsPanel::setIgnoredPorts(const QList<quint16> &ports)
{
    m_toolbar->setIgnoredPorts(ports);
}

void PortsPanel::focusFilter()
{
    m_toolbar->focusFilter();
}

void PortsPanel::askAbout(const QList<ListeningPort> &ports)
{
    if (ports.isEmpty())
        return;
    auto *banner = new PortAskBanner(ports, m_bannerArea);
    m_banners->addWidget(banner);
    banner->show();
    m_bannerArea->show();
    m_news->announce(banner->text());
    connect(banner, &PortAskBanner::forwardRequested, this, [this](const QList<ListeningPort> &these) {
        for (const ListeningPort &port : these)
            Q_EMIT forwardPortRequested(port);
    });
    connect(banner, &PortAskBanner::ignoreRequested, this, &PortsPanel::ignoreRequested);
    // The layout lets go of it only after it is destroyed.
    connect(
        banner, &QObject::destroyed, m_bannerArea,
        [area = m_bannerArea, banners = m_banners] { area->setVisible(banners->count() > 0); },
        Qt::QueuedConnection);
}

QString PortsPanel::problemOf(const PortForward &forward) const
{
    const QList<PortForward> known = m_model.forwards();
    for (const PortForward &other : known) {
        const bool same = other.host == forward.host && other.port == forward.port;
        if (forward.localPort == 0 || other.localPort != forward.localPort || (other.isStopped && !same))
            continue;
        m_table->selectForward(other.id);
        return other.isStopped ? tr("This forward is saved and stopped. Start it below.")
                               : tr("Local port %1 already forwards to %2.")
                                     .arg(other.localPort)
                                     .arg(spritePortText(other));
    }
    return {};
}

void PortsPanel::add(const QList<PortForward> &forwards)
{
    for (const PortForward &forward : forwards) {
        if (const QString problem = problemOf(forward); !problem.isEmpty()) {
            m_add->showProblem(problem);
            return;
        }
    }
    m_add->clear();
    Q_EMIT addRequested(forwards);
}

void PortsPanel::askNetwork(const PortForward &forward, bool onNetwork)
{
    if (!onNetwork) {
        Q_EMIT networkRequested(forward.id, false);
        return;
    }
    auto *sheet = new ConfirmSheet(tr("Open port %1 to the network?").arg(spritePortText(forward)),
                                   tr("Any computer that reaches this one can connect."),
                                   tr("Open to the network"), ButtonRole::Danger, window());
    sheet->setObjectName(u"portNetworkSheet"_s);
    connect(sheet, &ConfirmSheet::confirmed, this,
            [this, id = forward.id] { Q_EMIT networkRequested(id, true); });
    sheet->open();
}

void PortsPanel::askSetName(const QString &suggestion)
{
    auto *sheet = new PortSetSheet(m_sets, suggestion, int(m_model.forwards().size()), window());
    connect(sheet, &PortSetSheet::nameChosen, this, &PortsPanel::saveSetRequested);
    sheet->open();
}

void PortsPanel::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Find)) {
        focusFilter();
        return;
    }
    QWidget::keyPressEvent(event);
}

} // namespace Spritarium
