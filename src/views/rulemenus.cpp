// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/rulemenus.h"

#include "views/appearance.h"
#include "views/codetext.h"
#include "views/icons.h"
#include "views/ruletable.h"
#include "views/textlabel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <QWidgetAction>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

QMenu *newMenu(RuleTable &table, const QString &name)
{
    auto *menu = new QMenu(&table);
    menu->setObjectName(name);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    return menu;
}

template <typename Slot>
QAction *add(QMenu &menu, RuleTable &table, const QString &name, const QString &text, bool enabled, Slot slot)
{
    QAction *action = menu.addAction(text);
    action->setObjectName(name);
    action->setEnabled(enabled);
    QObject::connect(action, &QAction::triggered, &table, slot);
    return action;
}

//! A sentence to read between things to do.
QAction *sentenceAction(QMenu &menu, const QString &text)
{
    auto *action = new QWidgetAction(&menu);
    action->setObjectName(u"findingSentence"_s);
    action->setText(plainFromTicks(text)); // for screen readers
    auto *label = new TextLabel(TextRole::Body, &menu);
    label->setTextFormat(Qt::RichText);
    label->setText(richFromTicks(text, menu.palette().color(QPalette::WindowText)));
    label->setWordWrap(true);
    label->setContentsMargins(Space::panel, Space::tiny, Space::panel, Space::tiny);
    label->setFixedWidth(menu.fontMetrics().averageCharWidth() * 52);
    action->setDefaultWidget(label);
    action->setEnabled(false);
    label->setEnabled(true);
    return action;
}

void addEdits(QMenu &menu, RuleTable &table, int row)
{
    const bool writable = !table.isReadOnly();
    const EgressRule rule = table.edits().ruleAt(row);
    const bool preset = rule.kind() == RuleKind::Preset;
    if (preset)
        add(menu, table, u"ruleShowPreset"_s, RuleTable::tr("Show the names"), true,
            [&table, row] { table.showPreset(row); });
    add(menu, table, u"ruleEdit"_s, RuleTable::tr("Edit name"), writable && !preset,
        [&table, row] { table.editPattern(row); });
    add(menu, table, u"ruleFlip"_s,
        rule.denies() ? RuleTable::tr("Allow instead") : RuleTable::tr("Deny instead"), writable,
        [&table, row] { table.edits().flip(row); });
    add(menu, table, u"ruleEditNote"_s, RuleTable::tr("Edit note"), writable,
        [&table, row] { table.editNote(row); });
    if (const QString companion = table.edits().companionOf(row); !companion.isEmpty())
        add(menu, table, u"ruleAddCompanion"_s, RuleTable::tr("Add %1").arg(isolated(companion)), writable,
            [&table, row] { table.edits().addCompanion(row); });
}

} // namespace

QMenu *RuleMenus::rowMenu(RuleTable &table, int row)
{
    QMenu *menu = newMenu(table, u"ruleMenu"_s);
    const bool writable = !table.isReadOnly();
    QList<int> rows = table.selectedRules();
    if (!rows.contains(row))
        rows = {row};
    if (rows.size() == 1) {
        addEdits(*menu, table, row);
        menu->addSeparator();
    }
    const int last = table.edits().ruleCount() - 1;
    add(*menu, table, u"ruleMoveUp"_s, RuleTable::tr("Move up"), table.canMove() && rows.first() > 0,
        [&table, rows] { table.edits().step(rows, true); });
    add(*menu, table, u"ruleMoveDown"_s, RuleTable::tr("Move down"), table.canMove() && rows.last() < last,
        [&table, rows] { table.edits().step(rows, false); });
    add(*menu, table, u"ruleDuplicate"_s, RuleTable::tr("Duplicate"), writable,
        [&table, rows] { table.edits().duplicate(rows); });
    menu->addSeparator();
    add(*menu, table, u"ruleCopyName"_s, RuleTable::tr("Copy name"), true,
        [&table, rows] { QGuiApplication::clipboard()->setText(table.edits().names(rows)); });
    add(*menu, table, u"ruleCopyJson"_s, RuleTable::tr("Copy as JSON"), true,
        [&table, rows] { QGuiApplication::clipboard()->setText(table.edits().json(rows)); });
    menu->addSeparator();
    add(*menu, table, u"ruleRemove"_s, RuleTable::tr("Remove"), writable, [&table, rows] {
        table.edits().remove(rows);
    })->setIcon(icon(u"trash"_s));
    return menu;
}

QMenu *RuleMenus::findingsMenu(RuleTable &table, const QList<Finding> &findings)
{
    QMenu *menu = newMenu(table, u"findingsMenu"_s);
    for (const Finding &finding : findings) {
        menu->addSection(plainFromTicks(findingBadge(finding)));
        menu->addAction(sentenceAction(*menu, findingText(finding)));
        const QList<FixKind> fixes = finding.fixes();
        for (const FixKind fix : fixes) {
            const bool possible = fix == FixKind::SelectOther || !table.isReadOnly();
            QAction *action =
                add(*menu, table, u"findingFix%1"_s.arg(int(fix)), plainFromTicks(fixText(fix, finding)),
                    possible, [&table, finding, fix] { table.applyFinding(finding, fix); });
            if (menu->activeAction() == nullptr && possible)
                menu->setActiveAction(action);
        }
    }
    return menu;
}

} // namespace Spritarium
