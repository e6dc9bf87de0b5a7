// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/spritetreepanel.h"

#include "views/appearance.h"
#include "views/filterfield.h"
#include "views/icons.h"
#include "views/spriterowdelegate.h"
#include "views/spritetreemenu.h"
#include "views/statepanel.h"
#include "views/treefooter.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMenu>
#include <QTimer>
#include <QToolButton>
#include <QToolTip>
#include <QTreeView>

namespace Spritarium {

using namespace Qt::StringLiterals;
using Role = SpriteTreeModel::Role;
using NodeKind = SpriteTreeModel::NodeKind;

namespace {
constexpr int AgeTick = 10'000;
} // namespace

SpriteTreePanel::SpriteTreePanel(SpriteTreeModel &model, SpriteFilter &filter, const ActionSet &actions,
                                 QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_filter(filter)
    , m_actions(actions)
    , m_field(new FilterField(this))
    , m_tree(new QTreeView(this))
    , m_delegate(new SpriteRowDelegate(*m_tree))
    , m_state(new StatePanel(this))
    , m_footer(new TreeFooter(actions, this))
    , m_ages(new QTimer(this))
{
    setObjectName(u"spriteTreePanel"_s);
    setAccessibleName(tr("Sprites"));
    build();
    connectModel();
    m_ages->setObjectName(u"treeAges"_s);
    m_ages->setInterval(AgeTick);
    connect(m_ages, &QTimer::timeout, this, [this] { m_model.refreshAges(QDateTime::currentDateTimeUtc()); });
    expandAll();
    refreshState();
    refreshFooter();
}

SpriteTreePanel::~SpriteTreePanel() = default;

void SpriteTreePanel::build()
{
    setFocusProxy(m_tree);
    m_tree->setObjectName(u"spriteTree"_s);
    m_tree->setAccessibleName(tr("Sprites"));
    m_tree->setHeaderHidden(true);
    m_tree->setUniformRowHeights(true);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_tree->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tree->setExpandsOnDoubleClick(false);
    m_tree->setMouseTracking(true);
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tree->setTextElideMode(Qt::ElideMiddle);
    m_tree->setIndentation(14);
    m_tree->setModel(&m_filter);
    m_tree->setItemDelegate(m_delegate);
    m_tree->installEventFilter(this);
    m_tree->viewport()->installEventFilter(this);
    m_state->setObjectName(u"treeState"_s);

    m_sort = addMenuButton(u"treeSort"_s, u"sort"_s, tr("Sort"));
    m_group = addMenuButton(u"treeGroup"_s, u"group"_s, tr("Group"));
    buildSortMenu();
    buildGroupMenu();
    auto *top = new QHBoxLayout;
    top->setContentsMargins(Space::small, Space::small, Space::small, Space::tiny);
    top->setSpacing(Space::tiny);
    top->addWidget(m_field, 1);
    top->addWidget(m_sort);
    top->addWidget(m_group);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(top);
    column->addWidget(m_tree, 1);
    column->addWidget(m_state, 1);
    column->addWidget(m_footer);
    setTabOrder(m_field, m_sort);
    setTabOrder(m_sort, m_group);
    setTabOrder(m_group, m_tree);
}

QToolButton *SpriteTreePanel::addMenuButton(const QString &name, const QString &iconName, const QString &text)
{
    auto *button = new QToolButton(this);
    button->setObjectName(name);
    button->setAutoRaise(true);
    button->setIcon(icon(iconName));
    button->setToolTip(text);
    button->setAccessibleName(text);
    button->setFocusPolicy(Qt::TabFocus);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setMenu(new QMenu(button));
    return button;
}

void SpriteTreePanel::buildSortMenu()
{
    using Order = SpriteFilter::Order;
    addChoices(
        *m_sort->menu(),
        {{tr("By state"), int(Order::State)},
         {tr("By name"), int(Order::Name)},
         {tr("By last run"), int(Order::LastRun)},
         {tr("By creation"), int(Order::Created)}},
        [this] { return int(m_filter.order()); },
        [this](int order) {
            m_filter.setOrder(static_cast<Order>(order));
            Q_EMIT orderChanged(static_cast<Order>(order));
        });
}

void SpriteTreePanel::buildGroupMenu()
{
    using Grouping = SpriteTreeModel::Grouping;
    addChoices(
        *m_group->menu(),
        {{tr("No groups"), int(Grouping::Flat)},
         {tr("By label"), int(Grouping::ByLabel)},
         {tr("By name up to the first -"), int(Grouping::ByPrefix)}},
        [this] { return int(m_model.grouping()); },
        [this](int grouping) {
            m_model.setGrouping(static_cast<Grouping>(grouping));
            Q_EMIT groupingChanged(static_cast<Grouping>(grouping));
        });
    m_group->menu()->addSeparator();
    m_twoLines = m_group->menu()->addAction(tr("Two lines per sprite"));
    m_twoLines->setObjectName(u"treeTwoLines"_s);
    m_twoLines->setCheckable(true);
    m_twoLines->setChecked(true);
    connect(m_twoLines, &QAction::toggled, this, &SpriteTreePanel::setSecondLine);
}

void SpriteTreePanel::connectModel()
{
    connect(m_field, &QLineEdit::textChanged, &m_filter, &SpriteFilter::setQueryText);
    connect(m_field, &QLineEdit::textChanged, this, [this](const QString &text) {
        if (m_filtering)
            return;
        m_typedFilter = text;
        Q_EMIT lookChanged();
    });
    connect(m_field, &FilterField::savedFiltersChanged, this, &SpriteTreePanel::savedFiltersChanged);
    connect(m_field, &FilterField::leaveRequested, this, [this] {
        m_tree->setFocus(Qt::TabFocusReason);
        if (!m_tree->currentIndex().isValid())
            m_tree->setCurrentIndex(m_filter.index(0, 0));
    });
    connect(&m_filter, &SpriteFilter::queryChanged, this, [this] {
        m_delegate->setWords(m_filter.query().words());
        expandAll();
        restoreCurrent();
        refreshState();
    });
    connect(&m_filter, &QAbstractItemModel::rowsInserted, this, &SpriteTreePanel::expandNew);
    const auto later = [this] {
        if (m_stateQueued)
            return;
        m_stateQueued = true;
        QMetaObject::invokeMethod(
            this,
            [this] {
                m_stateQueued = false;
                refreshState();
                refreshFooter();
            },
            Qt::QueuedConnection);
    };
    connect(&m_filter, &QAbstractItemModel::rowsInserted, this, later);
    connect(&m_filter, &QAbstractItemModel::rowsRemoved, this, later);
    connect(&m_filter, &QAbstractItemModel::dataChanged, this, later);
    connect(&m_filter, &QAbstractItemModel::modelReset, this, [this, later] {
        expandAll();
        later();
    });
    connect(m_tree->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &SpriteTreePanel::selectionMoved);
    connect(m_tree, &QTreeView::activated, this, &SpriteTreePanel::activate);
    connect(m_tree, &QTreeView::clicked, this, [this](const QModelIndex &index) {
        const auto state = index.data(Role::AccountStateRole).value<ViewState>();
        if (state.kind == ViewState::Kind::Denied)
            Q_EMIT signInAgainRequested(AccountId(index.data(Role::AccountIdRole).toString()));
    });
    connect(m_tree, &QWidget::customContextMenuRequested, this, &SpriteTreePanel::showMenu);
    connect(m_tree, &QTreeView::collapsed, this,
            [this](const QModelIndex &at) { setClosed(collapseKey(at), true); });
    connect(m_tree, &QTreeView::expanded, this,
            [this](const QModelIndex &at) { setClosed(collapseKey(at), false); });
    connect(m_state, &StatePanel::primaryTriggered, this, [this] {
        switch (whatToShow()) {
        case Shown::NoAccount:
            Q_EMIT addAccountRequested();
            break;
        case Shown::NoSprites:
            if (m_actions.contains(u"sprite.new"_s))
                m_actions.value(u"sprite.new"_s)->trigger();
            else
                Q_EMIT newSpriteRequested(currentAccount());
            break;
        case Shown::NoMatch:
            m_field->clear();
            break;
        default:
            Q_EMIT refreshRequested(currentAccount());
        }
    });
    connect(m_state, &StatePanel::linkTriggered, this, &SpriteTreePanel::playgroundRequested);
    connect(m_state, &StatePanel::cancelRequested, this,
            [this] { Q_EMIT cancelRequested(currentAccount()); });
    connect(m_footer, &TreeFooter::limitsRequested, this,
            [this] { Q_EMIT limitsRequested(currentAccount()); });
    connect(m_footer, &TreeFooter::actionRequested, this, &SpriteTreePanel::invoke);
}

SpriteKey SpriteTreePanel::keyOf(const QModelIndex &index) const
{
    return index.data(Role::KeyRole).value<SpriteKey>();
}

QString SpriteTreePanel::collapseKey(const QModelIndex &index) const
{
    return u"%1/%2"_s.arg(index.data(Role::AccountIdRole).toString(),
                          index.parent().isValid() ? index.data(Role::NameRole).toString() : QString());
}

void SpriteTreePanel::select(const SpriteKey &key)
{
    m_current = key;
    restoreCurrent();
    // A row that the filter hides: what stays selected would be another sprite than the one that is shown.
    const QModelIndex index = m_filter.mapFromSource(m_model.indexOf(key));
    if (!index.isValid())
        m_tree->clearSelection();
}

void SpriteTreePanel::restoreCurrent()
{
    const QModelIndex index = m_filter.mapFromSource(m_model.indexOf(m_current));
    if (!index.isValid() || m_tree->selectionModel()->isSelected(index))
        return;
    m_tree->setCurrentIndex(index);
    m_tree->scrollTo(index);
}

QList<SpriteKey> SpriteTreePanel::selectedSprites() const
{
    QList<SpriteKey> keys;
    QSet<SpriteKey> seen;
    const QModelIndexList rows = m_tree->selectionModel()->selectedRows();
    for (const QModelIndex &row : rows) {
        const SpriteKey key = keyOf(row);
        // A favorite is listed twice, but it is one sprite.
        if (key.isEmpty() || seen.contains(key))
            continue;
        seen.insert(key);
        keys.append(key);
    }
    return keys;
}

AccountId SpriteTreePanel::currentAccount() const
{
    QModelIndex index = m_tree->currentIndex();
    if (!index.isValid())
        index = m_filter.index(0, 0);
    return AccountId(index.data(Role::AccountIdRole).toString());
}

void SpriteTreePanel::selectionMoved()
{
    const QList<SpriteKey> keys = selectedSprites();
    m_footer->setSelectedCount(int(keys.size()));
    refreshFooter();
    Q_EMIT selectionChanged(keys);
    // An empty selection is a filter at work; what is shown stays.
    if (keys.size() == 1 && keys.first() != m_current) {
        m_current = keys.first();
        Q_EMIT spriteSelected(m_current);
    }
}

void SpriteTreePanel::activate(const QModelIndex &index)
{
    if (static_cast<NodeKind>(index.data(Role::KindRole).toInt()) != NodeKind::Sprite) {
        const auto state = index.data(Role::AccountStateRole).value<ViewState>();
        if (state.kind == ViewState::Kind::Denied)
            Q_EMIT signInAgainRequested(AccountId(index.data(Role::AccountIdRole).toString()));
        else
            m_tree->setExpanded(index, !m_tree->isExpanded(index));
        return;
    }
    const SpriteKey key = keyOf(index);
    if (key != m_current) {
        m_current = key;
        Q_EMIT spriteSelected(key);
    }
    Q_EMIT spriteActivated(key);
}

void SpriteTreePanel::invoke(const QString &id)
{
    const QList<SpriteKey> keys = selectedSprites();
    if (keys.isEmpty())
        return;
    if (QAction *action = m_actions.value(id))
        action->trigger();
    else if (id == "sprite.delete"_L1)
        Q_EMIT deleteRequested(keys);
    else if (id == "sprite.labels"_L1)
        Q_EMIT labelsRequested(keys);
    else if (id == "checkpoint.create"_L1)
        Q_EMIT checkpointRequested(keys);
    else if (id == "sprite.copy-cli"_L1)
        Q_EMIT copyCliRequested(keys.first());
    else if (id == "sprite.copy-request"_L1)
        Q_EMIT copyRequestRequested(keys.first());
}

bool SpriteTreePanel::handleKey(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Delete:
        invoke(u"sprite.delete"_s);
        return true;
    case Qt::Key_F2:
        QToolTip::showText(
            m_tree->viewport()->mapToGlobal(m_tree->visualRect(m_tree->currentIndex()).bottomLeft()),
            tr("The platform cannot rename a sprite."), m_tree);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_tree->currentIndex().isValid())
            activate(m_tree->currentIndex());
        return true;
    default:
        return false;
    }
}

