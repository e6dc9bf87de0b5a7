// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/operationrow.h"

#include "domain/relativetime.h"
#include "models/operationlogmodel.h"
#include "views/buttonrole.h"
#include "views/flowlayout.h"
#include "views/glyphs.h"
#include "views/icons.h"
#include "views/operationlogview.h"
#include "views/phaseline.h"
#include "views/textlabel.h"

#include <QAccessible>
#include <QEvent>
#include <QGuiApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QStyle>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

namespace Spritarium {

using namespace Qt::StringLiterals;
using Offer = OperationEnd::Offer;

namespace {

std::optional<ColorRole> colorOf(OperationEnd::Tone tone)
{
    switch (tone) {
    case OperationEnd::Tone::Good:
        return ColorRole::Good;
    case OperationEnd::Tone::Caution:
        return ColorRole::Caution;
    case OperationEnd::Tone::Danger:
        return ColorRole::Danger;
    case OperationEnd::Tone::Neutral:
        break;
    }
    return std::nullopt;
}

} // namespace

OperationRow::OperationRow(QWidget *parent)
    : QWidget(parent)
    , m_glyph(new GlyphLabel(16, this))
    , m_timer(new QTimer(this))
{
    setObjectName(u"operationRow"_s);
    setMinimumHeight(72);
    // On a list's viewport labels would take the colour of edited text and forget their accents.
    setBackgroundRole(QPalette::Window);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(6);
    column->setSizeConstraint(QLayout::SetNoConstraint);
    buildTitleLine(*column);
    buildBody(*column);
    setGutter(0, 0);
    m_timer->setInterval(1000);
    connect(m_timer, &QTimer::timeout, this, [this] { refresh(QDateTime::currentDateTimeUtc()); });
}

void OperationRow::buildTitleLine(QVBoxLayout &column)
{
    auto *line = new QHBoxLayout;
    line->setSpacing(Space::small);
    m_title = new TextLabel(TextRole::Section, this);
    m_title->setObjectName(u"operationTitle"_s);
    m_title->setElided(Qt::ElideRight);
    m_duration = new TextLabel(TextRole::Meta, this);
    m_duration->setObjectName(u"operationDuration"_s);
    //: Verb, on a button: takes the row away; the operation goes on
    m_hide = new QPushButton(tr("Hide"), this);
    m_hide->setObjectName(u"hideButton"_s);
    m_hide->setAutoDefault(false);
    m_hide->setToolTip(tr("The operation goes on. Activity keeps showing it."));
    setButtonRole(*m_hide, ButtonRole::Quiet);
    m_more = new QToolButton(this);
    m_more->setObjectName(u"operationMenuButton"_s);
    m_more->setIcon(icon(u"more"_s));
    m_more->setAutoRaise(true);
    m_more->setFixedSize(28, 28);
    m_more->setToolTip(tr("More actions"));
    line->addWidget(m_title, 1);
    line->addWidget(m_duration);
    line->addWidget(m_hide);
    line->addWidget(m_more);
    column.addLayout(line);
    connect(m_hide, &QPushButton::clicked, this, [this] { Q_EMIT hideRequested(m_operation.id); });
    connect(m_more, &QToolButton::clicked, this, &OperationRow::openMenu);
}

void OperationRow::buildBody(QVBoxLayout &column)
{
    m_phases = new PhaseLine(this);
    m_slow = new TextLabel(tr("Longer than usual. The sprite may still be working."), TextRole::Meta, this);
    m_slow->setObjectName(u"slowText"_s);
    m_slow->setColorRole(ColorRole::Caution);
    m_slow->setWordWrap(true);
    m_endText = new TextLabel(TextRole::Body, this);
    m_endText->setObjectName(u"endText"_s);
    m_endText->setWordWrap(true);
    m_message = new TextLabel(TextRole::Meta, this);
    m_message->setObjectName(u"endMessage"_s);
    m_message->setWordWrap(true);
    m_message->setCopyable();
    m_message->setAccessibleName(tr("Last message"));
    m_log = new OperationLogView(this);
    m_offers = new QWidget(this);
    m_offerLayout = new FlowLayout(Space::small, m_offers);
    for (QWidget *part : QList<QWidget *>{m_phases, m_slow, m_endText, m_message, m_log, m_offers})
        column.addWidget(part);
    column.addStretch();
    for (QWidget *part : QList<QWidget *>{m_slow, m_endText, m_message, m_log, m_offers})
        part->hide();
}

void OperationRow::setOperation(const Operation &operation)
{
    if (operation == m_operation)
        return;
    m_operation = operation;
    const OutcomeMark mark = markOf(operation.outcome);
    m_glyph->setGlyph(mark.glyph, mark.role);
    const QString title = operationTitle(operation);
    m_title->setText(title);
    m_title->setToolTip(title);
    setAccessibleName(title);
    m_hide->setAccessibleName(tr("Hide: %1").arg(title));
    m_more->setAccessibleName(tr("More actions for: %1").arg(title));
    m_log->setAccessibleName(tr("Messages of: %1").arg(title));
    m_phases->setPhases(operation.phases);
    m_phases->setVisible(!operation.phases.isEmpty());
    showEnd();
    if (operation.isRunning())
        m_timer->start();
    else
        m_timer->stop();
    refresh(QDateTime::currentDateTimeUtc());
    Q_EMIT heightChanged();
}

void OperationRow::showEnd()
{
    const OperationEnd end = operationEndOf(m_operation);
    if (end.text != m_end.text && !end.text.isEmpty()) {
        m_endText->setAccessibleName(end.text);
        QAccessibleEvent event(m_endText, QAccessible::NameChanged);
        QAccessible::updateAccessibility(&event);
    }
    m_end = end;
    m_endText->setText(end.text);
    m_endText->setColorRole(colorOf(end.tone));
    m_endText->setVisible(!end.text.isEmpty());
    QStringList more = end.details;
    for (QString &line : more)
        line = u"• "_s + line;
    if (!end.message.isEmpty())
        more.append(visibleControls(end.message));
    m_message->setText(more.join(u'\n'));
    m_message->setVisible(!more.isEmpty());
    updateLog();
    showOffers(end.offers);
}

QString OperationRow::offerText(Offer offer) const
{
    switch (offer) {
    case Offer::TryAgain:
        return tr("Try again");
    case Offer::RestoreWithoutSafety:
        return tr("Restore without safety…");
    case Offer::DeleteSafety:
        return tr("Delete %1…").arg(m_operation.safety.toString());
    case Offer::CheckAgain:
        return tr("Check again");
    case Offer::Details:
        return tr("Details");
    }
    return {};
}

void OperationRow::showOffers(const QList<Offer> &offers)
{
    static const QHash<Offer, QString> names{{Offer::TryAgain, u"tryAgainButton"_s},
                                             {Offer::RestoreWithoutSafety, u"restoreWithoutSafetyButton"_s},
                                             {Offer::DeleteSafety, u"deleteSafetyButton"_s},
                                             {Offer::CheckAgain, u"checkAgainButton"_s},
                                             {Offer::Details, u"detailsButton"_s}};
    if (offers != m_shownOffers) {
        m_shownOffers = offers;
        qDeleteAll(m_offers->findChildren<QPushButton *>(Qt::FindDirectChildrenOnly));
        for (const Offer offer : offers) {
            auto *button = new QPushButton(offerText(offer), m_offers);
            button->setObjectName(names.value(offer));
            button->setAutoDefault(false);
            if (offer == Offer::Details)
                setButtonRole(*button, ButtonRole::Link);
            connect(button, &QPushButton::clicked, this, [this, offer] { press(offer); });
            m_offerLayout->addWidget(button);
            button->show();
        }
    }
    m_offers->setVisible(!offers.isEmpty());
}

void OperationRow::press(Offer offer)
{
    switch (offer) {
    case Offer::TryAgain:
        Q_EMIT tryAgainRequested(m_operation.id);
        break;
    case Offer::RestoreWithoutSafety:
        Q_EMIT restoreWithoutSafetyRequested(m_operation.id);
        break;
    case Offer::DeleteSafety:
        Q_EMIT deleteRequested(m_operation.safety);
        break;
    case Offer::CheckAgain:
        Q_EMIT checkAgainRequested(m_operation.id);
        break;
    case Offer::Details:
        Q_EMIT detailsRequested(m_operation.id);
        break;
    }
}

void OperationRow::openMenu()
{
    auto *menu = new QMenu(this);
    menu->setObjectName(u"operationMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (m_operation.isRunning()) {
        QAction *stop = menu->addAction(tr("The service cannot cancel this. Stop watching"));
        stop->setObjectName(u"stopWatchingAction"_s);
        connect(stop, &QAction::triggered, this, [this] { Q_EMIT stopWatchingRequested(m_operation.id); });
    }
    QAction *latest = menu->addAction(tr("Read latest message"));
    latest->setObjectName(u"readLatestAction"_s);
    latest->setEnabled(m_log->isVisibleTo(this));
    connect(latest, &QAction::triggered, this, [this] {
        m_log->setAccessibleName(m_log->latestLine());
        QAccessibleEvent event(m_log, QAccessible::NameChanged);
        QAccessible::updateAccessibility(&event);
        m_log->setFocus(Qt::OtherFocusReason);
    });
    QAction *copy = menu->addAction(tr("Copy log"));
    copy->setObjectName(u"copyLogAction"_s);
    copy->setEnabled(m_logModel && m_logModel->rowCount() > 0);
    connect(copy, &QAction::triggered, this, [this] {
        QGuiApplication::clipboard()->setText(m_logModel ? m_logModel->text() : QString());
        Q_EMIT copyLogRequested(m_operation.id);
    });
    menu->popup(m_more->mapToGlobal(m_more->rect().bottomLeft()));
}

void OperationRow::setLog(OperationLogModel *log)
{
    if (log == m_logModel)
        return;
    if (m_logModel)
        m_logModel->disconnect(this);
    m_logModel = log;
    m_log->setModel(log);
    if (log)
        connect(log, &QAbstractItemModel::rowsInserted, this, &OperationRow::updateLog);
    updateLog();
}

void OperationRow::updateLog()
{
    // Once everything is well nobody needs the log; it stays in Activity.
    const bool wanted = m_logModel && m_logModel->rowCount() > 0 && m_operation.outcome != Outcome::Succeeded;
    if (wanted == m_log->isVisibleTo(this))
        return;
    m_log->setVisible(wanted);
    Q_EMIT heightChanged();
}

void OperationRow::setGutter(int width, int laneCenter)
{
    m_gutter = width;
    m_laneCenter = laneCenter;
    // Without a gutter of lanes the glyph needs a place of its own.
    const int leading = width > 0 ? width : Space::panel + 16 + Space::small;
    layout()->setContentsMargins(isRightToLeft() ? Space::medium : leading, Space::small,
                                 isRightToLeft() ? leading : Space::medium, Space::medium);
    placeGlyph();
}

void OperationRow::setMaximumLogLines(int lines)
{
    m_log->setMaximumLines(lines);
}

void OperationRow::refresh(const QDateTime &now)
{
    const QDateTime end = m_operation.endedAt.isValid() ? m_operation.endedAt : now;
    const std::chrono::seconds ran(std::max<qint64>(0, m_operation.startedAt.secsTo(end)));
    m_duration->setText(m_operation.startedAt.isValid() ? durationText(ran) : QString());
    m_duration->setAccessibleName(tr("Duration %1").arg(m_duration->text()));
    const bool slow = m_operation.isRunning() && ran >= LongerThanUsual && m_end.text.isEmpty();
    if (slow != m_slow->isVisibleTo(this)) {
        m_slow->setVisible(slow);
        Q_EMIT heightChanged();
    }
}

int OperationRow::heightFor(int width) const
{
    const int wanted = layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width)
                                                     : layout()->totalSizeHint().height();
    return std::max(72, wanted);
}

bool OperationRow::event(QEvent *event)
{
    const bool result = QWidget::event(event);
    if (event->type() == QEvent::LayoutRequest) {
        placeGlyph();
        Q_EMIT heightChanged();
    }
    if (event->type() == QEvent::LayoutDirectionChange)
        setGutter(m_gutter, m_laneCenter);
    return result;
}

void OperationRow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    placeGlyph();
}

void OperationRow::placeGlyph()
{
    const int center = m_gutter > 0 ? m_laneCenter : Space::panel + 8;
    const QRect place(center - 8, m_title->geometry().center().y() - 7, 16, 16);
    m_glyph->setGeometry(QStyle::visualRect(layoutDirection(), rect(), place));
}

void OperationRow::paintEvent(QPaintEvent *)
{
    // The ring covers the lane that passes beneath it.
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette().base());
    painter.drawEllipse(QRectF(m_glyph->geometry()).adjusted(-1, -1, 1, 1));
}

} // namespace Spritarium
