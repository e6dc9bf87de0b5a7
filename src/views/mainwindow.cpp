// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/mainwindow.h"

#include "views/appearance.h"
#include "views/banner.h"
#include "views/buttonrole.h"
#include "views/icons.h"
#include "views/spriteheader.h"
#include "views/statepanel.h"
#include "views/windowparts.h"

#include <QCloseEvent>
#include <QDataStream>
#include <QDockWidget>
#include <QKeyEvent>
#include <QLayout>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QPushButton>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabBar>
#include <QTabWidget>
#include <QToolBar>
#include <QVBoxLayout>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {
constexpr quint32 layoutMark = 0x53505254;
constexpr qint32 layoutVersion = 1;
constexpr qsizetype mostRecent = 10;
constexpr int narrow = 1180; //!< below, the inspector starts closed (ux-spec 3)

//! The one file or folder of this computer that is dragged; several would select none of them.
QString droppedPath(const QMimeData &data)
{
    const QList<QUrl> urls = data.urls();
    return urls.size() == 1 ? urls.first().toLocalFile() : QString();
}
} // namespace

MainWindow::MainWindow(const ActionSet &actions, QWidget *parent)
    : QMainWindow(parent)
    , m_actions(actions)
{
    setObjectName(u"mainWindow"_s);
    setMinimumSize(960, 600);
    setAcceptDrops(true);
    setDockOptions(AnimatedDocks | AllowTabbedDocks | AllowNestedDocks);
    buildOwnActions();
    buildToolBar();
    buildOfflineBar();
    buildCentre();
    buildDocks();
    buildMenus();
    buildStatusBar();
    addPanes();
    resize(1280, 800);
    m_activityDock->hide();
    updateTitle();
    updateHistoryActions();
}

MainWindow::~MainWindow() = default;

QAction *MainWindow::addOwn(const QString &id, const ActionFacts &facts)
{
    auto *action = new QAction(this);
    action->setObjectName(id);
    applyFacts(*action, facts);
    addAction(action);
    m_own.insert(id, action);
    m_actions.insert(id, action);
    return action;
}

void MainWindow::buildOwnActions()
{
    const auto own = [this](const QString &id, const QString &text, const QString &keys) {
        return addOwn(id, {.id = id, .text = text, .shortcut = keys, .disabledReason = {}});
    };
    QAction *back = own(u"nav.back"_s, tr("Back"), u"Alt+Left"_s);
    back->setIcon(icon(u"back"_s, true));
    connect(back, &QAction::triggered, this, [this] {
        forgetGone();
        go(m_history.back());
    });
    QAction *forward = own(u"nav.forward"_s, tr("Forward"), u"Alt+Right"_s);
    forward->setIcon(icon(u"forward"_s, true));
    connect(forward, &QAction::triggered, this, [this] {
        forgetGone();
        go(m_history.forward());
    });
    m_switcher = new RecentSwitcher(this);
    connect(m_switcher, &RecentSwitcher::chosen, this, &MainWindow::spriteRequested);
    connect(own(u"nav.recent"_s, tr("Next recent sprite"), u"Ctrl+Tab"_s), &QAction::triggered, this, [this] {
        forgetGone();
        m_switcher->step(m_recent, 1);
    });
    connect(own(u"nav.recent-back"_s, tr("Previous recent sprite"), u"Ctrl+Shift+Tab"_s), &QAction::triggered,
            this, [this] {
                forgetGone();
                m_switcher->step(m_recent, -1);
            });
    connect(own(u"pane.next"_s, tr("Next pane"), u"F6"_s), &QAction::triggered, this,
            [this] { m_panes.move(1); });
    connect(own(u"pane.previous"_s, tr("Previous pane"), u"Shift+F6"_s), &QAction::triggered, this,
            [this] { m_panes.move(-1); });
    for (int number = 1; number <= 7; ++number) {
        QAction *tab = own(u"tab.%1"_s.arg(number), tr("Tab %1").arg(number), u"Ctrl+%1"_s.arg(number));
        connect(tab, &QAction::triggered, this, [this, number] {
            if (m_centre->currentWidget() == m_spritePage && number <= m_tabs->count())
                m_tabs->setCurrentIndex(number - 1);
        });
    }
}

