// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/newrulerow.h"

#include "views/appearance.h"
#include "views/icons.h"
#include "views/rulelineedit.h"
#include "views/ruletable.h"

#include <QApplication>
#include <QFocusEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>

namespace Spritarium {

using namespace Qt::StringLiterals;

NewRuleRow::NewRuleRow(QWidget *parent)
    : QWidget(parent)
    , m_action(new QPushButton(this))
    , m_field(new RuleLineEdit(RuleLineEdit::Content::Pattern, this))
{
    setObjectName(u"newRuleRow"_s);
    m_action->setObjectName(u"newRuleAction"_s);
    m_action->setAutoDefault(false);
    m_action->setToolTip(tr("Switches between Allow and Deny"));
    m_field->setObjectName(u"newRuleField"_s);
    m_field->setAccessibleName(tr("Name pattern of the new rule"));
    connect(m_action, &QPushButton::clicked, this, [this] {
        setDenies(!m_denies);
        m_field->setFocus();
    });
    connect(m_field, &QLineEdit::textEdited, this, &NewRuleRow::edited);
    m_field->installEventFilter(this);
    m_action->installEventFilter(this);
    setTabOrder(m_action, m_field);
    hide();
}

void NewRuleRow::place(const QRect &row, const QRect &action, const QRect &pattern)
{
    setGeometry(row);
    m_action->setGeometry(action.translated(-row.topLeft()).adjusted(Space::tiny, 3, -Space::tiny, -3));
    m_field->setGeometry(pattern.translated(-row.topLeft()).adjusted(1, 2, -Space::tiny, -2));
}

void NewRuleRow::start(bool denies)
{
    show({}, denies);
    m_field->setFocus(Qt::OtherFocusReason);
}

void NewRuleRow::show(const QString &text, bool denies)
{
    setDenies(denies);
    m_field->setText(text);
    m_field->setAccessibleDescription({});
    QWidget::show();
    raise();
}

QWidget *NewRuleRow::firstStop() const
{
    return m_action;
}

QString NewRuleRow::text() const
{
    return m_field->text();
}

void NewRuleRow::setDenies(bool denies)
{
    m_denies = denies;
    const QString word = denies ? RuleTable::tr("Deny") : RuleTable::tr("Allow");
    m_action->setText(word);
    m_action->setIcon(icon(denies ? u"close"_s : u"check"_s));
    m_action->setAccessibleName(tr("Action of the new rule: %1").arg(word));
}

bool NewRuleRow::keyPressed(int key, Qt::KeyboardModifiers modifiers)
{
    switch (key) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (modifiers.testFlag(Qt::ControlModifier))
            return false;
        if (text().trimmed().isEmpty())
            Q_EMIT canceled();
        else
            Q_EMIT submitted(modifiers.testFlag(Qt::ShiftModifier));
        return true;
    case Qt::Key_Escape:
        Q_EMIT canceled();
        return true;
    default:
        return false;
    }
}

bool NewRuleRow::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const auto *press = static_cast<QKeyEvent *>(event);
        return keyPressed(press->key(), press->modifiers());
    }
    if (watched == m_action && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape)
        return keyPressed(Qt::Key_Escape, {});
    if (event->type() == QEvent::ShortcutOverride &&
        static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        event->accept();
        return true;
    }
    if (event->type() == QEvent::FocusOut && isVisible()) {
        const auto reason = static_cast<QFocusEvent *>(event)->reason();
        const QWidget *next = QApplication::focusWidget();
        if (reason == Qt::PopupFocusReason || reason == Qt::ActiveWindowFocusReason ||
            (next && isAncestorOf(next)))
            return false;
        if (text().trimmed().isEmpty())
            Q_EMIT canceled();
        else
            Q_EMIT submitted(false);
    }
    return false;
}

void NewRuleRow::paintEvent(QPaintEvent *)
{
    const Appearance appearance(palette());
    QPainter painter(this);
    painter.fillRect(rect(), mixed(palette().color(QPalette::Base), appearance.tint(ColorRole::Info), 0.6));
    painter.fillRect(0, height() - 1, width(), 1, appearance.hairline());
}

} // namespace Spritarium
