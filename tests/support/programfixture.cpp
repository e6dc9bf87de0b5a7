// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/programfixture.h"

#include "app/accounts.h"
#include "app/actions.h"
#include "models/checkpointtimelinemodel.h"
#include "models/spritetreemodel.h"
#include "support/patience.h"
#include "views/mainwindow.h"
#include "views/timelinelist.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QDir>
#include <QDirIterator>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QTreeView>

namespace Spritarium::Test {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype SecretPartLength = 16;

QString textOf(const QWidget &widget)
{
    if (const auto *label = qobject_cast<const QLabel *>(&widget))
        return label->text();
    if (const auto *button = qobject_cast<const QAbstractButton *>(&widget))
        return button->text();
    if (const auto *field = qobject_cast<const QLineEdit *>(&widget))
        return field->text();
    return {};
}

QModelIndex findRow(const QAbstractItemModel &model, const QString &name, const QModelIndex &parent = {})
{
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        const bool isSprite =
            index.data(SpriteTreeModel::KindRole).toInt() == int(SpriteTreeModel::NodeKind::Sprite);
        if (isSprite && index.data(SpriteTreeModel::NameRole).toString() == name)
            return index;
        if (const QModelIndex below = findRow(model, name, index); below.isValid())
            return below;
    }
    return {};
}

void addRows(const QAbstractItemModel &model, const QModelIndex &parent, QStringList &rows)
{
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        rows << index.data(SpriteTreeModel::NameRole).toString() + u" | "_s +
                    index.data(SpriteTreeModel::SecondLineRole).toString();
        addRows(model, index, rows);
    }
}

} // namespace

ApiLimits quickLimits()
{
    ApiLimits limits;
    limits.query = 10s;
    limits.createSprite = 10s;
    limits.stall = 2s;
    limits.settle = 100ms;
    limits.readBackoff = {10ms};
    limits.wakingBackoff = {10ms, 10ms};
    limits.checkBackoff = {0ms, 10ms};
    return limits;
}

FlowTiming quickFlows()
{
    FlowTiming timing{10ms, 3, 20ms, 600ms, 20ms, 300ms};
    timing.giveUpAfter = 600ms;
    timing.goBackAgain = 300ms; // long enough to be seen
    timing.goBackSecond = 60ms;
    timing.factsWithin = 30s; // a slow computer is no wedged sprite
    return timing;
}

SpriteTiming quickSprites()
{
    SpriteTiming timing;
    timing.visible = 100ms;
    timing.hidden = 200ms;
    timing.watch = false;
    timing.relistDelay = 10ms;
    return timing;
}

ProgramFixture::ProgramFixture(const QString &folder)
    : m_place(folder.isEmpty() ? m_folder.path() : folder)
{
    QDir().mkpath(dataFolder());
    QDir().mkpath(homeFolder());
    m_settings = std::make_unique<QSettings>(m_place + u"/settings.ini"_s, QSettings::IniFormat);
    m_options.dataFolder = dataFolder();
    m_options.homeFolder = homeFolder();
    m_options.useKeychain = false;
    m_options.session = {quickLimits(), quickSprites()};
    m_options.flows = quickFlows();
}

ProgramFixture::~ProgramFixture()
{
    stop();
}

void ProgramFixture::start()
{
    m_workbench = std::make_unique<Workbench>(m_options, *m_settings);
    m_workbench->start();
    window().activateWindow();
    (void)QTest::qWaitForWindowExposed(&window());
}

void ProgramFixture::stop()
{
    m_workbench.reset();
}

void ProgramFixture::restart()
{
    // A slow disk has not told yet what is stored, and so takes nothing: no person is as quick.
    (void)QTest::qWaitFor([this] { return m_workbench->accounts().isRestored(); }, Patience);
    stop();
    start();
}

MainWindow &ProgramFixture::window()
{
    return m_workbench->window();
}

AccountId ProgramFixture::signIn(PlaygroundFixture &playground, const QString &organization,
                                 Account::Storage storage)
{
    Account account;
    account.id = accountIdFor(playground.url(), organization);
    account.organization = organization;
    account.apiUrl = playground.url();
    account.storage = storage;
    m_workbench->accounts().signIn(account, playground.token());
    return account.id;
}

QWidget *ProgramFixture::seen(const QString &name)
{
    const QList<QWidget *> found = window().findChildren<QWidget *>(name);
    for (QWidget *widget : found) {
        if (widget->isVisible())
            return widget;
    }
    return nullptr;
}

QString ProgramFixture::text(const QString &name)
{
    const QWidget *widget = seen(name);
    return widget ? textOf(*widget) : u"(not seen)"_s;
}

QString ProgramFixture::allText(const QString &name)
{
    QWidget *widget = seen(name);
    if (!widget)
        return u"(not seen)"_s;
    QStringList texts{textOf(*widget)};
    const QList<QWidget *> parts = widget->findChildren<QWidget *>();
    for (const QWidget *part : parts) {
        if (part->isVisible())
            texts << textOf(*part);
    }
    texts.removeAll(QString());
    return texts.join(u'\n');
}

