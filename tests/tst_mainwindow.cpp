// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "support/viewtesting.h"
#include "views/mainwindow.h"
#include "views/spriteheader.h"
#include "views/spritariumstyle.h"

#include <QAction>
#include <QApplication>
#include <QDockWidget>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QMenuBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTest>
#include <QToolButton>

using namespace Spritarium;
using namespace Qt::StringLiterals;

class TestMainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QApplication::setStyle(new SpritariumStyle({.theme = Theme::Light})); }
    void init();
    void cleanup() { m_window.reset(); }
    void theTitleNamesSpriteOrganizationAndProgram();
    void thePlaygroundIsMarkedThreeTimes();
    void backAndForwardWalkTheSpritesSeen();
    void ctrlTabGoesThroughTheRecentSprites();
    void theListOfRecentSpritesCanBeLeft();
    void f6GoesThroughThePanes();
    void tabsHaveNumbersAndNames();
    void theLayoutComesBack();
    void foreignLayoutsAreRefused();
    void offlineOffersRetry();
    void aDisabledActionKeepsItsPlaceAndSaysWhy();
    void everythingFitsTheSmallestWindow();

private:
    SpriteKey key(const QString &name) const { return {AccountId(u"acme"_s), SpriteName(name)}; }
    Sprite sprite(const QString &name) const;

    std::unique_ptr<QAction> m_create;
    std::unique_ptr<MainWindow> m_window;
};

