// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/statepanel.h"

#include "views/appearance.h"
#include "views/buttonrole.h"
#include "views/errordetails.h"
#include "views/icons.h"
#include "views/textlabel.h"

#include <QEvent>
#include <QPainter>
#include <QPushButton>
#include <QStackedLayout>
#include <QTimer>
#include <QVBoxLayout>

namespace Spritarium {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

//! Three rows without content, where rows will be.
class SkeletonRows final : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(Appearance(palette()).hairline());
        constexpr qreal widths[] = {0.62, 0.44, 0.53};
        const bool rtl = layoutDirection() == Qt::RightToLeft;
        qreal y = Space::panel;
        for (qreal part : widths) {
            const qreal length = (width() - 2 * Space::panel) * part;
            const qreal x = rtl ? width() - Space::panel - length : Space::panel;
            painter.drawRoundedRect(QRectF(x, y, length, 12), 6, 6);
            y += 32;
        }
    }
};

StatePanel::StatePanel(QWidget *parent)
    : QWidget(parent)
    , m_message(new QWidget(this))
    , m_icon(new QLabel(m_message))
    , m_title(new TextLabel(TextRole::Section, m_message))
    , m_sentence(new TextLabel(TextRole::Body, m_message))
    , m_primary(new QPushButton(m_message))
    , m_link(new QPushButton(m_message))
    , m_skeleton(new SkeletonRows(this))
    , m_skeletonTimer(new QTimer(this))
    , m_stillTimer(new QTimer(this))
{
    setObjectName(u"statePanel"_s);
    buildMessage();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_skeleton, 1);
    layout->addWidget(m_message, 1);
    m_skeleton->setObjectName(u"stateSkeleton"_s);
    m_skeleton->hide();
    m_message->hide();

    m_skeletonTimer->setSingleShot(true);
    m_stillTimer->setSingleShot(true);
    setDelays(300ms, 10s);
    connect(m_skeletonTimer, &QTimer::timeout, m_skeleton, &QWidget::show);
    connect(m_stillTimer, &QTimer::timeout, this, [this] {
        m_skeleton->hide();
        setParts({.icon = u"clock"_s,
                  .title = tr("Still loading…"),
                  .sentence = {},
                  .primary = {},
                  .link = tr("Cancel")});
    });
    connect(m_primary, &QPushButton::clicked, this, &StatePanel::primaryTriggered);
    connect(m_link, &QPushButton::clicked, this, &StatePanel::pressLink);
}

void StatePanel::buildMessage()
{
    m_icon->setObjectName(u"stateIcon"_s);
    m_title->setObjectName(u"stateTitle"_s);
    m_sentence->setObjectName(u"stateSentence"_s);
    m_primary->setObjectName(u"statePrimary"_s);
    m_link->setObjectName(u"stateLink"_s);
    setButtonRole(*m_primary, ButtonRole::Primary);
    setButtonRole(*m_link, ButtonRole::Link);
    m_sentence->setColorRole(ColorRole::Muted);
    for (TextLabel *label : {m_title, m_sentence}) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
        label->setMaximumWidth(420);
        // Wrapped labels shrink to a column of words when they are merely centred.
        label->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    }
    auto *column = new QVBoxLayout(m_message);
    column->setContentsMargins(Space::panel, Space::panel, Space::panel, Space::panel);
    column->setSpacing(Space::small);
    const auto centred = [column](QWidget *widget) {
        auto *row = new QHBoxLayout;
        row->setSpacing(0);
        row->addStretch(1);
        row->addWidget(widget, qobject_cast<TextLabel *>(widget) ? 1000 : 0);
        row->addStretch(1);
        column->addLayout(row);
    };
    column->addStretch(2);
    centred(m_icon);
    column->addSpacing(Space::tiny);
    centred(m_title);
    centred(m_sentence);
    column->addSpacing(Space::small);
    centred(m_primary);
    centred(m_link);
    column->addStretch(3);
}

void StatePanel::setDelays(std::chrono::milliseconds skeleton, std::chrono::milliseconds stillLoading)
{
    m_skeletonTimer->setInterval(skeleton);
    m_stillTimer->setInterval(stillLoading);
}

void StatePanel::showMessage(const StateMessage &message)
{
    m_loading = false;
    m_error.reset();
    m_skeletonTimer->stop();
    m_stillTimer->stop();
    m_skeleton->hide();
    setParts(message);
}

void StatePanel::showLoading()
{
    if (m_loading)
        return;
    m_loading = true;
    m_error.reset();
    m_message->hide();
    m_skeleton->hide();
    m_skeletonTimer->start();
    m_stillTimer->start();
    setAccessibleName(tr("Loading"));
}

void StatePanel::showError(const ApiError &error, const QString &subject)
{
    showMessage({.icon = u"warning"_s,
                 .title = tr("That did not work"),
                 .sentence = error.userText(subject),
                 .primary = tr("Retry"),
                 .link = tr("Details")});
    m_error = error;
}

void StatePanel::pressLink()
{
    if (m_loading) {
        Q_EMIT cancelRequested();
    } else if (m_error) {
        (new ErrorDetails(*m_error, this))->open();
    } else {
        Q_EMIT linkTriggered();
    }
}

void StatePanel::setParts(const StateMessage &message)
{
    m_iconName = message.icon;
    if (!m_iconName.isEmpty())
        m_icon->setPixmap(
            iconPixmap(m_iconName, 48, Appearance(palette()).color(ColorRole::Muted), devicePixelRatioF()));
    m_icon->setVisible(!m_iconName.isEmpty());
    m_title->setText(message.title);
    m_sentence->setText(message.sentence);
    m_sentence->setVisible(!message.sentence.isEmpty());
    m_primary->setText(message.primary);
    m_primary->setVisible(!message.primary.isEmpty());
    m_link->setText(message.link);
    m_link->setVisible(!message.link.isEmpty());
    m_message->show();
    setAccessibleName(message.title);
    setAccessibleDescription(message.sentence);
}

void StatePanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !m_iconName.isEmpty())
        m_icon->setPixmap(
            iconPixmap(m_iconName, 48, Appearance(palette()).color(ColorRole::Muted), devicePixelRatioF()));
}

} // namespace Spritarium