void MainWindow::buildMenus()
{
    m_stripe = new PlaygroundStripe(this);
    m_stripe->setObjectName(u"playgroundStripe"_s);
    m_stripe->hide();
    m_menus = new QMenuBar(this);
    m_menus->setObjectName(u"menuBar"_s);
    auto *top = new QWidget(this);
    auto *column = new QVBoxLayout(top);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_stripe);
    column->addWidget(m_menus);
    setMenuWidget(top);

    const auto menu = [this](const QString &title, const QStringList &ids) {
        auto *added = new QMenu(title, this);
        fillMenu(*added, m_actions, ids);
        const QList<QAction *> all = added->actions();
        if (all.isEmpty())
            return;
        m_menus->addMenu(added);
        // A menu of which nothing applies is not there.
        const auto refresh = [added, all] {
            added->menuAction()->setVisible(std::any_of(all.begin(), all.end(), [](const QAction *action) {
                return action->isVisible() && !action->isSeparator();
            }));
        };
        for (const QAction *action : all)
            connect(action, &QAction::visibleChanged, added, refresh);
        refresh();
    };
    menu(tr("&File"), {u"account.add"_s,
                       u"account.import-cli"_s,
                       u"account.playground"_s,
                       {},
                       u"account.sign-in"_s,
                       u"account.sign-out"_s,
                       {},
                       u"app.preferences"_s,
                       {},
                       u"app.quit"_s});
    menu(tr("&Sprite"), {u"sprite.new"_s,
                         {},
                         u"sprite.keep-awake-5"_s,
                         u"sprite.keep-awake"_s,
                         u"sprite.keep-awake-60"_s,
                         u"sprite.release"_s,
                         {},
                         u"sprite.labels"_s,
                         u"sprite.address"_s,
                         u"sprite.favorite"_s,
                         {},
                         u"sprite.open-url"_s,
                         u"sprite.copy-url"_s,
                         u"sprite.copy-cli"_s,
                         u"sprite.copy-request"_s,
                         {},
                         u"sprite.delete"_s});
    menu(tr("&Checkpoint"), {u"checkpoint.create"_s,
                             u"checkpoint.bulk"_s,
                             {},
                             u"checkpoint.restore"_s,
                             u"checkpoint.undo-restore"_s,
                             {},
                             u"checkpoint.delete"_s,
                             u"checkpoint.delete-old-safety"_s});
    menu(tr("&Egress"), {u"egress.test"_s,
                         {},
                         u"egress.undo"_s,
                         u"egress.redo"_s,
                         {},
                         u"egress.copy-from"_s,
                         u"egress.import"_s,
                         u"egress.export"_s,
                         u"egress.history"_s,
                         {},
                         u"egress.apply"_s,
                         u"egress.bulk"_s});
    menu(tr("P&orts"), {u"ports.add"_s, {}, u"ports.start-all"_s, u"ports.stop-all"_s});
    menu(tr("&View"), {u"view.tree"_s,
                       u"view.inspector"_s,
                       u"view.activity"_s,
                       {},
                       u"view.refresh"_s,
                       u"view.filter"_s,
                       u"view.tree-filter"_s,
                       u"app.palette"_s,
                       {},
                       u"nav.back"_s,
                       u"nav.forward"_s,
                       u"nav.recent"_s,
                       {},
                       u"pane.next"_s,
                       u"pane.previous"_s});
    menu(tr("&Playground"), {u"playground.reset"_s,
                             {},
                             u"playground.slow"_s,
                             u"playground.drop-stream"_s,
                             u"playground.edit-rules"_s});
    menu(tr("&Help"), {u"app.shortcuts"_s, u"app.about"_s});
}

