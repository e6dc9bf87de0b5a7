// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "tour/walk.h"

#include "app/workbench.h"
#include "models/checkpointtimelinemodel.h"
#include "models/spritetreemodel.h"
#include "views/mainwindow.h"

#include <QAction>
#include <QListView>
#include <QMenu>
#include <QMenuBar>
#include <QTabBar>
#include <QTest>
#include <QTreeView>

namespace Spritarium::Tour {

using namespace Qt::StringLiterals;

namespace {

QModelIndex below(const QAbstractItemModel &model, const QModelIndex &parent, const QString &name)
{
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        const auto kind =
            static_cast<SpriteTreeModel::NodeKind>(index.data(SpriteTreeModel::KindRole).toInt());
        if (kind == SpriteTreeModel::NodeKind::Sprite &&
            index.data(SpriteTreeModel::NameRole).toString() == name)
            return index;
        if (const QModelIndex found = below(model, index, name); found.isValid())
            return found;
    }
    return {};
}

} // namespace

Walk::Walk(Workbench &workbench, Hands &hands, const QString &token)
    : m_workbench(workbench)
    , m_hands(hands)
    , m_token(token)
{}

void Walk::everything()
{
    welcome();
    wrongToken();
    openPlayground();
    overview();
    timeline();
    createCheckpoint();
    restoreCheckpoint();
    activity();
    inspector();
    egressSentences();
    egressFindings();
    egressEdit();
    egressApply();
    egressConflict();
    egressMany();
    ports();
    lateError();
    silentEnd();
    lostConnection();
    asleep();
    nothingHere();
    nothingFound();
    rateLimit();
    severalSprites();
    labelsAndAddress();
    limitReached();
    newSprite();
    deleteSprite();
    keepAwake();
    palette();
    preferences();
    refusedToken();
    offline();
    signedOutByService();
}

void Walk::mainStops()
{
    welcome();
    wrongToken();
    openPlayground();
    overview();
    timeline();
    createCheckpoint();
    restoreCheckpoint();
    activity();
    inspector();
    egressSentences();
    egressFindings();
    egressEdit();
    egressApply();
    ports();
    lateError();
    asleep();
    severalSprites();
    labelsAndAddress();
    keepAwake();
    palette();
    preferences();
}

QModelIndex Walk::spriteRow(const QString &name) const
{
    return below(*m_hands.see<QTreeView>(u"spriteTree"_s).model(), {}, name);
}

QModelIndex Walk::checkpointRow(const QString &version) const
{
    using Model = CheckpointTimelineModel;
    const QAbstractItemModel &model = *m_hands.see<QListView>(u"timelineList"_s).model();
    for (int row = 0; row < model.rowCount(); ++row) {
        const QModelIndex index = model.index(row, 0);
        if (static_cast<Model::RowKind>(index.data(Model::RowKindRole).toInt()) == Model::RowKind::Point &&
            index.data(Model::CheckpointIdRole).toString() == version)
            return index;
    }
    return {};
}

void Walk::openSprite(const QString &name)
{
    m_hands.until(name, [this, &name] { return spriteRow(name).isValid(); });
    m_hands.clickRow(m_hands.see<QTreeView>(u"spriteTree"_s), spriteRow(name));
    m_hands.until(name + u" in the header"_s, [this, &name] {
        return m_hands.see<QWidget>(u"headerName"_s).property("text").toString() == name;
    });
}

void Walk::openTab(int number)
{
    auto &tabs = m_hands.see<QTabBar>(u"spriteTabBar"_s);
    QTest::mouseClick(&tabs, Qt::LeftButton, {}, tabs.tabRect(number).center());
}

void Walk::openRestore(const QString &version)
{
    m_hands.until(version, [this, &version] { return checkpointRow(version).isValid(); });
    auto &list = m_hands.see<QListView>(u"timelineList"_s);
    m_hands.clickRow(list, checkpointRow(version));
    m_hands.click(u"restoreButton_"_s + version);
    m_hands.see(u"restoreSheet"_s);
}

void Walk::choose(const QString &action)
{
    auto &bar = m_hands.see<QMenuBar>(u"menuBar"_s);
    const QList<QAction *> titles = bar.actions();
    for (QAction *title : titles) {
        const QList<QAction *> choices = title->menu() ? title->menu()->actions() : QList<QAction *>();
        for (QAction *choice : choices) {
            if (choice->objectName() != action)
                continue;
            QMenu &menu = *title->menu();
            QTest::mouseClick(&bar, Qt::LeftButton, {}, bar.actionGeometry(title).center());
            m_hands.until(u"the menu of "_s + action, [&menu] { return menu.isVisible(); });
            QTest::mouseClick(&menu, Qt::LeftButton, {}, menu.actionGeometry(choice).center());
            return;
        }
    }
    m_hands.fail(u"no menu has "_s + action);
}

void Walk::closeSheet(const QString &name)
{
    m_hands.press(m_hands.see(name), Qt::Key_Escape);
    m_hands.untilGone(name);
}

void Walk::letSafetyPass()
{
    faulty().add(R"({"kind":"latency","milliseconds":1,"method":"POST","path":"*/checkpoint"})");
}

Faulty &Walk::faulty()
{
    if (!m_faulty) {
        const std::optional<Account> playground = m_workbench.accounts().account(playgroundAccountId());
        if (!playground)
            m_hands.fail(u"the playground is not open"_s);
        m_faulty = std::make_unique<Faulty>(m_hands, playground->apiUrl.toString(), m_token);
    }
    return *m_faulty;
}

} // namespace Spritarium::Tour
