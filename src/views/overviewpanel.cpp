// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/overviewpanel.h"

#include "domain/relativetime.h"
#include "views/buttonrole.h"
#include "views/card.h"
#include "views/glyphs.h"
#include "views/icons.h"
#include "views/overviewcards.h"
#include "views/textlabel.h"

#include <QClipboard>
#include <QFormLayout>
#include <QGuiApplication>
#include <QPushButton>
#include <QScrollArea>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

constexpr int AgeTick = 10'000;
constexpr qsizetype shownActivities = 5;
constexpr int oneRow = 900; //!< from here on the live cards stand beside each other (ux-spec 8)

} // namespace

OverviewPanel::OverviewPanel(PortForwardModel &ports, const ActionSet &actions, QWidget *parent)
    : QWidget(parent)
    , m_checkpointCard(new Card(tr("Checkpoints")))
    , m_newest(new TextLabel(TextRole::Body, m_checkpointCard))
    , m_newestAge(new TextLabel(TextRole::Meta, m_checkpointCard))
    , m_egressCard(new EgressCard)
    , m_portsCard(new PortsCard(ports))
    , m_factCard(new Card(tr("Facts")))
    , m_activityCard(new Card(tr("Activity")))
    , m_activities(new QVBoxLayout)
    , m_now(QDateTime::currentDateTimeUtc())
    , m_ages(new QTimer(this))
{
    setObjectName(u"overviewPanel"_s);
    setAccessibleName(tr("Overview"));
    m_newest->setObjectName(u"overviewNewest"_s);
    m_newest->setElided(Qt::ElideMiddle);
    m_newestAge->setObjectName(u"overviewNewestAge"_s);
    m_checkpointCard->content()->addWidget(m_newest);
    m_checkpointCard->content()->addWidget(m_newestAge);
    auto *now = m_checkpointCard->addButton(tr("Checkpoint now…"), u"overviewCheckpoint"_s);
    if (QAction *action = actions.value(u"checkpoint.create"_s))
        bindButton(*now, *action);
    else
        connect(now, &QPushButton::clicked, this, &OverviewPanel::checkpointRequested);
    auto *open = m_checkpointCard->addButton(tr("Open"), u"overviewOpenCheckpoints"_s);
    open->setAccessibleName(tr("Open the checkpoints"));
    connect(open, &QPushButton::clicked, this, &OverviewPanel::openCheckpointsRequested);
    m_activities->setSpacing(Space::tiny);
    m_activityCard->content()->addLayout(m_activities);

    auto *page = new QWidget;
    auto *column = new QVBoxLayout(page);
    column->setSpacing(Space::panel);
    m_live = new QVBoxLayout;
    m_live->setSpacing(Space::panel);
    for (QWidget *card : {static_cast<QWidget *>(m_checkpointCard), static_cast<QWidget *>(m_egressCard),
                          static_cast<QWidget *>(m_portsCard)})
        m_live->addWidget(card, 1);
    column->addLayout(m_live);
    for (Card *card : {m_factCard, m_activityCard})
        column->addWidget(card);
    column->addStretch(1);
    auto *scroll = new QScrollArea(this);
    scroll->setObjectName(u"overviewScroll"_s);
    scroll->setAccessibleName(tr("Overview"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(page);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);
    m_ages->setInterval(AgeTick);
    connect(m_ages, &QTimer::timeout, this, [this] { refreshAges(QDateTime::currentDateTimeUtc()); });
    showCheckpoints({});
    showActivities({});
}

void OverviewPanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_live->setDirection(width() < oneRow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

void OverviewPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refreshAges(QDateTime::currentDateTimeUtc());
    m_ages->start();
}

void OverviewPanel::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_ages->stop();
}

void OverviewPanel::showSprite(const Sprite &sprite)
{
    if (sprite == m_sprite && m_facts)
        return;
    m_sprite = sprite;
    showFacts();
}

void OverviewPanel::showFacts()
{
    if (m_facts) {
        m_facts->hide();
        m_facts->deleteLater();
    }
    m_facts = new QWidget(m_factCard);
    m_facts->setMaximumWidth(620); // a copy button far from its value is not found
    auto *form = new QFormLayout(m_facts);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(Space::group);
    form->setVerticalSpacing(Space::tiny);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_factCard->content()->addWidget(m_facts);
    m_factTimes.clear();
    const auto addTime = [this](const QString &name, const QString &caption, const QDateTime &at) {
        if (TextLabel *text = addFact(name, caption, timeText(at), at.toString(Qt::ISODate)))
            m_factTimes.append({text, at});
    };
    addTime(u"created"_s, tr("Created"), m_sprite.createdAt);
    addTime(u"lastRan"_s, tr("Last ran"), m_sprite.lastRunningAt);
    addFact(u"version"_s, tr("Runtime version"), m_sprite.version);
    addFact(u"environment"_s, tr("Base image version"), m_sprite.environmentVersion);
    addFact(u"id"_s, tr("ID"), m_sprite.id);
    addFact(u"url"_s, tr("Web address"), m_sprite.url.toString());
}

QString OverviewPanel::timeText(const QDateTime &at) const
{
    return at.isValid() ? bothTimesText(at, m_now) : QString();
}