void MainWindow::buildToolBar()
{
    m_toolBar = new QToolBar(tr("Main toolbar"), this);
    m_toolBar->setObjectName(u"mainToolBar"_s);
    m_toolBar->setMovable(false);
    m_toolBar->setMinimumHeight(44);
    m_toolBar->setContextMenuPolicy(Qt::PreventContextMenu);
    addToolBar(m_toolBar);
    m_toolBar->addAction(m_own.value(u"nav.back"_s));
    m_toolBar->addAction(m_own.value(u"nav.forward"_s));
    m_toolBar->addSeparator();
    for (const QString &id : {u"sprite.new"_s, u"checkpoint.create"_s}) {
        if (QAction *action = m_actions.value(id)) {
            m_toolBar->addAction(action);
            if (action->icon().isNull())
                action->setIcon(icon(id == u"sprite.new"_s ? u"plus"_s : u"checkpoint"_s));
            if (auto *button = qobject_cast<QToolButton *>(m_toolBar->widgetForAction(action)))
                button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        }
    }
    nameToolButtons(*m_toolBar);
    m_toolBar->addWidget(makeSpacer(m_toolBar));
    m_paletteField = new PaletteField(m_toolBar);
    m_toolBar->addWidget(m_paletteField);
    m_toolBar->addWidget(makeSpacer(m_toolBar));

    m_accountButton = new QToolButton(m_toolBar);
    m_accountButton->setObjectName(u"accountButton"_s);
    m_accountButton->setIcon(icon(u"account"_s));
    m_accountButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_accountButton->setPopupMode(QToolButton::InstantPopup);
    m_accountButton->setAutoRaise(true);
    auto *menu = new QMenu(m_accountButton);
    fillMenu(*menu, m_actions,
             {u"account.add"_s,
              u"account.import-cli"_s,
              u"account.playground"_s,
              {},
              u"account.sign-in"_s,
              u"account.sign-out"_s,
              {},
              u"app.preferences"_s});
    m_accountButton->setMenu(menu);
    m_toolBar->addWidget(m_accountButton);
    setAccountText({});
}

void MainWindow::buildOfflineBar()
{
    addToolBarBreak();
    m_offlineBar = new QToolBar(tr("Offline"), this);
    m_offlineBar->setObjectName(u"offlineBar"_s);
    m_offlineBar->setMovable(false);
    m_offlineBar->setContextMenuPolicy(Qt::PreventContextMenu);
    auto *strip = new OfflineStrip(m_offlineBar);
    connect(strip, &OfflineStrip::retryRequested, this, &MainWindow::retryRequested);
    m_offlineBar->addWidget(strip);
    m_offlineBar->layout()->setContentsMargins(0, 0, 0, 0);
    addToolBar(m_offlineBar);
    m_offlineBar->hide();
}

void MainWindow::buildCentre()
{
    m_centre = new QStackedWidget(this);
    m_centre->setObjectName(u"centre"_s);
    m_welcomePage = new QWidget(m_centre);
    auto *welcomeColumn = new QVBoxLayout(m_welcomePage);
    welcomeColumn->setContentsMargins(0, 0, 0, 0);

    m_spritePage = new QWidget(m_centre);
    auto *column = new QVBoxLayout(m_spritePage);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_header = new SpriteHeader(m_actions, m_spritePage);
    column->addWidget(m_header);
    m_banners = new QVBoxLayout;
    m_banners->setSpacing(Space::small);
    column->addLayout(m_banners);
    m_spriteBar = new QVBoxLayout;
    column->addLayout(m_spriteBar);
    m_tabs = new QTabWidget(m_spritePage);
    m_tabs->setObjectName(u"spriteTabs"_s);
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setObjectName(u"spriteTabBar"_s);
    m_tabs->tabBar()->setAccessibleName(tr("Views of the sprite"));
    m_tabs->tabBar()->setDrawBase(true);
    m_tabs->setAccessibleName(tr("Views of the sprite"));
    column->addWidget(m_tabs, 1);
    connect(m_tabs, &QTabWidget::currentChanged, this, [this] { Q_EMIT currentTabChanged(currentTab()); });

    m_nothing = new StatePanel(m_centre);
    m_nothing->setObjectName(u"noSelectionPanel"_s);
    m_nothing->showMessage({.icon = u"sprite"_s,
                            .title = tr("No sprite selected"),
                            .sentence = tr("Select one in the list to see its checkpoints."),
                            .primary = {},
                            .link = {}});
    m_centre->addWidget(m_welcomePage);
    m_centre->addWidget(m_nothing);
    m_centre->addWidget(m_spritePage);
    setCentralWidget(m_centre);
}

