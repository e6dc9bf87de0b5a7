// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/ruleedits.h"

#include <QBasicTimer>
#include <QHash>
#include <QPointer>
#include <QTableView>

class QUndoStack;

namespace Spritarium {

class NewRuleRow;
class PresetList;
class RuleDelegate;
class RuleFilter;
class RuleHints;
class RuleLineEdit;
class RuleMenuButton;

//! The rules as a table for hands on the keyboard (ux-spec 10.2): Enter or F2 edits, Shift+Enter adds below,
//! Space flips, Alt and the arrows or the handle move, Delete removes, names are pasted as rules. What is
//! typed becomes a rule only when it is taken; a refusal stands under the field and keeps the text, whatever
//! happens to the row, the arrangement, the filter or the sprite meanwhile.
class RuleTable : public QTableView
{
    Q_OBJECT

public:
    explicit RuleTable(PolicyRuleModel &rules, QWidget *parent = nullptr);
    ~RuleTable() override;

    PolicyRuleModel &rules() const { return m_rules; }
    RuleEdits &edits() { return m_edits; }
    void setFilterText(const QString &text);
    bool isFiltered() const;
    void setArrangement(PolicyRuleModel::Arrangement arrangement);
    bool isReadOnly() const { return m_rules.isReadOnly(); }
    //! The order can be changed here and now: as saved, everything shown, not read-only.
    bool canMove() const;
    bool isGrey(const QModelIndex &index) const;
    bool isPreset(const QModelIndex &index) const;
    QString toolTipAt(const QModelIndex &index, const QPoint &position) const;

    //! Rows of the document, ascending.
    QList<int> selectedRules() const;
    void selectRule(int row);
    //! A field below the selection, or at the end.
    void addRule();
    void addPreset();
    void paste();
    void copy() const;
    void editPattern(int row);
    void editNote(int row);
    //! Takes what is being typed; false when it can be no rule, and its field stays.
    bool finishEditing();
    void showPreset(int row);
    void showFindings(const QModelIndex &index);
    void applyFinding(const Finding &finding, FixKind fix);
    NewRuleRow *newRule() const { return m_newRule; }
    //! The notes have no column now: a mark beside the pattern tells of them.
    bool marksNotes() const;
    //! The cell without the room above it, in which a new rule may be typed.
    QRect cellRect(const QModelIndex &index) const;
    //! How far nothing is painted to the right of a pattern, from left to right.
    int freeUntil(const QModelIndex &index) const;

    //! Puts the new rule, the hints and the menu of the current row where their rows are.
    void placeOverlays();
    //! Tab reaches them right after the table.
    void chainOverlays();

Q_SIGNALS:
    void orderProofRequested();
    //! Names or a policy were pasted; one sentence for each part that was left out.
    void pasted(int count, const QStringList &refused);
    //! Why a key did nothing.
    void blocked(const QString &text);
    //! A rule is to be seen that the filter hides.
    void filterCleared();
    void arrangementChanged(Spritarium::PolicyRuleModel::Arrangement arrangement);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void focusInEvent(QFocusEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void closeEditor(QWidget *editor, QAbstractItemDelegate::EndEditHint hint) override;

private:
    //! What was typed and can be no rule (yet).
    struct Typed
    {
        QString text;
        int row = 0; //!< of the document, where it would stand
        bool denies = false;
    };

    void build();
    void watchModel();
    void watchHints();
    void refreshLook();
    void arrangeColumns();
    bool hasNotes() const;
    void refreshSpansSoon();
    void refreshSpans();
    void placeMenuButton();
    QModelIndex viewIndex(int row, int column) const;
    int documentRow(const QModelIndex &index) const;
    bool isRule(const QModelIndex &index) const;
    bool mayEdit();
    bool mayMove();

    bool editKey(const QKeyEvent &event);
    bool moveKey(const QKeyEvent &event);
    bool clipboardKey(const QKeyEvent &event);
    void activateCurrent();
    void goBelow(const QModelIndex &index);
    void click(const QModelIndex &index, const QPoint &position);
    void openRowMenu(const QModelIndex &index, const QPoint &globalPosition);

    void startNewRule(int row);
    void anchorNewRule();
    void takeNewRule(bool below);
    void endNewRule(bool takeFocus);
    void showRefusal(const QString &reason);
    void showTaken(int row, const QString &note);
    RuleLineEdit *openEditor() const;
    //! Another field may be opened; otherwise the one with the refused text has the focus.
    bool mayType();
    void keepEditorText(int firstRow, int lastRow);
    void changeSprite();
    void restoreTyped();

    void updateDrop(const QPoint &position);
    void endDrag(bool drop);

    PolicyRuleModel &m_rules;
    RuleEdits m_edits;
    RuleFilter *m_filter;
    RuleDelegate *m_delegate;
    NewRuleRow *m_newRule;
    RuleMenuButton *m_menuButton;
    RuleHints *m_hints = nullptr;
    QPointer<PresetList> m_preset;
    QPersistentModelIndex m_newBefore; //!< the row above which the new rule stands
    int m_newRow = -1;                 //!< its row in the document
    QHash<SpriteKey, Typed> m_typed;
    SpriteKey m_key; //!< whose rules are shown
    QPersistentModelIndex m_pressed;
    QPoint m_pressedAt;
    QBasicTimer m_autoScroll;
    int m_dropRow = -1; //!< of the document; -1: not dragging
    bool m_spansQueued = false;
    bool m_arranging = false;
    bool m_noteOpen = false; //!< a note is being edited, so its column is there
};

//! Ctrl+Z, Ctrl+Shift+Z and Ctrl+Y on `stack`; false when it is another key.
bool undoOrRedo(QUndoStack &stack, const QKeyEvent &event);

} // namespace Spritarium
