// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/portmenus.h"

#include "domain/commandtext.h"
#include "views/icons.h"
#include "views/portrow.h"
#include "views/porttable.h"

#include <QActionGroup>
#include <QMenu>

#include <algorithm>
#include <array>
#include <optional>

namespace Spritarium {

using namespace Qt::StringLiterals;
using State = PortForwardModel::RowState;

namespace {

QMenu *newMenu(PortTable &table, const QString &name)
{
    auto *menu = new QMenu(&table);
    menu->setObjectName(name);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    return menu;
}

template <typename Slot>
QAction *add(QMenu &menu, PortTable &table, const QString &name, const QString &text, Slot slot)
{
    QAction *action = menu.addAction(text);
    action->setObjectName(name);
    QObject::connect(action, &QAction::triggered, &table, slot);
    return action;
}

void addCopies(QMenu &menu, PortTable &table, const PortRow &row)
{
    const auto offer = [&](const QString &name, const QString &text, const QString &value) {
        if (!value.isEmpty())
            add(menu, table, name, text, [&table, value] {
                table.copyText(value, value);
            })->setToolTip(value);
    };
    const bool known = row.isForward() && row.localPort() != 0;
    offer(u"portCopyAddress"_s, PortTable::tr("Copy address"), known ? row.address() : QString());
    offer(u"portCopyLink"_s, PortTable::tr("Copy link"), row.link());
    offer(u"portCopyConnection"_s, PortTable::tr("Copy connection string"),
          connectionString(row.forward, row.localPort()));
    offer(u"portCopyCli"_s, PortTable::tr("Copy as CLI"), proxyCommand(table.sprite(), row));
    offer(u"portCopyPort"_s, PortTable::tr("Copy sprite port"), row.portText());
}

//! What stands on buttons where there is room for them.
void addButtonsOf(QMenu &menu, PortTable &table, const QPersistentModelIndex &index, const PortRow &row)
{
    const QList<PortAction> actions = portActions(row);
    for (const PortAction action : actions) {
        if (action == PortAction::More || action == PortAction::Copy || action == PortAction::Guard ||
            action == PortAction::RemoveGuard || action == PortAction::Remove ||
            action == PortAction::Choose || action == PortAction::Open)
            continue; // further down
        add(menu, table, u"portMenu%1"_s.arg(int(action)), portActionText(action, row),
            [&table, index, action] { table.perform(action, index); });
    }
    if (row.status.error && !actions.contains(PortAction::Details))
        add(menu, table, u"portMenuDetails"_s, PortTable::tr("Details of the last failure"),
            [&table, index] { table.perform(PortAction::Details, index); });
    if (row.canStop() && !actions.contains(PortAction::Stop))
        add(menu, table, u"portMenuStop"_s, PortTable::tr("Stop"),
            [&table, index] { table.perform(PortAction::Stop, index); });
}

//! What was done to it since its menu opened stays.
std::optional<PortForward> currentForward(const PortTable &table, const ForwardId &id)
{
    const QList<PortForward> all = table.ports().forwards();
    const auto found =
        std::find_if(all.begin(), all.end(), [&id](const PortForward &each) { return each.id == id; });
    return found == all.end() ? std::nullopt : std::optional(*found);
}

template <typename Edit>
void change(PortTable &table, const ForwardId &id, Edit edit)
{
    if (std::optional<PortForward> forward = currentForward(table, id)) {
        edit(*forward);
        table.change(*forward);
    }
}

void addSchemes(QMenu &menu, PortTable &table, const PortForward &forward)
{
    QMenu *schemes = menu.addMenu(PortTable::tr("Opens as"));
    schemes->setObjectName(u"portSchemeMenu"_s);
    auto *group = new QActionGroup(schemes);
    const std::array choices{std::pair(PortScheme::Http, u"http"_s), std::pair(PortScheme::Https, u"https"_s),
                             std::pair(PortScheme::None, PortTable::tr("Nothing"))};
    for (const auto &[scheme, text] : choices) {
        QAction *action =
            add(*schemes, table, u"portScheme%1"_s.arg(int(scheme)), text,
                [&table, id = forward.id, scheme = scheme] {
                    change(table, id, [scheme](PortForward &changed) { changed.scheme = scheme; });
                });
        action->setCheckable(true);
        action->setChecked(forward.scheme == scheme);
        group->addAction(action);
    }
}

void addTick(QMenu &menu, PortTable &table, const QString &name, const QString &text,
             const PortForward &forward, bool PortForward::*setting)
{
    const bool on = forward.*setting;
    QAction *action = add(menu, table, name, text, [&table, id = forward.id, setting, on] {
        change(table, id, [setting, on](PortForward &changed) { changed.*setting = !on; });
    });
    action->setCheckable(true);
    action->setChecked(on);
}

void addSettings(QMenu &menu, PortTable &table, const PortForward &forward)
{
    addSchemes(menu, table, forward);
    addTick(menu, table, u"portStartWithProgram"_s, PortTable::tr("Start with Spritarium"), forward,
            &PortForward::startWithProgram);
    addTick(menu, table, u"portGuardTick"_s, PortTable::tr("Refuse while asleep"), forward,
            &PortForward::guarded);
    const bool open = forward.onNetwork;
    add(menu, table, u"portNetwork"_s,
        open ? PortTable::tr("Only on this computer") : PortTable::tr("Also on the network…"),
        [&table, id = forward.id, open] {
            if (const std::optional<PortForward> now = currentForward(table, id))
                Q_EMIT table.networkWanted(*now, !open);
        });
}

void addForward(QMenu &menu, PortTable &table, const QPersistentModelIndex &index, const PortRow &row)
{
    QAction *open =
        add(menu, table, u"portMenuOpen"_s,
            row.state == State::Asleep ? PortTable::tr("Open and wake the sprite") : PortTable::tr("Open"),
            [&table, index] { table.perform(PortAction::Open, index); });
    open->setIcon(icon(u"open"_s));
    open->setEnabled(row.canOpen());
    menu.addSeparator();
    addCopies(menu, table, row);
    menu.addSeparator();
    add(menu, table, u"portRename"_s, PortTable::tr("Rename"), [&table, index] { table.rename(index); });
    add(menu, table, u"portEditLocal"_s, PortTable::tr("Edit local port"), [&table, index] {
        table.editLocalPort(index);
    })->setShortcut(Qt::Key_F2);
    addSettings(menu, table, row.forward);
    menu.addSeparator();
    QAction *remove = add(menu, table, u"portMenuRemove"_s, PortTable::tr("Remove"),
                          [&table, index] { table.perform(PortAction::Remove, index); });
    remove->setIcon(icon(u"trash"_s));
    remove->setShortcut(Qt::Key_Delete);
}

} // namespace

QMenu *PortMenus::rowMenu(PortTable &table, const QModelIndex &index)
{
    QMenu *menu = newMenu(table, u"portMenu"_s);
    const PortRow row = PortRow::of(index);
    addButtonsOf(*menu, table, index, row);
    if (row.isForward()) {
        addForward(*menu, table, index, row);
    } else {
        menu->addSeparator();
        addCopies(*menu, table, row);
        menu->addSeparator();
        add(*menu, table, u"portIgnore"_s, PortTable::tr("Never ask about %1").arg(row.port.port),
            [&table, port = row.port.port] { Q_EMIT table.ignoreRequested({port}); });
    }
    return menu;
}

QMenu *PortMenus::copyMenu(PortTable &table, const QModelIndex &index)
{
    QMenu *menu = newMenu(table, u"portCopyMenu"_s);
    addCopies(*menu, table, PortRow::of(index));
    return menu;
}

QString proxyCommand(const Sprite &sprite, const PortRow &row)
{
    if (sprite.name.isEmpty() || !row.isForward() || !isSpriteItself(row.forward.host))
        return {};
    QString line = u"sprite proxy"_s;
    if (!sprite.organization.isEmpty())
        line += u" -o "_s + shellQuoted(sprite.organization);
    line += u" -s "_s + shellQuoted(sprite.name.toString());
    const quint16 local = row.localPort() != 0 ? row.localPort() : row.forward.port;
    return line + u" %1:%2"_s.arg(local).arg(row.forward.port);
}

} // namespace Spritarium