QDockWidget *MainWindow::addDock(const QString &name, const QString &title, Qt::DockWidgetArea area,
                                 const QString &action)
{
    auto *dock = new QDockWidget(title, this);
    dock->setObjectName(name);
    dock->setAccessibleName(title);
    addDockWidget(area, dock);
    QAction *toggle = dock->toggleViewAction();
    toggle->setObjectName(action);
    m_own.insert(action, toggle);
    m_actions.insert(action, toggle);
    addAction(toggle);
    return dock;
}

void MainWindow::buildDocks()
{
    m_treeDock = addDock(u"treeDock"_s, tr("Sprites"), Qt::LeftDockWidgetArea, u"view.tree"_s);
    m_inspectorDock =
        addDock(u"inspectorDock"_s, tr("Inspector"), Qt::RightDockWidgetArea, u"view.inspector"_s);
    m_activityDock = addDock(u"activityDock"_s, tr("Activity"), Qt::BottomDockWidgetArea, u"view.activity"_s);
    m_own.value(u"view.tree"_s)->setShortcut(QKeySequence(u"Ctrl+B"_s));
    m_own.value(u"view.inspector"_s)->setShortcut(QKeySequence(u"Ctrl+I"_s));
    m_own.value(u"view.activity"_s)->setShortcut(QKeySequence(u"Ctrl+J"_s));
    // What is not filled in yet takes no room.
    m_treeDock->hide();
    m_inspectorDock->hide();
}

void MainWindow::buildStatusBar()
{
    statusBar()->setObjectName(u"statusBar"_s);
    statusBar()->setMinimumHeight(28);
    statusBar()->setSizeGripEnabled(false);
    m_running = new QPushButton(this);
    m_running->setObjectName(u"runningOperation"_s);
    setButtonRole(*m_running, ButtonRole::Link);
    m_running->hide();
    statusBar()->addPermanentWidget(m_running);
    connect(m_running, &QPushButton::clicked, this, [this] {
        m_activityDock->show();
        Q_EMIT activityRequested();
    });
}

void MainWindow::addPanes()
{
    for (QWidget *pane :
         {static_cast<QWidget *>(m_treeDock), static_cast<QWidget *>(m_header),
          static_cast<QWidget *>(m_tabs), m_welcomePage, static_cast<QWidget *>(m_inspectorDock),
          static_cast<QWidget *>(m_activityDock), static_cast<QWidget *>(m_toolBar)})
        m_panes.add(pane);
}

void MainWindow::setTreePanel(QWidget *panel)
{
    panel->setMinimumWidth(220);
    m_treeDock->setWidget(panel);
    m_treeDock->show();
    panel->setFocus();
    resizeDocks({m_treeDock}, {280}, Qt::Horizontal);
}

void MainWindow::setInspector(QWidget *panel)
{
    panel->setMinimumWidth(260);
    m_inspectorDock->setWidget(panel);
    m_inspectorDock->setVisible(width() >= narrow);
    resizeDocks({m_inspectorDock}, {320}, Qt::Horizontal);
}

