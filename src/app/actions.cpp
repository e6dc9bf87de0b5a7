// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/actions.h"

#include <QAction>
#include <QTimer>

namespace Spritarium {

using namespace Qt::StringLiterals;

Actions::Actions(QObject *parent)
    : QObject(parent)
{
    add("sprite.new"_L1, tr("New sprite…"), u"Ctrl+N"_s);
    add("checkpoint.create"_L1, tr("Checkpoint now…"), u"Ctrl+Shift+S"_s);
    add("checkpoint.restore"_L1, tr("Restore…"), u"Ctrl+Shift+R"_s);
    add("checkpoint.delete"_L1, tr("Delete checkpoint…"), {});
    add("checkpoint.copyId"_L1, tr("Copy checkpoint ID"), {});
    add("checkpoint.copyCli"_L1, tr("Copy restore as CLI"), {});
    add("checkpoint.copyRequest"_L1, tr("Copy restore as request"), {});
    add("checkpoint.undoRestore"_L1, tr("Undo restore…"), {});
    add("sprite.delete"_L1, tr("Delete sprite…"), {});
    add("sprite.labels"_L1, tr("Change labels…"), {});
    add("sprite.address"_L1, tr("Change address…"), {});
    add("sprite.copyUrl"_L1, tr("Copy web address"), {});
    add("sprite.openUrl"_L1, tr("Open web address"), {});
    add("sprite.favorite"_L1, tr("Favorite"), {});
    add("sprite.copyCli"_L1, tr("Copy as CLI"), u"Ctrl+Shift+C"_s);
    add("sprite.copyRequest"_L1, tr("Copy as request"), {});
    add("sprite.link"_L1, tr("Copy link to this place"), {});
    add("account.add"_L1, tr("Add an account…"), {});
    add("account.importCli"_L1, tr("Use the sprite CLI account…"), {});
    add("account.signOut"_L1, tr("Sign out…"), {});
    add("playground.open"_L1, tr("Open playground"), {});
    add("playground.reset"_L1, tr("Reset the playground"), {});
    add("playground.slow"_L1, tr("Slow network"), {});
    add("playground.drop"_L1, tr("Drop the next stream"), {});
    add("playground.close"_L1, tr("Close the playground"), {});
    add("nav.back"_L1, tr("Back"), u"Alt+Left"_s);
    add("nav.forward"_L1, tr("Forward"), u"Alt+Right"_s);
    add("palette.open"_L1, tr("Command palette"), u"Ctrl+K"_s);
    add("tree.filter"_L1, tr("Filter sprites"), u"Ctrl+L"_s);
    add("view.filter"_L1, tr("Filter this view"), u"Ctrl+F"_s);
    add("view.refresh"_L1, tr("Refresh"), u"F5"_s);
    add("view.overview"_L1, tr("Show overview"), u"Ctrl+1"_s);
    add("view.checkpoints"_L1, tr("Show checkpoints"), u"Ctrl+2"_s);
    add("view.tree"_L1, tr("Sprite tree"), u"Ctrl+B"_s);
    add("view.inspector"_L1, tr("Inspector"), u"Ctrl+I"_s);
    add("view.activity"_L1, tr("Activity"), u"Ctrl+J"_s);
    add("pane.next"_L1, tr("Next pane"), u"F6"_s);
    add("pane.previous"_L1, tr("Previous pane"), u"Shift+F6"_s);
    add("app.preferences"_L1, tr("Preferences…"), u"Ctrl+,"_s);
    add("app.about"_L1, tr("About Spritarium"), {});
    add("app.quit"_L1, tr("Quit"), u"Ctrl+Q"_s);
    for (const QLatin1StringView id : {"view.tree"_L1, "view.inspector"_L1, "view.activity"_L1,
                                       "sprite.favorite"_L1, "playground.slow"_L1})
        (*this)[id]->setCheckable(true);
}

QAction *Actions::operator[](QLatin1StringView id) const
{
    QAction *action = m_actions.value(QString(id));
    Q_ASSERT_X(action, "Actions", id.data());
    return action;
}

QList<ActionFacts> Actions::facts() const
{
    QList<ActionFacts> facts;
    for (const QString &id : m_order) {
        const QAction *action = m_actions.value(id);
        facts << ActionFacts{id, action->text(), action->shortcut().toString(QKeySequence::PortableText),
                             m_reasons.value(id), action->isVisible()};
    }
    return facts;
}

void Actions::setDisabledReason(QLatin1StringView id, const QString &reason)
{
    QAction *action = (*this)[id];
    const QString key(id);
    if (m_reasons.value(key) == reason && action->isEnabled() == reason.isEmpty())
        return;
    m_reasons.insert(key, reason);
    action->setEnabled(reason.isEmpty());
    refreshTips(action);
    announceSoon();
}

void Actions::setVisible(QLatin1StringView id, bool visible)
{
    if ((*this)[id]->isVisible() == visible)
        return;
    (*this)[id]->setVisible(visible);
    announceSoon();
}

void Actions::setShortcut(const QString &id, const QKeySequence &keys)
{
    QAction *action = m_actions.value(id);
    if (!action || action->shortcut() == keys)
        return;
    action->setShortcut(keys);
    refreshTips(action);
    announceSoon();
}

QKeySequence Actions::standardShortcut(const QString &id) const
{
    return m_standardKeys.value(id);
}

void Actions::add(QLatin1StringView id, const QString &text, const QString &keys)
{
    auto *action = new QAction(text, this);
    action->setObjectName(QString(id));
    const QKeySequence sequence = QKeySequence::fromString(keys, QKeySequence::PortableText);
    action->setShortcut(sequence);
    // A shortcut answers wherever the focus is in the main window, but not in another window's sheet.
    action->setShortcutContext(Qt::WindowShortcut);
    m_actions.insert(QString(id), action);
    m_standardKeys.insert(QString(id), sequence);
    m_order << QString(id);
    refreshTips(action);
}

void Actions::refreshTips(QAction *action) const
{
    QString tip = action->text();
    tip.remove(u'…');
    const QString keys = action->shortcut().toString(QKeySequence::NativeText);
    if (!keys.isEmpty())
        //: An action and its keys
        tip = tr("%1 (%2)").arg(tip, keys);
    const QString reason = m_reasons.value(action->objectName());
    action->setToolTip(reason.isEmpty() ? tip : tr("%1\n%2").arg(tip, reason));
    action->setStatusTip(reason);
    action->setWhatsThis(reason);
}

void Actions::announceSoon()
{
    if (m_announcing)
        return;
    m_announcing = true;
    QTimer::singleShot(0, this, [this] {
        m_announcing = false;
        Q_EMIT factsChanged();
    });
}

} // namespace Spritarium