bool ProgramFixture::click(const QString &name)
{
    const auto ready = [this, &name] { return seen(name) && seen(name)->isEnabled(); };
    if (!QTest::qWaitFor(ready, Patience)) {
        qInfo() << "no button to click:" << name << (seen(name) ? "it is off" : "it is not there");
        return false;
    }
    QTest::mouseClick(seen(name), Qt::LeftButton);
    return true;
}

bool ProgramFixture::type(const QString &name, const QString &text)
{
    if (!QTest::qWaitFor([this, &name] { return seenAs<QLineEdit>(name) != nullptr; }, Patience))
        return false;
    auto *field = seenAs<QLineEdit>(name);
    field->setFocus();
    field->selectAll();
    QTest::keyClick(field, Qt::Key_Delete);
    QTest::keyClicks(field, text);
    return true;
}

void ProgramFixture::key(Qt::Key key, Qt::KeyboardModifiers modifiers, QWidget *target)
{
    // The offscreen platform leaves a popup active after it was closed.
    if (target == &window() && QApplication::activeWindow() != target) {
        target->activateWindow();
        (void)QTest::qWaitForWindowActive(target);
    }
    QWidget *focus = QApplication::focusWidget();
    QTest::keyClick(target ? target : focus ? focus : &window(), key, modifiers);
}

bool ProgramFixture::chooseMenu(const QString &id)
{
    const QList<QMenu *> menus = window().findChildren<QMenu *>();
    for (const QMenu *menu : menus) {
        const QList<QAction *> entries = menu->actions();
        for (QAction *entry : entries) {
            if (entry->objectName() != id)
                continue;
            if (!entry->isEnabled() || !entry->isVisible())
                return false;
            entry->trigger();
            return true;
        }
    }
    return false;
}

QAction *ProgramFixture::action(QLatin1StringView id)
{
    return workbench().actions()[id];
}

bool ProgramFixture::selectSprite(const QString &name, Qt::KeyboardModifiers modifiers)
{
    auto *tree = window().findChild<QTreeView *>(u"spriteTree"_s);
    const auto there = [tree, &name] {
        const QModelIndex index = findRow(*tree->model(), name);
        return index.isValid() && tree->visualRect(index).isValid();
    };
    if (!QTest::qWaitFor(there, Patience))
        return false;
    const QModelIndex index = findRow(*tree->model(), name);
    tree->scrollTo(index);
    QTest::mouseClick(tree->viewport(), Qt::LeftButton, modifiers, tree->visualRect(index).center());
    return tree->selectionModel()->isSelected(index);
}

bool ProgramFixture::hasCheckpoint(const QString &id)
{
    auto *list = window().findChild<TimelineList *>();
    const auto *model = qobject_cast<CheckpointTimelineModel *>(list->model());
    return model->indexOf(CheckpointId(id)).isValid();
}

bool ProgramFixture::selectCheckpoint(const QString &id)
{
    auto *list = window().findChild<TimelineList *>();
    if (!QTest::qWaitFor([this, list, &id] { return list->isVisible() && hasCheckpoint(id); }, Patience))
        return false;
    const QModelIndex index =
        qobject_cast<CheckpointTimelineModel *>(list->model())->indexOf(CheckpointId(id));
    list->scrollTo(index);
    const QRect row = list->visualRect(index);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                      QPoint(row.left() + row.width() / 3, row.center().y()));
    return list->currentCheckpoint() == CheckpointId(id);
}

QStringList ProgramFixture::treeRows()
{
    QStringList rows;
    addRows(*window().findChild<QTreeView *>(u"spriteTree"_s)->model(), {}, rows);
    return rows;
}

QString secretToken()
{
    return u"playground/12345/0123456789abcdef0123456789abcdef/fedcba9876543210fedcba9876543210"_s;
}

QStringList filesHoldingToken(const QString &folder, const QString &token)
{
    QStringList holding;
    QDirIterator at(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (at.hasNext()) {
        QFile file(at.next());
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QByteArray content = file.readAll();
        const QStringList parts = token.split(u'/');
        for (const QString &part : parts) {
            if (part.size() >= SecretPartLength && content.contains(part.toUtf8()) &&
                !holding.contains(file.fileName()))
                holding << file.fileName();
        }
    }
    return holding;
}

Playground::SpriteRequest spriteNamed(const QString &name)
{
    Playground::SpriteRequest request;
    request.name = name;
    return request;
}

Playground::CheckpointRequest pointWith(const QString &comment)
{
    Playground::CheckpointRequest request;
    request.comment = comment;
    return request;
}

QStringList wakingRequests(PlaygroundFixture &playground)
{
    QStringList waking;
    for (const Playground::RequestLogEntry &entry : playground.server().requestLog().entries()) {
        if (entry.reach == Playground::Reach::Inside && entry.statusBefore != "running"_L1)
            waking << QString::fromLatin1(entry.method) + u' ' + entry.path + u" on a sprite that is "_s +
                          entry.statusBefore;
    }
    return waking;
}

} // namespace Spritarium::Test