TextLabel *OverviewPanel::addFact(const QString &name, const QString &caption, const QString &value,
                                  const QString &toolTip, bool copyable)
{
    if (value.isEmpty())
        return nullptr;
    const bool isTime = !toolTip.isEmpty();
    auto *text = new TextLabel(value, isTime ? TextRole::Body : TextRole::Fixed, m_facts);
    text->setObjectName(u"fact:"_s + name);
    text->setAccessibleName(caption);
    text->setAccessibleDescription(value);
    text->setToolTip(isTime ? toolTip : value);
    text->setElided(Qt::ElideMiddle);
    if (!isTime) {
        text->setLayoutDirection(Qt::LeftToRight);
        text->setCopyable();
    }
    auto *row = new QHBoxLayout;
    row->setSpacing(Space::small);
    row->addWidget(text, 1);
    if (copyable) {
        auto *copy = new QToolButton(m_facts);
        copy->setObjectName(u"copy:"_s + name);
        copy->setAutoRaise(true);
        copy->setIcon(icon(u"copy"_s));
        copy->setToolTip(tr("Copy: %1").arg(caption));
        copy->setAccessibleName(copy->toolTip());
        copy->setFocusPolicy(Qt::TabFocus);
        connect(copy, &QToolButton::clicked, this, [this, caption, plain = isTime ? toolTip : value] {
            QGuiApplication::clipboard()->setText(plain);
            Q_EMIT copied(caption);
        });
        row->addWidget(copy);
    }
    auto *label = new TextLabel(caption, TextRole::Meta, m_facts);
    label->setBuddy(text);
    label->setMinimumHeight(28);
    static_cast<QFormLayout *>(m_facts->layout())->addRow(label, row);
    return text;
}

std::optional<Checkpoint> OverviewPanel::newestOf(const QList<Checkpoint> &checkpoints)
{
    std::optional<Checkpoint> newest;
    for (const Checkpoint &point : checkpoints) {
        if (!point.isCurrent() && !point.isAuto && (!newest || point.version() > newest->version()))
            newest = point;
    }
    return newest;
}

void OverviewPanel::showCheckpoints(const QList<Checkpoint> &checkpoints, const QDateTime &newestTaken)
{
    m_newestTaken = newestTaken;
    m_checkpoints = checkpoints;
    showNewest();
}

void OverviewPanel::showNewest()
{
    const std::optional<Checkpoint> newest = newestOf(m_checkpoints);
    if (!newest) {
        m_newest->setText(tr("No checkpoints yet"));
        m_newest->setColorRole(ColorRole::Muted);
        m_newestAge->setText(tr("A checkpoint saves all files, so you can return to this moment."));
        return;
    }
    const QString comment = newest->comment.isEmpty() ? tr("No comment") : newest->comment;
    m_newest->setText(tr("%1 — %2").arg(newest->id.toString(), comment));
    m_newest->setToolTip(m_newest->text());
    m_newest->setColorRole({});
    const auto points = std::count_if(m_checkpoints.begin(), m_checkpoints.end(),
                                      [](const Checkpoint &each) { return !each.isCurrent(); });
    const QString count = tr("%n checkpoint(s) in all", nullptr, int(points));
    m_newestAge->setText(
        m_newestTaken.isValid() ? tr("%1 · %2").arg(bothTimesText(m_newestTaken, m_now), count) : count);
}

void OverviewPanel::showActivities(const QList<Operation> &operations)
{
    m_activityTimes.clear();
    while (QLayoutItem *item = m_activities->takeAt(0)) {
        if (item->widget()) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    for (const Operation &operation : operations.mid(0, shownActivities)) {
        auto *row = new QWidget(m_activityCard);
        auto *line = new QHBoxLayout(row);
        line->setContentsMargins(0, 0, 0, 0);
        auto *glyph = new GlyphLabel(12, row);
        const OutcomeMark end = markOf(operation.outcome);
        glyph->setGlyph(end.glyph, end.role);
        auto *title = new QPushButton(operationTitle(operation), row);
        title->setObjectName(u"activity:"_s + operation.id.toString());
        title->setAccessibleDescription(outcomeText(operation.outcome));
        setButtonRole(*title, ButtonRole::Link);
        auto *word = new TextLabel(outcomeText(operation.outcome), TextRole::Meta, row);
        auto *age = new TextLabel(agoText(operation.startedAt, m_now), TextRole::Meta, row);
        line->addWidget(glyph);
        line->addWidget(title);
        line->addWidget(word);
        line->addStretch(1);
        line->addWidget(age);
        m_activityTimes.append({age, operation.startedAt});
        m_activities->addWidget(row);
        connect(title, &QPushButton::clicked, this,
                [this, id = operation.id] { Q_EMIT openActivityRequested(id); });
    }
    if (operations.isEmpty()) {
        auto *none = new TextLabel(tr("Nothing was done here yet."), TextRole::Meta, m_activityCard);
        m_activities->addWidget(none);
    }
}

void OverviewPanel::refreshAges(const QDateTime &now)
{
    m_now = now;
    // In place: a button that has the focus keeps it.
    for (const auto &[text, at] : std::as_const(m_factTimes)) {
        text->setText(timeText(at));
        text->setAccessibleDescription(text->text());
    }
    for (const auto &[text, at] : std::as_const(m_activityTimes))
        text->setText(agoText(at, now));
    showNewest();
}

} // namespace Spritarium