void MainWindow::setActivity(QWidget *panel)
{
    m_activityDock->setWidget(panel);
    resizeDocks({m_activityDock}, {200}, Qt::Vertical);
}

void MainWindow::setWelcome(QWidget *view)
{
    m_welcomePage->layout()->addWidget(view);
    m_welcomePage->setFocusProxy(view);
}

void MainWindow::addTab(const QString &id, const QString &title, QWidget *view)
{
    const int at = m_tabs->addTab(view, title);
    view->setProperty("tabId", id);
    m_tabs->setTabToolTip(
        at, at < 7 ? tr("%1 (%2)").arg(
                         title, QKeySequence(u"Ctrl+%1"_s.arg(at + 1)).toString(QKeySequence::NativeText))
                   : title);
}

void MainWindow::showTab(const QString &id)
{
    for (int i = 0; i < m_tabs->count(); ++i) {
        if (m_tabs->widget(i)->property("tabId").toString() == id)
            m_tabs->setCurrentIndex(i);
    }
}

QString MainWindow::currentTab() const
{
    const QWidget *view = m_tabs->currentWidget();
    return view ? view->property("tabId").toString() : QString();
}

void MainWindow::showWelcome()
{
    m_sprite = {};
    m_centre->setCurrentWidget(m_welcomePage);
    m_welcomePage->setFocus(Qt::OtherFocusReason); // the way in is one key away
    updateTitle();
}

void MainWindow::showSprite(const SpriteKey &key, const QString &organization)
{
    m_sprite = key;
    m_organization = organization;
    m_history.visit(key);
    m_recent.removeIf([&key](const RecentSprite &sprite) { return sprite.key == key; });
    m_recent.prepend({key, organization});
    m_recent = m_recent.mid(0, mostRecent);
    m_centre->setCurrentWidget(m_spritePage);
    updateTitle();
    updateHistoryActions();
}

void MainWindow::showNoSelection()
{
    m_sprite = {};
    m_centre->setCurrentWidget(m_nothing);
    updateTitle();
}

void MainWindow::forgetSprite(const SpriteKey &key)
{
    m_history.forget(key);
    m_recent.removeIf([&key](const RecentSprite &sprite) { return sprite.key == key; });
    updateHistoryActions();
    if (m_sprite == key)
        showNoSelection();
}

void MainWindow::forgetGone()
{
    if (!m_isGone)
        return;
    // The one that is shown stays: its view says itself that it is gone.
    const auto isGone = [this](const SpriteKey &key) { return key != m_sprite && m_isGone(key); };
    m_recent.removeIf([&isGone](const RecentSprite &sprite) { return isGone(sprite.key); });
    const QList<SpriteKey> visited = m_history.visited();
    for (const SpriteKey &key : visited) {
        if (isGone(key))
            m_history.forget(key);
    }
}

void MainWindow::setPlayground(bool playground)
{
    m_playground = playground;
    m_stripe->setVisible(playground);
    setAccountText(m_accountText);
    updateTitle();
}

void MainWindow::setOffline(bool offline)
{
    m_offlineBar->setVisible(offline);
}

void MainWindow::setAccountText(const QString &text)
{
    m_accountText = text;
    const QString shown = m_playground ? tr("Playground") : text.isEmpty() ? tr("Account") : text;
    m_accountButton->setText(shown);
    m_accountButton->setIcon(icon(m_playground ? u"playground"_s : u"account"_s));
    m_accountButton->setAccessibleName(tr("Account: %1").arg(shown));
    m_accountButton->setToolTip(tr("Accounts"));
}

