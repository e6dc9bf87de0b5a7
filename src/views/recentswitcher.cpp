// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/recentswitcher.h"

#include "views/appearance.h"
#include "views/card.h"

#include <QApplication>
#include <QKeyEvent>
#include <QListWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {
constexpr int widest = 400;
} // namespace

RecentSwitcher::RecentSwitcher(QWidget *host)
    : QFrame(host)
    , m_list(new QListWidget(this))
{
    setObjectName(u"recentSwitcher"_s);
    setAccessibleName(tr("Recent sprites"));
    m_list->setObjectName(u"recentSprites"_s);
    m_list->setAccessibleName(tr("Recent sprites"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_list->installEventFilter(this);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Space::tiny, Space::tiny, Space::tiny, Space::tiny);
    column->addWidget(m_list);
    connect(m_list, &QListWidget::itemClicked, this, &RecentSwitcher::choose);
    hide();
}

void RecentSwitcher::step(const QList<RecentSprite> &recent, int by)
{
    if (isHidden()) {
        if (recent.size() < 2)
            return;
        open(recent);
    }
    moveBy(by);
}

void RecentSwitcher::open(const QList<RecentSprite> &recent)
{
    m_recent = recent;
    m_list->clear();
    for (const RecentSprite &sprite : recent) {
        //: A sprite, then its organization
        auto *item =
            new QListWidgetItem(tr("%1 — %2").arg(sprite.key.sprite.toString(), sprite.organization));
        item->setSizeHint(QSize(0, std::max(32, fontMetrics().height() + 12)));
        m_list->addItem(item);
    }
    m_list->setCurrentRow(0);
    const int row = m_list->item(0)->sizeHint().height();
    const QWidget *host = parentWidget();
    const QSize size(
        std::min(widest, host->width() - 2 * Space::panel),
        std::min(int(recent.size()) * row + 2 * Space::small, host->height() - 2 * Space::panel));
    setGeometry(
        QRect(QPoint((host->width() - size.width()) / 2, (host->height() - size.height()) / 3), size));
    m_focusBefore = QApplication::focusWidget();
    show();
    raise();
    m_list->setFocus(Qt::PopupFocusReason);
}

void RecentSwitcher::moveBy(int rows)
{
    const int count = m_list->count();
    m_list->setCurrentRow((m_list->currentRow() + rows + count) % count);
}

void RecentSwitcher::choose()
{
    const int row = m_list->currentRow();
    leave();
    if (row >= 0 && row < m_recent.size())
        Q_EMIT chosen(m_recent.at(row).key);
}

void RecentSwitcher::leave()
{
    hide();
    if (QWidget *before = std::exchange(m_focusBefore, nullptr))
        before->setFocus(Qt::PopupFocusReason);
}

bool RecentSwitcher::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_list || isHidden())
        return QFrame::eventFilter(watched, event);
    if (event->type() == QEvent::KeyRelease && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Control) {
        choose();
        return true;
    }
    if (event->type() == QEvent::FocusOut) {
        m_focusBefore = nullptr; // somebody else has it now
        hide();
    } else if (event->type() == QEvent::KeyPress) {
        switch (static_cast<QKeyEvent *>(event)->key()) {
        case Qt::Key_Return:
        case Qt::Key_Enter:
            choose();
            return true;
        case Qt::Key_Escape:
            leave();
            return true;
        default:
            break;
        }
    }
    return QFrame::eventFilter(watched, event);
}

void RecentSwitcher::paintEvent(QPaintEvent *)
{
    Card::paintBox(*this, Appearance(palette()).controlBorder());
}

} // namespace Spritarium
