// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/actiondoor.h"

#include <QAbstractButton>
#include <QAction>
#include <QMenu>
#include <QVariant>

namespace Spritarium {
namespace {

constexpr auto reasonProperty = "spritariumDisabledReason";

QString plainText(const QAction &action)
{
    QString text = action.text();
    return text.remove(QLatin1Char('&'));
}

void showState(QAbstractButton &button, const QAction &action, const QString &text)
{
    button.setText(text.isEmpty() ? action.text() : text);
    button.setEnabled(action.isEnabled());
    button.setVisible(action.isVisible());
    button.setToolTip(action.toolTip());
    button.setStatusTip(action.statusTip());
    button.setAccessibleName(text.isEmpty() ? plainText(action) : text);
    button.setAccessibleDescription(disabledReason(action));
}

} // namespace

void applyFacts(QAction &action, const ActionFacts &facts)
{
    const QKeySequence keys = QKeySequence::fromString(facts.shortcut, QKeySequence::PortableText);
    const QString native = keys.toString(QKeySequence::NativeText);
    action.setText(facts.text);
    action.setShortcut(keys);
    action.setProperty(reasonProperty, facts.disabledReason);
    action.setVisible(facts.visible);
    action.setEnabled(facts.isEnabled());
    const QString plain = plainText(action);
    if (!facts.isEnabled())
        action.setToolTip(facts.disabledReason);
    else
        action.setToolTip(native.isEmpty() ? plain : QStringLiteral("%1 (%2)").arg(plain, native));
    action.setStatusTip(facts.disabledReason);
}

QString disabledReason(const QAction &action)
{
    return action.property(reasonProperty).toString();
}

void bindButton(QAbstractButton &button, QAction &action, const QString &text)
{
    showState(button, action, text);
    QObject::connect(&action, &QAction::changed, &button,
                     [&button, &action, text] { showState(button, action, text); });
    QObject::connect(&button, &QAbstractButton::clicked, &action, [&action] { action.trigger(); });
}

void fillMenu(QMenu &menu, const ActionSet &actions, const QStringList &ids)
{
    menu.setToolTipsVisible(true);
    bool separate = false;
    for (const QString &id : ids) {
        if (id.isEmpty()) {
            separate = !menu.isEmpty();
        } else if (QAction *action = actions.value(id)) {
            if (separate)
                menu.addSeparator();
            separate = false;
            menu.addAction(action);
        }
    }
}

} // namespace Spritarium