void TestMainWindow::init()
{
    failOnViewWarnings();
    m_create = std::make_unique<QAction>();
    m_create->setObjectName(u"checkpoint.create"_s);
    applyFacts(*m_create, {.id = u"checkpoint.create"_s,
                           .text = u"Checkpoint now…"_s,
                           .shortcut = u"Ctrl+Shift+S"_s,
                           .disabledReason = {}});
    m_window = std::make_unique<MainWindow>(ActionSet{{u"checkpoint.create"_s, m_create.get()}});
    auto *tree = new QListView;
    tree->setObjectName(u"tree"_s);
    m_window->setTreePanel(tree);
    for (const QString &id : {u"overview"_s, u"checkpoints"_s}) {
        auto *field = new QLineEdit;
        field->setObjectName(id);
        m_window->addTab(id, id, field);
    }
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

Sprite TestMainWindow::sprite(const QString &name) const
{
    Sprite made;
    made.name = SpriteName(name);
    made.state = SpriteState::Running;
    made.url = QUrl(u"https://%1.sprites.app"_s.arg(name));
    made.labels = {u"web"_s, u"a-rather-long-label"_s, u"ci"_s, u"demo"_s};
    return made;
}

void TestMainWindow::theTitleNamesSpriteOrganizationAndProgram()
{
    QCOMPARE(m_window->windowTitle(), u"Spritarium[*]"_s);
    m_window->showSprite(key(u"calm-otter"_s), u"acme"_s);
    QCOMPARE(m_window->windowTitle(), u"calm-otter — acme — Spritarium[*]"_s);
    m_window->forgetSprite(key(u"calm-otter"_s));
    QCOMPARE(m_window->windowTitle(), u"Spritarium[*]"_s);
}

void TestMainWindow::thePlaygroundIsMarkedThreeTimes()
{
    auto *stripe = m_window->findChild<QWidget *>(u"playgroundStripe"_s);
    QVERIFY(!stripe->isVisible());
    m_window->showSprite(key(u"calm-otter"_s), u"playground"_s);
    m_window->setPlayground(true);
    QVERIFY(stripe->isVisible());
    QCOMPARE(stripe->height(), 4);
    QVERIFY(m_window->windowTitle().contains(u"Playground"_s));
    QCOMPARE(m_window->findChild<QToolButton *>(u"accountButton"_s)->text(), u"Playground"_s);
}

void TestMainWindow::backAndForwardWalkTheSpritesSeen()
{
    QSignalSpy asked(m_window.get(), &MainWindow::spriteRequested);
    auto *back = m_window->windowActions().value(u"nav.back"_s);
    auto *forward = m_window->windowActions().value(u"nav.forward"_s);
    QVERIFY(!back->isEnabled());
    m_window->showSprite(key(u"a"_s), u"acme"_s);
    m_window->showSprite(key(u"b"_s), u"acme"_s);
    m_window->showSprite(key(u"c"_s), u"acme"_s);
    QTest::keyClick(m_window.get(), Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(asked.last().first().value<SpriteKey>(), key(u"b"_s));
    m_window->showSprite(key(u"b"_s), u"acme"_s);
    QVERIFY(forward->isEnabled());
    m_window->forgetSprite(key(u"a"_s));
    QVERIFY(!back->isEnabled());
    QTest::keyClick(m_window.get(), Qt::Key_Right, Qt::AltModifier);
    QCOMPARE(asked.last().first().value<SpriteKey>(), key(u"c"_s));
}

void TestMainWindow::ctrlTabGoesThroughTheRecentSprites()
{
    QSignalSpy asked(m_window.get(), &MainWindow::spriteRequested);
    QAction *next = m_window->windowActions().value(u"nav.recent"_s);
    QCOMPARE(next->shortcut(), QKeySequence(u"Ctrl+Tab"_s));
    auto *list = m_window->findChild<QListWidget *>(u"recentSprites"_s);
    m_window->showSprite(key(u"a"_s), u"acme"_s);
    next->trigger(); // nowhere to go to
    QVERIFY(!list->isVisible());
    for (const QString &name : {u"b"_s, u"c"_s, u"b"_s})
        m_window->showSprite(key(name), u"acme"_s);
    next->trigger();
    QVERIFY(list->isVisible());
    QCOMPARE(list->count(), 3);
    QCOMPARE(list->currentItem()->text(), u"c — acme"_s);
    next->trigger();
    QCOMPARE(list->currentItem()->text(), u"a — acme"_s);
    m_window->windowActions().value(u"nav.recent-back"_s)->trigger();
    QCOMPARE(asked.size(), 0);
    QTest::keyRelease(list, Qt::Key_Control);
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked.first().first().value<SpriteKey>(), key(u"c"_s));
    QVERIFY(!list->isVisible());
}

void TestMainWindow::theListOfRecentSpritesCanBeLeft()
{
    QSignalSpy asked(m_window.get(), &MainWindow::spriteRequested);
    m_window->showSprite(key(u"a"_s), u"acme"_s);
    m_window->showSprite(key(u"b"_s), u"acme"_s);
    auto *field = m_window->findChild<QWidget *>(u"overview"_s);
    field->setFocus();
    m_window->windowActions().value(u"nav.recent"_s)->trigger();
    auto *list = m_window->findChild<QListWidget *>(u"recentSprites"_s);
    QVERIFY(list->isVisible());
    QTest::keyClick(list, Qt::Key_Escape);
    QVERIFY(!list->isVisible());
    QCOMPARE(QApplication::focusWidget(), field);
    // A deleted sprite is nowhere to go to.
    m_window->forgetSprite(key(u"a"_s));
    m_window->windowActions().value(u"nav.recent"_s)->trigger();
    QVERIFY(!list->isVisible());
    QCOMPARE(asked.size(), 0);
}

void TestMainWindow::f6GoesThroughThePanes()
{
    m_window->showSprite(key(u"a"_s), u"acme"_s);
    m_window->header()->showSprite(key(u"a"_s), sprite(u"a"_s));
    auto *tree = m_window->findChild<QWidget *>(u"tree"_s);
    tree->setFocus();
    QTest::keyClick(m_window.get(), Qt::Key_F6);
    QVERIFY(m_window->header()->isAncestorOf(QApplication::focusWidget()));
    QTest::keyClick(m_window.get(), Qt::Key_F6);
    QVERIFY(m_window->findChild<QTabWidget *>(u"spriteTabs"_s)->isAncestorOf(QApplication::focusWidget()));
    QTest::keyClick(m_window.get(), Qt::Key_F6, Qt::ShiftModifier);
    QTest::keyClick(m_window.get(), Qt::Key_F6, Qt::ShiftModifier);
    QVERIFY(tree->hasFocus());
    m_window->header()->findChild<QPushButton *>(u"headerCheckpoint"_s)->setFocus();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QVERIFY(tree->hasFocus());
}

void TestMainWindow::tabsHaveNumbersAndNames()
{
    m_window->showSprite(key(u"a"_s), u"acme"_s);
    QSignalSpy changed(m_window.get(), &MainWindow::currentTabChanged);
    QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
    QCOMPARE(m_window->currentTab(), u"checkpoints"_s);
    m_window->showTab(u"overview"_s);
    QCOMPARE(changed.last().first().toString(), u"overview"_s);
}

void TestMainWindow::theLayoutComesBack()
{
    m_window->showTab(u"checkpoints"_s);
    m_window->findChild<QDockWidget *>(u"activityDock"_s)->show();
    const QByteArray layout = m_window->saveLayout();
    m_window->showTab(u"overview"_s);
    m_window->findChild<QDockWidget *>(u"activityDock"_s)->hide();
    QVERIFY(m_window->restoreLayout(layout));
    QCOMPARE(m_window->currentTab(), u"checkpoints"_s);
    QVERIFY(m_window->findChild<QDockWidget *>(u"activityDock"_s)->isVisible());
}

void TestMainWindow::foreignLayoutsAreRefused()
{
    QVERIFY(!m_window->restoreLayout({}));
    QVERIFY(!m_window->restoreLayout("not a layout at all, but long enough to be read as one"));
}

void TestMainWindow::offlineOffersRetry()
{
    auto *retry = m_window->findChild<QPushButton *>(u"offlineRetry"_s);
    QVERIFY(!retry->isVisible());
    m_window->setOffline(true);
    QVERIFY(retry->isVisible());
    QSignalSpy asked(m_window.get(), &MainWindow::retryRequested);
    QTest::mouseClick(retry, Qt::LeftButton);
    QCOMPARE(asked.count(), 1);
}

void TestMainWindow::aDisabledActionKeepsItsPlaceAndSaysWhy()
{
    m_window->showSprite(key(u"a"_s), u"acme"_s);
    auto *button = m_window->findChild<QPushButton *>(u"headerCheckpoint"_s);
    QVERIFY(button->isVisible() && button->isEnabled());
    applyFacts(*m_create, {.id = u"checkpoint.create"_s,
                           .text = u"Checkpoint now…"_s,
                           .shortcut = u"Ctrl+Shift+S"_s,
                           .disabledReason = u"Another operation runs on this sprite."_s});
    QVERIFY(button->isVisible() && !button->isEnabled());
    QCOMPARE(button->toolTip(), u"Another operation runs on this sprite."_s);
    QCOMPARE(button->statusTip(), u"Another operation runs on this sprite."_s);
    QCOMPARE(button->accessibleDescription(), u"Another operation runs on this sprite."_s);
}

void TestMainWindow::everythingFitsTheSmallestWindow()
{
    m_window->showSprite(key(u"a"_s), u"acme"_s);
    m_window->header()->showSprite(
        key(u"a"_s), sprite(u"a-sprite-with-a-name-of-sixty-three-letters-that-goes-on-and-on"_s));
    m_window->resize(960, 600);
    settle();
    QCOMPARE(m_window->size(), QSize(960, 600));
    const QRect inside = m_window->rect();
    auto *more = m_window->findChild<QToolButton *>(u"headerMore"_s);
    QVERIFY(inside.contains(QRect(more->mapTo(m_window.get(), QPoint()), more->size())));
}

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