void MainWindow::setRunning(const QString &newest, int count)
{
    statusBar()->setMinimumHeight(std::max(28, fontMetrics().height() + 12));
    m_running->setMinimumHeight(fontMetrics().height() + 8);
    m_running->setVisible(count > 0);
    m_running->setText(count > 1 ? tr("%1 · %n operation(s) running", nullptr, count).arg(newest) : newest);
    m_running->setAccessibleName(m_running->text());
    m_running->setToolTip(tr("Show Activity"));
}

void MainWindow::showInspector()
{
    m_inspectorDock->show();
    m_inspectorDock->raise();
}

void MainWindow::showStatusText(const QString &text)
{
    constexpr int SixSeconds = 6000;
    statusBar()->showMessage(text, SixSeconds);
}

void MainWindow::addBanner(Banner *banner)
{
    auto *holder = new QWidget(m_spritePage);
    auto *row = new QVBoxLayout(holder);
    row->setContentsMargins(Space::panel, Space::small, Space::panel, 0);
    row->addWidget(banner);
    m_banners->addWidget(holder);
    connect(banner, &QObject::destroyed, holder, &QObject::deleteLater);
    holder->show();
    banner->show();
}

void MainWindow::setSpriteBar(QWidget *bar)
{
    m_spriteBar->addWidget(bar);
    bar->hide();
}

QByteArray MainWindow::saveLayout() const
{
    QByteArray layout;
    QDataStream stream(&layout, QIODevice::WriteOnly);
    stream << layoutMark << layoutVersion << saveGeometry() << saveState(layoutVersion) << currentTab();
    return layout;
}

bool MainWindow::restoreLayout(const QByteArray &layout)
{
    QDataStream stream(layout);
    quint32 mark = 0;
    qint32 version = 0;
    QByteArray geometry;
    QByteArray state;
    QString tab;
    stream >> mark >> version >> geometry >> state >> tab;
    if (stream.status() != QDataStream::Ok || mark != layoutMark || version != layoutVersion)
        return false;
    const bool offline = m_offlineBar->isVisible();
    const bool restored = restoreGeometry(geometry) && restoreState(state, layoutVersion);
    m_offlineBar->setVisible(offline); // a fact, not a preference
    showTab(tab);
    return restored;
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_mayClose && !m_mayClose()) {
        event->ignore();
        return;
    }
    Q_EMIT closing();
    QMainWindow::closeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (!droppedPath(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    const QString path = droppedPath(*event->mimeData());
    if (path.isEmpty())
        return;
    event->acceptProposedAction();
    Q_EMIT folderDropped(path);
}

void MainWindow::closeUnasked()
{
    m_mayClose = {};
    close();
}

void MainWindow::keyPressEvent(QKeyEvent *event)
{
    // The last stop of Escape: nothing is open any more, so back to the tree.
    if (event->key() == Qt::Key_Escape && m_treeDock->isVisible() && m_treeDock->widget()) {
        m_treeDock->widget()->setFocus(Qt::ShortcutFocusReason);
        return;
    }
    QMainWindow::keyPressEvent(event);
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    if (m_treeDock->widget())
        m_treeDock->widget()->setMaximumWidth(m_treeDock->isFloating() ? QWIDGETSIZE_MAX : 420);
}

void MainWindow::updateTitle()
{
    const QString program = tr("Spritarium");
    const QString place = m_playground ? tr("Playground") : m_organization;
    QStringList parts;
    if (!m_sprite.isEmpty())
        parts << m_sprite.sprite.toString() << place;
    else if (m_playground)
        parts << place;
    parts << program;
    parts.removeAll(QString());
    setWindowTitle(parts.join(u" — "_s) + u"[*]"_s);
}

void MainWindow::updateHistoryActions()
{
    m_own.value(u"nav.back"_s)->setEnabled(m_history.canGoBack());
    m_own.value(u"nav.forward"_s)->setEnabled(m_history.canGoForward());
}

void MainWindow::go(const SpriteKey &key)
{
    updateHistoryActions();
    if (!key.isEmpty())
        Q_EMIT spriteRequested(key);
}

} // namespace Spritarium
