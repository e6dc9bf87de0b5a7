// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/ids.h"
#include "views/actiondoor.h"
#include "views/navigationhistory.h"
#include "views/panecycler.h"
#include "views/recentswitcher.h"

#include <QMainWindow>

#include <functional>

class QBoxLayout;
class QDockWidget;
class QLabel;
class QLineEdit;
class QMenuBar;
class QPushButton;
class QStackedWidget;
class QTabWidget;
class QToolButton;

namespace Spritarium {

class Banner;
class SpriteHeader;
class StatePanel;

//! The window of ux-spec 3: menu bar, toolbar, three docks, and in the middle the welcome view or a sprite
//! with its tabs. It arranges what it is given and knows no sprite's content. Panels given to it become its
//! children.
//!
//! Actions it looks for, by id; missing ones are left out of menus and toolbar:
//! sprite.new, sprite.keep-awake (-5, -60), sprite.release, sprite.delete, sprite.labels, sprite.address,
//! sprite.open-url, sprite.copy-url, sprite.copy-cli, sprite.copy-request, sprite.favorite,
//! checkpoint.create, checkpoint.bulk, checkpoint.restore, checkpoint.delete, checkpoint.delete-old-safety,
//! checkpoint.undo-restore, egress.apply and the others of its menu, view.refresh, view.filter,
//! view.tree-filter, app.palette, app.preferences, app.quit, app.about, account.add, account.import-cli,
//! account.playground, account.sign-in, account.sign-out, playground.reset, playground.slow,
//! playground.drop-stream, playground.edit-rules. Its own, for the registry (windowActions()): nav.back,
//! nav.forward, nav.recent, nav.recent-back, view.tree, view.inspector, view.activity, pane.next,
//! pane.previous, tab.1 to tab.7.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(const ActionSet &actions, QWidget *parent = nullptr);
    ~MainWindow() override;

    void setTreePanel(QWidget *panel);
    void setInspector(QWidget *panel);
    void setActivity(QWidget *panel);
    void setWelcome(QWidget *view);

    SpriteHeader *header() const { return m_header; }
    //! Appends a tab of the sprite area; `id` is the word of links and of showTab().
    void addTab(const QString &id, const QString &title, QWidget *view);
    void showTab(const QString &id);
    QString currentTab() const;

    void showWelcome();
    //! A sprite is shown: the header and tabs come up, the title and the history follow.
    void showSprite(const SpriteKey &key, const QString &organization);
    //! Accounts, but no sprite selected.
    void showNoSelection();
    SpriteKey currentSprite() const { return m_sprite; }
    void forgetSprite(const SpriteKey &key);
    //! Asked as Back, Forward or the recent sprites are used: those that are gone are nowhere to go to.
    void setGoneTest(std::function<bool(const SpriteKey &)> isGone) { m_isGone = std::move(isGone); }

    //! Stripe, title and account button say "Playground".
    void setPlayground(bool playground);
    void setOffline(bool offline);
    //! "acme" on the account button.
    void setAccountText(const QString &text);
    //! Opens the inspector dock; its content is set by its owner.
    void showInspector();
    //! A sentence in the status bar for a few seconds.
    void showStatusText(const QString &text);
    //! The newest running operation and how many run; an empty text when none does.
    void setRunning(const QString &newest, int count);
    //! A banner over the tabs of the sprite; it stays until closed.
    void addBanner(Banner *banner);

    //! A strip over the tabs in every view of the sprite; its owner shows and hides it.
    void setSpriteBar(QWidget *bar);

    //! Asked before the window closes by hand; false keeps it open, and the owner may closeUnasked() later.
    void setCloseGuard(std::function<bool()> mayClose) { m_mayClose = std::move(mayClose); }
    void closeUnasked();

    QLineEdit *paletteField() const { return m_paletteField; }
    const ActionSet &windowActions() const { return m_own; }

    //! Geometry and docks as one opaque value for the settings.
    QByteArray saveLayout() const;
    //! False when the value is not one of ours; the window then keeps its first layout.
    bool restoreLayout(const QByteArray &layout);

Q_SIGNALS:
    //! Back, Forward or the list of recent sprites was used.
    void spriteRequested(const Spritarium::SpriteKey &key);
    void currentTabChanged(const QString &id);
    //! Retry of the offline bar.
    void retryRequested();
    //! The status bar's running operation was clicked; Activity is open already.
    void activityRequested();
    //! A folder, or a file in it, was dropped on the window.
    void folderDropped(const QString &path);
    //! The window is about to close; for saving the layout.
    void closing();

protected:
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QAction *addOwn(const QString &id, const ActionFacts &facts);
    void buildOwnActions();
    void buildMenus();
    void buildToolBar();
    void buildOfflineBar();
    void buildCentre();
    void buildDocks();
    void buildStatusBar();
    QDockWidget *addDock(const QString &name, const QString &title, Qt::DockWidgetArea area,
                         const QString &action);
    void addPanes();
    void updateTitle();
    void updateHistoryActions();
    void go(const SpriteKey &key);
    void forgetGone();

    ActionSet m_actions;
    ActionSet m_own;
    QMenuBar *m_menus = nullptr;
    QWidget *m_stripe = nullptr;
    QToolBar *m_toolBar = nullptr;
    QToolBar *m_offlineBar = nullptr;
    QLineEdit *m_paletteField = nullptr;
    QToolButton *m_accountButton = nullptr;
    QStackedWidget *m_centre = nullptr;
    QWidget *m_welcomePage = nullptr;
    QWidget *m_spritePage = nullptr;
    StatePanel *m_nothing = nullptr;
    SpriteHeader *m_header = nullptr;
    QBoxLayout *m_banners = nullptr;
    QBoxLayout *m_spriteBar = nullptr;
    QTabWidget *m_tabs = nullptr;
    QDockWidget *m_treeDock = nullptr;
    QDockWidget *m_inspectorDock = nullptr;
    QDockWidget *m_activityDock = nullptr;
    QPushButton *m_running = nullptr;
    NavigationHistory m_history;
    RecentSwitcher *m_switcher = nullptr;
    QList<RecentSprite> m_recent; //!< latest first
    PaneCycler m_panes;
    SpriteKey m_sprite;
    QString m_organization;
    QString m_accountText;
    bool m_playground = false;
    std::function<bool()> m_mayClose;
    std::function<bool(const SpriteKey &)> m_isGone;
};

} // namespace Spritarium