bool SpriteTreePanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_tree->viewport()) {
        // Nothing may move away from under the pointer (ux-spec 7).
        if (event->type() == QEvent::Enter)
            m_filter.setOrderHeld(true);
        else if (event->type() == QEvent::Leave)
            m_filter.setOrderHeld(false);
    } else if (watched == m_tree && event->type() == QEvent::KeyPress) {
        if (handleKey(static_cast<QKeyEvent *>(event)))
            return true;
    }
    return QWidget::eventFilter(watched, event);
}

void SpriteTreePanel::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    m_tree->setFocus(event->reason());
}

void SpriteTreePanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_model.refreshAges(QDateTime::currentDateTimeUtc());
    m_ages->start();
}

void SpriteTreePanel::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_ages->stop();
}

void SpriteTreePanel::showMenu(const QPoint &where)
{
    const QList<SpriteKey> keys = selectedSprites();
    if (keys.isEmpty())
        return;
    auto *menu = new QMenu(this);
    menu->setObjectName(u"treeMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const bool favorite =
        m_filter.mapFromSource(m_model.indexOf(keys.first())).data(Role::FavoriteRole).toBool();
    const auto invoked = [this](const QString &id) { invoke(id); };
    fillTreeMenu(*menu, m_actions, keys.size() == 1, invoked);
    if (keys.size() == 1 && !m_actions.contains(u"sprite.favorite"_s)) {
        menu->addSeparator();
        QAction *star = menu->addAction(favorite ? tr("Remove from favorites") : tr("Add to favorites"));
        star->setObjectName(u"menu:sprite.favorite"_s);
        connect(star, &QAction::triggered, this,
                [this, key = keys.first(), favorite] { Q_EMIT favoriteRequested(key, !favorite); });
    }
    menu->popup(m_tree->viewport()->mapToGlobal(where));
}

void SpriteTreePanel::expandNew(const QModelIndex &parent, int first, int last)
{
    for (int row = first; row <= last; ++row) {
        const QModelIndex index = m_filter.index(row, 0, parent);
        if (static_cast<NodeKind>(index.data(Role::KindRole).toInt()) == NodeKind::Sprite)
            break; // sprites stand together; a page of thousands needs no look at each
        if (!m_collapsed.contains(collapseKey(index)))
            m_tree->expand(index);
    }
    const QModelIndex top = parent;
    if (top.isValid() && !m_collapsed.contains(collapseKey(top)) && !m_tree->isExpanded(top))
        m_tree->expand(top);
    if (!m_current.isEmpty() && m_tree->selectionModel()->selectedIndexes().isEmpty())
        restoreCurrent();
}

void SpriteTreePanel::expandAll(const QModelIndex &parent)
{
    // While filtering everything is open: a match that is not seen is no match.
    const bool filtering = !m_filter.query().isEmpty();
    for (int row = 0; row < m_filter.rowCount(parent); ++row) {
        const QModelIndex index = m_filter.index(row, 0, parent);
        if (static_cast<NodeKind>(index.data(Role::KindRole).toInt()) == NodeKind::Sprite)
            break;
        const bool open = filtering || !m_collapsed.contains(collapseKey(index));
        const QSet<QString> kept = m_collapsed;
        m_opening = true;
        m_tree->setExpanded(index, open);
        m_opening = false;
        m_collapsed = kept;
        expandAll(index);
    }
}

SpriteTreePanel::Shown SpriteTreePanel::whatToShow() const
{
    const int accounts = m_model.rowCount();
    if (accounts == 0)
        return Shown::NoAccount;
    if (!m_filter.query().isEmpty())
        return m_filter.matchCount() == 0 && m_model.spriteCount() > 0 ? Shown::NoMatch : Shown::Rows;
    if (m_model.spriteCount() > 0 || accounts > 1)
        return Shown::Rows;
    const auto state = m_model.index(0, 0).data(Role::AccountStateRole).value<ViewState>();
    switch (state.kind) {
    case ViewState::Kind::Loading:
        return Shown::Loading;
    case ViewState::Kind::Failed:
    case ViewState::Kind::NotOffered:
    case ViewState::Kind::Offline:
        return Shown::Failed;
    case ViewState::Kind::Ready:
    case ViewState::Kind::Empty:
    case ViewState::Kind::Stale:
        return Shown::NoSprites;
    default:
        return Shown::Rows;
    }
}

void SpriteTreePanel::refreshState()
{
    const Shown shown = whatToShow();
    m_tree->setVisible(shown == Shown::Rows);
    m_state->setVisible(shown != Shown::Rows);
    const QModelIndex account = m_model.index(0, 0);
    const auto state = account.data(Role::AccountStateRole).value<ViewState>();
    switch (shown) {
    case Shown::Rows:
        break;
    case Shown::NoAccount:
        m_state->showMessage({.icon = u"account"_s,
                              .title = tr("No account yet"),
                              .sentence = tr("Add an account or try the playground."),
                              .primary = tr("Add account…"),
                              .link = m_playgroundOffered ? tr("Open playground") : QString()});
        break;
    case Shown::NoSprites:
        m_state->showMessage(
            {.icon = u"sprite"_s,
             .title = tr("No sprites in %1").arg(account.data(Role::NameRole).toString()),
             .sentence = tr("A sprite is a Linux machine that sleeps when idle and keeps its files."),
             .primary = tr("New sprite…"),
             .link = {}});
        break;
    case Shown::NoMatch:
        m_state->showMessage({.icon = u"search"_s,
                              .title = tr("Nothing matches %1").arg(m_filter.queryText()),
                              .sentence = {},
                              .primary = tr("Clear filter"),
                              .link = {}});
        break;
    case Shown::Loading:
        m_state->showLoading();
        break;
    case Shown::Failed:
        if (state.error)
            m_state->showError(*state.error);
        break;
    }
}

void SpriteTreePanel::refreshFooter()
{
    const QModelIndex account = m_model.indexOf(currentAccount());
    m_footer->setVisible(m_model.rowCount() > 0);
    m_footer->showCounts(account.data(Role::CountsRole).toString(), m_model.countsOf(currentAccount()));
}

void SpriteTreePanel::focusFilter()
{
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

void SpriteTreePanel::setSavedFilters(const QStringList &filters)
{
    m_field->setSavedFilters(filters);
}

void SpriteTreePanel::setPollSeconds(int seconds)
{
    m_footer->setPollSeconds(seconds);
    m_footer->setSelectedCount(int(selectedSprites().size()));
}

void SpriteTreePanel::setSecondLine(bool on)
{
    m_twoLines->setChecked(on);
    if (on == m_delegate->hasSecondLine())
        return;
    m_delegate->setSecondLine(on);
    m_tree->doItemsLayout();
    Q_EMIT lookChanged();
}

bool SpriteTreePanel::hasSecondLine() const
{
    return m_delegate->hasSecondLine();
}

void SpriteTreePanel::setFilterText(const QString &text)
{
    m_typedFilter = text;
    showFilter(text);
}

void SpriteTreePanel::showFilter(const QString &text)
{
    m_filtering = true;
    m_field->setText(text);
    m_filtering = false;
}

void SpriteTreePanel::setClosed(const QString &key, bool closed)
{
    if (m_collapsed.contains(key) == closed)
        return;
    if (closed)
        m_collapsed.insert(key);
    else
        m_collapsed.remove(key);
    if (!m_opening)
        Q_EMIT lookChanged();
}

void SpriteTreePanel::setPlaygroundOffered(bool offered)
{
    m_playgroundOffered = offered;
    refreshState();
}

QStringList SpriteTreePanel::collapsed() const
{
    QStringList all(m_collapsed.begin(), m_collapsed.end());
    all.sort();
    return all;
}

void SpriteTreePanel::setCollapsed(const QStringList &collapsed)
{
    m_collapsed = QSet<QString>(collapsed.begin(), collapsed.end());
    expandAll();
}

} // namespace Spritarium
