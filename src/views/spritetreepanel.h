// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/spritefilter.h"
#include "models/spritetreemodel.h"
#include "views/actiondoor.h"

#include <QSet>
#include <QWidget>

class QAction;
class QTimer;
class QToolButton;
class QTreeView;

namespace Spritarium {

class FilterField;
class SpriteRowDelegate;
class StatePanel;
class TreeFooter;

//! The list of accounts and sprites with its filter and footer (ux-spec 7). Shows a SpriteFilter; holds no
//! data.
//!
//! Keyboard: Ctrl+L filter (app's shortcut, see focusFilter()), arrows, Enter opens, Delete, F2 explains,
//! Shift+F10 menu. Actions of the set (sprite.delete, sprite.labels, checkpoint.create, sprite.copy-cli, ...)
//! are triggered where they exist and act on selectedSprites(); the signals of the same meaning are emitted
//! only where they do not.
class SpriteTreePanel : public QWidget
{
    Q_OBJECT

public:
    SpriteTreePanel(SpriteTreeModel &model, SpriteFilter &filter, const ActionSet &actions,
                    QWidget *parent = nullptr);
    ~SpriteTreePanel() override;

    //! Selects and scrolls to it; remembered when the row is not there yet or the filter hides it, and then
    //! no row is selected. No spriteSelected() for it.
    void select(const SpriteKey &key);
    QList<SpriteKey> selectedSprites() const;
    SpriteKey currentSprite() const { return m_current; }
    //! The account of the current row, else the first.
    AccountId currentAccount() const;
    void focusFilter();
    void setSavedFilters(const QStringList &filters);
    //! Zero when the list is live.
    void setPollSeconds(int seconds);
    void setSecondLine(bool on);
    bool hasSecondLine() const;
    //! What the person typed last, for the settings.
    QString filterText() const { return m_typedFilter; }
    void setFilterText(const QString &text);
    //! Filters for once by something the person did not type; the next start has the typed text again.
    void showFilter(const QString &text);
    bool playgroundOffered() const { return m_playgroundOffered; }
    void setPlaygroundOffered(bool offered);
    //! "account/group" texts of what the person closed, for the settings.
    QStringList collapsed() const;
    void setCollapsed(const QStringList &collapsed);

Q_SIGNALS:
    //! One sprite is selected: show it. Emitted once per change of the current sprite.
    void spriteSelected(const Spritarium::SpriteKey &key);
    //! Enter or a double click: show it and move the focus there.
    void spriteActivated(const Spritarium::SpriteKey &key);
    void selectionChanged(const QList<Spritarium::SpriteKey> &keys);
    void deleteRequested(const QList<Spritarium::SpriteKey> &keys);
    void labelsRequested(const QList<Spritarium::SpriteKey> &keys);
    void checkpointRequested(const QList<Spritarium::SpriteKey> &keys);
    void copyCliRequested(const Spritarium::SpriteKey &key);
    void copyRequestRequested(const Spritarium::SpriteKey &key);
    void newSpriteRequested(const Spritarium::AccountId &account);
    void addAccountRequested();
    void playgroundRequested();
    void signInAgainRequested(const Spritarium::AccountId &account);
    //! Retry of a failed read; also "Cancel" of a slow one with `cancel`.
    void refreshRequested(const Spritarium::AccountId &account);
    void cancelRequested(const Spritarium::AccountId &account);
    void favoriteRequested(const Spritarium::SpriteKey &key, bool favorite);
    void savedFiltersChanged(const QStringList &filters);
    void orderChanged(Spritarium::SpriteFilter::Order order);
    void groupingChanged(Spritarium::SpriteTreeModel::Grouping grouping);
    //! Lines per sprite, what is closed, or the filter's text, by the person; for the settings.
    void lookChanged();
    //! An empty account: the program's overall limits.
    void limitsRequested(const Spritarium::AccountId &account);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    enum class Shown { Rows, NoAccount, NoSprites, NoMatch, Loading, Failed };

    void build();
    QToolButton *addMenuButton(const QString &name, const QString &iconName, const QString &text);
    void buildSortMenu();
    void buildGroupMenu();
    void connectModel();
    bool handleKey(QKeyEvent *event);
    void invoke(const QString &id);
    void activate(const QModelIndex &index);
    void showMenu(const QPoint &where);
    void selectionMoved();
    void expandNew(const QModelIndex &parent, int first, int last);
    void expandAll(const QModelIndex &parent = {});
    void restoreCurrent();
    void refreshState();
    void refreshFooter();
    Shown whatToShow() const;
    SpriteKey keyOf(const QModelIndex &index) const;
    QString collapseKey(const QModelIndex &index) const;
    void setClosed(const QString &key, bool closed);

    SpriteTreeModel &m_model;
    SpriteFilter &m_filter;
    ActionSet m_actions;
    FilterField *m_field;
    QToolButton *m_sort = nullptr;
    QToolButton *m_group = nullptr;
    QAction *m_twoLines = nullptr;
    QTreeView *m_tree;
    SpriteRowDelegate *m_delegate;
    StatePanel *m_state;
    TreeFooter *m_footer;
    QTimer *m_ages; //!< "ran 12 min ago" goes on while it is seen
    SpriteKey m_current;
    QString m_typedFilter;
    QSet<QString> m_collapsed;
    bool m_playgroundOffered = true;
    bool m_stateQueued = false;
    bool m_filtering = false; //!< the filter's text changes by itself
    bool m_opening = false;   //!< rows open or close by themselves, and the person's choice stays
};

} // namespace Spritarium
