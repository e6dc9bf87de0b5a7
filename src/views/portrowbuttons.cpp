// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/portrowbuttons.h"

#include "views/appearance.h"
#include "views/icons.h"
#include "views/spritariumstyle.h"

#include <QMouseEvent>
#include <QPushButton>
#include <QToolButton>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

//! Open, Copy and More are known by their pictures.
QString iconOf(PortAction action)
{
    switch (action) {
    case PortAction::Open:
        return u"open"_s;
    case PortAction::Copy:
        return u"copy"_s;
    case PortAction::More:
        return u"more"_s;
    default:
        return {};
    }
}

//! For object names.
QString idOf(PortAction action)
{
    switch (action) {
    case PortAction::Open:
        return u"portOpen_"_s;
    case PortAction::Copy:
        return u"portCopy_"_s;
    case PortAction::Start:
        return u"portStart_"_s;
    case PortAction::Stop:
        return u"portStop_"_s;
    case PortAction::Forward:
        return u"portForward_"_s;
    case PortAction::UseFree:
        return u"portUseFree_"_s;
    case PortAction::Choose:
        return u"portChoose_"_s;
    case PortAction::TryAgain:
        return u"portTryAgain_"_s;
    case PortAction::Guard:
        return u"portGuard_"_s;
    case PortAction::RemoveGuard:
        return u"portRemoveGuard_"_s;
    case PortAction::Details:
        return u"portDetails_"_s;
    case PortAction::Remove:
        return u"portRemove_"_s;
    case PortAction::More:
        break;
    }
    return u"portMore_"_s;
}

int buttonHeight(const QWidget &view)
{
    return std::max(28, view.fontMetrics().height() + Space::small);
}

int buttonWidth(PortAction action, const PortRow &row, const QWidget &view)
{
    if (!iconOf(action).isEmpty())
        return buttonHeight(view);
    return view.fontMetrics().horizontalAdvance(portActionText(action, row)) + 2 * Space::medium;
}

int widthOf(const QList<PortAction> &actions, const PortRow &row, const QWidget &view)
{
    int width = 0;
    for (const PortAction action : actions)
        width += buttonWidth(action, row, view) + Space::tiny;
    return std::max(0, width - Space::tiny);
}

QStringList faceOf(const QList<PortAction> &actions, const PortRow &row, const QWidget &view)
{
    QStringList face{QString::number(buttonHeight(view)), view.isRightToLeft() ? u"rtl"_s : u"ltr"_s};
    for (const PortAction action : actions)
        face << portActionText(action, row) << portActionName(action, row);
    return face;
}

} // namespace

PortRowButtons::PortRowButtons(QWidget *parent)
    : QWidget(parent)
{
    setCursor(Qt::ArrowCursor);
}

QList<PortAction> PortRowButtons::fitting(const PortRow &row, int room, const QWidget &view)
{
    QList<PortAction> actions = portActions(row);
    while (actions.size() > 1 && widthOf(actions, row, view) > room) {
        actions.erase(std::min_element(actions.begin(), actions.end(),
                                       [](PortAction a, PortAction b) { return keepRank(a) < keepRank(b); }));
    }
    return actions;
}

int PortRowButtons::widthFor(const PortRow &row, int room, const QWidget &view)
{
    return widthOf(fitting(row, room, view), row, view);
}

void PortRowButtons::show(const PortRow &row, int room)
{
    const QList<PortAction> actions = fitting(row, room, *parentWidget());
    const QStringList face = faceOf(actions, row, *this);
    m_row = row;
    // Rows in use come here four times a second: a button that is hidden under a finger loses its press.
    if (!isHidden() && m_key == row.key && m_actions == actions && m_face == face)
        return;
    m_key = row.key;
    m_actions = actions;
    m_face = face;
    setObjectName(u"portRow:"_s + m_key);
    for (auto known = m_buttons.cbegin(); known != m_buttons.cend(); ++known) {
        if (!m_actions.contains(known.key()))
            known.value()->hide();
    }
    for (const PortAction action : std::as_const(m_actions)) {
        QAbstractButton *button = buttonFor(action);
        dress(*button, action);
        if (button->isHidden())
            button->show();
    }
    place();
    QWidget::show();
}

void PortRowButtons::dress(QAbstractButton &button, PortAction action)
{
    const QString name = portActionName(action, m_row);
    button.setObjectName(idOf(action) + m_row.portText());
    button.setAccessibleName(name);
    button.setToolTip(name);
    if (iconOf(action).isEmpty())
        button.setText(portActionText(action, m_row));
    const int side = std::max(16, button.fontMetrics().height() * 9 / 10);
    button.setIconSize(QSize(side, side));
}

QAbstractButton *PortRowButtons::buttonFor(PortAction action)
{
    if (QAbstractButton *known = m_buttons.value(action))
        return known;
    QAbstractButton *button = nullptr;
    if (const QString name = iconOf(action); !name.isEmpty()) {
        auto *tool = new QToolButton(this);
        tool->setIcon(icon(name));
        tool->setAutoRaise(true);
        button = tool;
    } else {
        auto *push = new QPushButton(this);
        push->setAutoDefault(false);
        button = push;
    }
    button->setFocusPolicy(m_tabStops ? Qt::TabFocus : Qt::NoFocus);
    m_buttons.insert(action, button);
    connect(button, &QAbstractButton::clicked, this, [this, action] { Q_EMIT pressed(m_key, action); });
    return button;
}

void PortRowButtons::setTabStops(bool on, QWidget &before)
{
    m_tabStops = on;
    for (QAbstractButton *button : std::as_const(m_buttons))
        button->setFocusPolicy(on ? Qt::TabFocus : Qt::NoFocus);
    if (!on)
        return;
    QWidget *previous = &before;
    for (const PortAction action : std::as_const(m_actions)) {
        QAbstractButton *button = m_buttons.value(action);
        setTabOrder(previous, button);
        previous = button;
    }
}

QPoint PortRowButtons::menuCorner(PortAction action) const
{
    const QAbstractButton *button = m_buttons.value(action);
    if (button == nullptr || !button->isVisible())
        return mapToGlobal(isRightToLeft() ? rect().bottomRight() : rect().bottomLeft());
    return button->mapToGlobal(isRightToLeft() ? button->rect().bottomRight() : button->rect().bottomLeft());
}

void PortRowButtons::place()
{
    const int high = std::min(height(), buttonHeight(*parentWidget()));
    int x = 0;
    for (const PortAction action : std::as_const(m_actions)) {
        const int width = buttonWidth(action, m_row, *parentWidget());
        const QRect box(x, (height() - high) / 2, width, high);
        m_buttons.value(action)->setGeometry(QStyle::visualRect(layoutDirection(), rect(), box));
        x += width + Space::tiny;
    }
}

void PortRowButtons::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    place();
}

void PortRowButtons::mousePressEvent(QMouseEvent *event)
{
    event->accept();
}

void PortRowButtons::mouseReleaseEvent(QMouseEvent *event)
{
    event->accept();
}

void PortRowButtons::mouseDoubleClickEvent(QMouseEvent *event)
{
    event->accept();
}

} // namespace Spritarium
