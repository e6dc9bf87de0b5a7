// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/toast.h"

#include "views/appearance.h"
#include "views/buttonrole.h"
#include "views/textlabel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QTimer>

namespace Spritarium {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Toast *Toast::show(QWidget &host, const QString &text, const QString &action)
{
    const auto earlier = host.findChildren<Toast *>(u"toast"_s, Qt::FindDirectChildrenOnly);
    for (Toast *toast : earlier) {
        toast->hide();
        toast->deleteLater();
    }
    return new Toast(host, text, action);
}

Toast::Toast(QWidget &host, const QString &text, const QString &action)
    : QFrame(&host)
    , m_text(new TextLabel(text, TextRole::Body, this))
    , m_action(new QPushButton(action, this))
    , m_timer(new QTimer(this))
{
    setObjectName(u"toast"_s);
    setAccessibleName(text);
    m_text->setObjectName(u"toastText"_s);
    m_action->setObjectName(u"toastAction"_s);
    m_action->setVisible(!action.isEmpty());
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(Space::panel, Space::small, Space::small, Space::small);
    row->setSpacing(Space::panel);
    row->addWidget(m_text);
    row->addWidget(m_action);
    if (action.isEmpty())
        row->setContentsMargins(Space::panel, Space::medium, Space::panel, Space::medium);
    m_timer->setSingleShot(true);
    m_timer->setInterval(6s);
    connect(m_timer, &QTimer::timeout, this, [this] {
        if (m_action->hasFocus()) {
            m_timer->start();
            return;
        }
        hide();
        deleteLater();
    });
    connect(m_action, &QPushButton::clicked, this, [this] {
        Q_EMIT actionTriggered();
        hide();
        deleteLater();
    });
    host.installEventFilter(this);
    place();
    QFrame::show();
    raise();
    m_timer->start();
}

void Toast::setDuration(std::chrono::milliseconds duration)
{
    m_timer->start(duration);
}

void Toast::place()
{
    const QWidget *host = parentWidget();
    const int room = std::max(120, host->width() - 2 * Space::panel);
    m_text->setWordWrap(sizeHint().width() > room);
    resize(QSize(std::min(sizeHint().width(), room), sizeHint().height()));
    move((host->width() - width()) / 2, host->height() - height() - Space::group - Space::large);
}

bool Toast::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parent() && event->type() == QEvent::Resize)
        place();
    return QFrame::eventFilter(watched, event);
}

void Toast::paintEvent(QPaintEvent *)
{
    const Appearance appearance(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(appearance.controlBorder(), appearance.borderWidth()));
    painter.setBrush(palette().color(QPalette::ToolTipBase));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), cardRadius, cardRadius);
}

void Toast::enterEvent(QEnterEvent *event)
{
    QFrame::enterEvent(event);
    m_timer->stop();
}

void Toast::leaveEvent(QEvent *event)
{
    QFrame::leaveEvent(event);
    m_timer->start();
}

} // namespace Spritarium
