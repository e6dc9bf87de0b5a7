// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/spritetreemenu.h"

#include <QActionGroup>
#include <QCoreApplication>
#include <QMenu>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

//! Lends free functions a translation context.
struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Spritarium::SpriteTreePanel)
};

} // namespace

void addChoices(QMenu &menu, const QList<MenuChoice> &choices, const std::function<int()> &current,
                const std::function<void(int)> &chosen)
{
    auto *group = new QActionGroup(&menu);
    for (const MenuChoice &choice : choices) {
        QAction *action = menu.addAction(choice.text);
        action->setCheckable(true);
        action->setData(choice.value);
        group->addAction(action);
        QObject::connect(action, &QAction::triggered, &menu,
                         [chosen, value = choice.value] { chosen(value); });
    }
    QObject::connect(&menu, &QMenu::aboutToShow, group, [group, current] {
        const QList<QAction *> actions = group->actions();
        for (QAction *action : actions)
            action->setChecked(action->data().toInt() == current());
    });
}

void fillTreeMenu(QMenu &menu, const ActionSet &actions, bool single,
                  const std::function<void(const QString &)> &invoked)
{
    struct Entry
    {
        QString id;
        QString text; //!< empty: only where the action exists
        bool forOneOnly = false;
        bool forSeveralOnly = false;
    };
    const QList<Entry> entries{{u"checkpoint.create"_s, Texts::tr("Checkpoint now…"), true},
                               {u"checkpoint.bulk"_s, {}, false, true},
                               {u"sprite.keep-awake"_s, {}},
                               {u"sprite.release"_s, {}},
                               {},
                               {u"sprite.labels"_s, Texts::tr("Labels…")},
                               {u"egress.bulk"_s, {}, false, true},
                               {u"sprite.address"_s, {}, true},
                               {u"sprite.favorite"_s, {}, true},
                               {},
                               {u"sprite.open-url"_s, {}, true},
                               {u"sprite.copy-url"_s, {}, true},
                               {u"sprite.copy-cli"_s, Texts::tr("Copy as CLI"), true},
                               {u"sprite.copy-request"_s, Texts::tr("Copy as request"), true},
                               {},
                               {u"sprite.delete"_s, Texts::tr("Delete…")}};
    menu.setToolTipsVisible(true);
    for (const Entry &entry : entries) {
        if (entry.id.isEmpty()) {
            menu.addSeparator();
        } else if (single ? entry.forSeveralOnly : entry.forOneOnly) {
            continue;
        } else if (QAction *action = actions.value(entry.id)) {
            menu.addAction(action);
        } else if (!entry.text.isEmpty()) {
            QAction *own = menu.addAction(entry.text);
            own->setObjectName(u"menu:"_s + entry.id);
            QObject::connect(own, &QAction::triggered, &menu, [invoked, id = entry.id] { invoked(id); });
        }
    }
}

} // namespace Spritarium
