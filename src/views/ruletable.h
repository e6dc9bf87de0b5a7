// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/ruleedits.h"

#include <QBasicTimer>
#include <QTableView>

class QUndoStack;

namespace Spritarium {

class Chip;
class NewRuleRow;
class RuleDelegate;
class RuleFilter;
class RuleNote;

//! The rules as a table for hands on the keyboard (ux-spec 10.2): Enter or F2 edits, Shift+Enter adds below,
//! Space flips, Alt and the arrows or the handle move, Delete removes, names are pasted as rules. What is
//! typed becomes a rule only when it is taken; a refusal stands under the field and keeps the text.
class RuleTable : public QTableView
{
    Q_OBJECT

public:
    explicit RuleTable(PolicyRuleModel &rules, QWidget *parent = nullptr);

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
    //! Room at the end of a pattern that the offer of a companion takes.
    int offerWidth(const QModelIndex &index) const;

    //! Puts the new rule, the note and the offer where their rows are.
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

private:
    void build();
    void watchModel();
    void refreshLook();
    void arrangeColumns();
    void refreshSpansSoon();
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
    void takeNewRule(bool below);
    void endNewRule(bool takeFocus);
    void offerCompanion(int row);
    void withdrawOffer();
    void showRefusal(const QString &reason);
    void withdrawRefusal();
    void showCleaned(int row, const QString &note);
    QWidget *openEditor() const;

    void updateDrop(const QPoint &position);
    void endDrag(bool drop);

    PolicyRuleModel &m_rules;
    RuleEdits m_edits;
    RuleFilter *m_filter;
    RuleDelegate *m_delegate;
    RuleNote *m_note;
    NewRuleRow *m_newRule;
    Chip *m_offer;
    QPersistentModelIndex m_newBefore; //!< the row above which the new rule stands
    int m_newRow = -1;                 //!< its row in the document
    QPersistentModelIndex m_offerFor;
    QPersistentModelIndex m_noteFor;
    QPersistentModelIndex m_pressed;
    QPoint m_pressedAt;
    QBasicTimer m_autoScroll;
    int m_dropRow = -1; //!< of the document; -1: not dragging
    bool m_spansQueued = false;
    bool m_arranging = false;
};

//! Ctrl+Z, Ctrl+Shift+Z and Ctrl+Y on `stack`; false when it is another key.
bool undoOrRedo(QUndoStack &stack, const QKeyEvent &event);

} // namespace Spritarium
