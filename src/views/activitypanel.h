// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/operation.h"

#include <QWidget>

class QComboBox;
class QPushButton;
class QStackedLayout;
class QTreeView;

namespace Spritarium {

class ActivityFilter;
class ActivityModel;
class StatePanel;

//! Everything that was done from this computer: filters, rows that open into phases, messages and requests,
//! and what can be copied (ux-spec 13).
class ActivityPanel : public QWidget
{
    Q_OBJECT

public:
    explicit ActivityPanel(ActivityModel &model, QWidget *parent = nullptr);

    //! Selects and opens one operation, whatever the filters hide.
    void showOperation(const OperationId &operation);
    OperationId currentOperation() const;
    QTreeView *tree() const { return m_tree; }
    //! Widths of the columns as one opaque value for the settings; what is not one of ours is left alone.
    QByteArray columns() const;
    void setColumns(const QByteArray &columns);

Q_SIGNALS:
    //! A column has another width.
    void columnsChanged();
    //! The person agreed to empty the list; emitted after the question.
    void clearRequested();
    //! Double click or Enter on an operation.
    void operationActivated(const Spritarium::OperationId &operation);

private:
    void buildLayout();
    QComboBox *makeBox(const QString &name, const QString &label);
    void fillKinds();
    void fillResults();
    void refreshSprites();
    void applyFilters();
    void updateActions();
    void copyLog();
    void copyIssueText();
    void askToClear();
    void openMenu(const QPoint &position);
    void clearFilters();

    ActivityModel &m_model;
    ActivityFilter *m_filter;
    QTreeView *m_tree;
    StatePanel *m_state;
    QStackedLayout *m_stack;
    QComboBox *m_sprite;
    QComboBox *m_kind;
    QComboBox *m_result;
    QPushButton *m_copyLog;
    QPushButton *m_copyIssue;
    QPushButton *m_clear;
};

} // namespace Spritarium
