// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/actions.h"

#include "views/actiondoor.h"

#include <QAction>
#include <QTimer>

namespace Spritarium {

using namespace Qt::StringLiterals;

Actions::Actions(QObject *parent)
    : QObject(parent)
{
    add("sprite.new"_L1, tr("New sprite…"), u"Ctrl+N"_s);
    add("checkpoint.create"_L1, tr("Checkpoint now…"), u"Ctrl+Shift+S"_s);
    add("checkpoint.bulk"_L1, tr("Checkpoint of several sprites…"), {});
    add("checkpoint.restore"_L1, tr("Restore…"), u"Ctrl+Shift+R"_s);
    add("checkpoint.delete"_L1, tr("Delete checkpoint…"), {});
    add("checkpoint.delete-old-safety"_L1, tr("Delete safety checkpoints older than 7 days…"), {});
    add("checkpoint.undo-restore"_L1, tr("Undo restore…"), {});
    add("checkpoint.copy-cli"_L1, tr("Copy restore as CLI"), {});
    add("checkpoint.copy-request"_L1, tr("Copy restore as request"), {});
    add("egress.apply"_L1, tr("Apply egress rules…"), u"Ctrl+Return"_s);
    add("egress.test"_L1, tr("Test a host…"), u"Ctrl+Shift+E"_s);
    // Without keys of the window: they belong to the field or table that has the focus.
    add("egress.undo"_L1, tr("Undo rule edit"), {});
    add("egress.redo"_L1, tr("Redo rule edit"), {});
    add("egress.history"_L1, tr("History of egress rules…"), {});
    add("egress.copy-from"_L1, tr("Copy egress rules from…"), {});
    add("egress.import"_L1, tr("Import egress rules…"), {});
    add("egress.export"_L1, tr("Export egress rules…"), {});
    add("egress.bulk"_L1, tr("Apply egress rules to several sprites…"), {});
    add("ports.add"_L1, tr("Forward a port…"), u"Ctrl+Shift+P"_s);
    add("ports.start-all"_L1, tr("Start all forwards"), {});
    add("ports.stop-all"_L1, tr("Stop all forwards"), {});
    add("sprite.keep-awake"_L1, tr("Keep awake for 15 minutes"), u"Ctrl+Shift+A"_s);
    add("sprite.keep-awake-5"_L1, tr("Keep awake for 5 minutes"), {});
    add("sprite.keep-awake-60"_L1, tr("Keep awake for 60 minutes"), {});
    add("sprite.release"_L1, tr("Release"), {});
    add("sprite.delete"_L1, tr("Delete sprite…"), {});
    add("sprite.labels"_L1, tr("Change labels…"), {});
    add("sprite.address"_L1, tr("Change address…"), {});
    add("sprite.copy-url"_L1, tr("Copy web address"), {});
    add("sprite.open-url"_L1, tr("Open web address"), {});
    add("sprite.favorite"_L1, tr("Favorite"), {});
    add("sprite.copy-cli"_L1, tr("Copy as CLI"), u"Ctrl+Shift+C"_s);
    add("sprite.copy-request"_L1, tr("Copy as request"), {});
    add("account.add"_L1, tr("Add an account…"), {});
    add("account.import-cli"_L1, tr("Use the sprite CLI account…"), {});
    add("account.playground"_L1, tr("Open playground"), {});
    add("account.sign-in"_L1, tr("Sign in again…"), {});
    add("account.sign-out"_L1, tr("Sign out…"), {});
    add("playground.reset"_L1, tr("Reset the playground"), {});
    add("playground.slow"_L1, tr("Slow network"), {});
    add("playground.edit-rules"_L1, tr("Someone else edits the rules"), {});
    add("playground.drop-stream"_L1, tr("Drop the next stream"), {});
    add("app.palette"_L1, tr("Command palette"), u"Ctrl+K"_s);
    add("view.tree-filter"_L1, tr("Filter sprites"), u"Ctrl+L"_s);
    add("view.filter"_L1, tr("Filter this view"), u"Ctrl+F"_s);
    add("view.refresh"_L1, tr("Refresh"), u"F5"_s);
    add("app.preferences"_L1, tr("Preferences…"), u"Ctrl+,"_s);
    add("app.about"_L1, tr("About Spritarium"), {});
    add("app.quit"_L1, tr("Quit"), u"Ctrl+Q"_s);
    for (const QLatin1StringView id : {"sprite.favorite"_L1, "playground.slow"_L1})
        (*this)[id]->setCheckable(true);
}

QAction *Actions::operator[](QLatin1StringView id) const
{
    QAction *action = m_actions.value(QString(id));
    Q_ASSERT_X(action, "Actions", id.data());
    return action;
}

void Actions::adopt(const QHash<QString, QAction *> &actions)
{
    QStringList ids = actions.keys();
    ids.sort();
    for (const QString &id : std::as_const(ids)) {
        QAction *action = actions.value(id);
        m_actions.insert(id, action);
        m_standardKeys.insert(id, action->shortcut().toString(QKeySequence::PortableText));
        m_facts.insert(id, ActionFacts{id, action->text(), m_standardKeys.value(id), {}, true});
        m_order << id;
    }
}

QList<ActionFacts> Actions::facts() const
{
    QList<ActionFacts> facts;
    for (const QString &id : m_order)
        facts << m_facts.value(id);
    return facts;
}

void Actions::setDisabledReason(QLatin1StringView id, const QString &reason)
{
    change(QString(id), [&reason](ActionFacts &facts) { facts.disabledReason = reason; });
}

void Actions::setVisible(QLatin1StringView id, bool visible)
{
    change(QString(id), [visible](ActionFacts &facts) { facts.visible = visible; });
}

void Actions::setShortcut(const QString &id, const QKeySequence &keys)
{
    change(id, [&keys](ActionFacts &facts) { facts.shortcut = keys.toString(QKeySequence::PortableText); });
}

QKeySequence Actions::standardShortcut(const QString &id) const
{
    return QKeySequence::fromString(m_standardKeys.value(id), QKeySequence::PortableText);
}

void Actions::add(QLatin1StringView id, const QString &text, const QString &keys)
{
    auto *action = new QAction(this);
    action->setObjectName(QString(id));
    // A shortcut answers wherever the focus is in the main window, but not in a sheet over it.
    action->setShortcutContext(Qt::WindowShortcut);
    const ActionFacts facts{QString(id), text, keys, {}, true};
    applyFacts(*action, facts);
    m_actions.insert(facts.id, action);
    m_facts.insert(facts.id, facts);
    m_standardKeys.insert(facts.id, keys);
    m_order << facts.id;
}

void Actions::change(const QString &id, const std::function<void(ActionFacts &)> &edit)
{
    const auto it = m_facts.find(id);
    Q_ASSERT(it != m_facts.end());
    ActionFacts after = *it;
    edit(after);
    if (after == *it)
        return;
    *it = after;
    applyFacts(*m_actions.value(id), after);
    if (m_announcing)
        return;
    m_announcing = true;
    QTimer::singleShot(0, this, [this] {
        m_announcing = false;
        Q_EMIT factsChanged();
    });
}

} // namespace Spritarium
