// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/windowwiring.h"

#include "app/accounts.h"
#include "app/actions.h"
#include "app/operationdesk.h"
#include "app/selection.h"
#include "app/settings.h"
#include "app/stylesettings.h"
#include "app/treewiring.h"
#include "models/spritefilter.h"
#include "models/spritetreemodel.h"
#include "views/mainwindow.h"
#include "views/spriteheader.h"

#include <QAction>
#include <QEvent>

namespace Spritarium {

using namespace Qt::StringLiterals;

WindowWiring::WindowWiring(const Parts &parts, TreeWiring &tree, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_tree(tree)
{
    connect(&parts.selection, &Selection::changed, this, &WindowWiring::showSelection);
    connect(&parts.selection, &Selection::spriteChanged, this, &WindowWiring::showSprite);
    connect(&parts.accounts, &Accounts::accountsChanged, this, &WindowWiring::showAccounts);
    connect(&parts.desk, &OperationDesk::changed, this, &WindowWiring::showSprite);
    connect(&tree, &TreeWiring::offlineChanged, &parts.window, &MainWindow::setOffline);
    connect(&parts.window, &MainWindow::retryRequested, &tree, &TreeWiring::refreshAll);
    connect(parts.actions["view.refresh"_L1], &QAction::triggered, &tree, &TreeWiring::refreshAll);
    connect(parts.actions["app.quit"_L1], &QAction::triggered, &parts.window, &QWidget::close);
    connect(&parts.window, &MainWindow::currentTabChanged, this,
            [this](const QString &id) { m_parts.settings.set(Settings::Key::LastTab, id); });
    connect(&parts.window, &MainWindow::closing, this,
            [this] { m_parts.settings.set(Settings::Key::WindowState, m_parts.window.saveLayout()); });
    connect(&parts.settings, &Settings::changed, this, [this](Settings::Key key) {
        if (key == Settings::Key::Theme || key == Settings::Key::Compact ||
            key == Settings::Key::ReducedMotion)
            applyStyle(m_parts.settings);
    });
    parts.filter.setOrder(SpriteFilter::Order(parts.settings.get(Settings::Key::TreeOrder).toInt()));
    parts.tree.setGrouping(
        SpriteTreeModel::Grouping(parts.settings.get(Settings::Key::TreeGrouping).toInt()));
    parts.window.setGoneTest([this](const SpriteKey &key) { return isGone(key); });
    parts.window.installEventFilter(this);
    showAccounts();
}

void WindowWiring::restoreLayout()
{
    const QByteArray layout = m_parts.settings.bytes(Settings::Key::WindowState);
    if (!layout.isEmpty())
        m_parts.window.restoreLayout(layout);
    const QString tab = m_parts.settings.text(Settings::Key::LastTab);
    m_parts.window.showTab(tab.isEmpty() ? u"checkpoints"_s : tab);
}

bool WindowWiring::isGone(const SpriteKey &key) const
{
    if (m_parts.tree.sprite(key))
        return false;
    if (!m_parts.accounts.account(key.account))
        return true;
    // A list that is not read yet says nothing.
    const auto state =
        m_parts.tree.indexOf(key.account).data(SpriteTreeModel::AccountStateRole).value<ViewState>();
    return state.kind == ViewState::Kind::Ready && !m_parts.tree.isApplying();
}

bool WindowWiring::eventFilter(QObject *watched, QEvent *event)
{
    // A window that nobody sees asks less often (ux-spec 7).
    if (watched == &m_parts.window && (event->type() == QEvent::WindowStateChange ||
                                       event->type() == QEvent::Show || event->type() == QEvent::Hide)) {
        const bool isSeen = m_parts.window.isVisible() && !m_parts.window.isMinimized();
        m_tree.setVisible(isSeen);
        Q_EMIT seenChanged(isSeen);
    }
    return QObject::eventFilter(watched, event);
}

void WindowWiring::showSelection()
{
    const SpriteKey key = m_parts.selection.key();
    if (key.isEmpty()) {
        showAccounts();
        return;
    }
    const std::optional<Account> account = m_parts.accounts.account(key.account);
    m_parts.window.setPlayground(account && account->isPlayground);
    m_parts.window.setAccountText(account ? account->organization : QString());
    m_parts.window.showSprite(key, account ? account->organization : QString());
    m_parts.settings.set(Settings::Key::LastSprite,
                         QString(key.account.toString() + u'\n' + key.sprite.toString()));
    showSprite();
}

void WindowWiring::showSprite()
{
    const SpriteKey key = m_parts.selection.key();
    if (key.isEmpty())
        return;
    if (const std::optional<Sprite> &sprite = m_parts.selection.sprite())
        m_parts.window.header()->showSprite(key, *sprite);
    QString running;
    const QList<Operation> operations = m_parts.desk.running();
    for (const Operation &operation : operations) {
        if (operation.sprite == key)
            running = operationTitle(operation);
    }
    m_parts.window.header()->setRunningText(running);
}

void WindowWiring::showAccounts()
{
    const QList<Account> &accounts = m_parts.accounts.accounts();
    const std::optional<Account> shown = m_parts.accounts.account(m_parts.selection.key().account);
    if (!m_parts.selection.key().isEmpty() && !shown)
        m_parts.selection.select({}, std::nullopt);
    const bool onlyPlayground = accounts.size() == 1 && accounts.first().isPlayground;
    m_parts.window.setPlayground(shown ? shown->isPlayground : onlyPlayground);
    m_parts.window.setAccountText(shown                ? shown->organization
                                  : accounts.isEmpty() ? QString()
                                                       : accounts.first().organization);
    if (accounts.isEmpty())
        m_parts.window.showWelcome();
    else if (m_parts.selection.key().isEmpty())
        m_parts.window.showNoSelection();
}

} // namespace Spritarium
