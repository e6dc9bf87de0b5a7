// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/policyrulemodel.h"
#include "views/actiondoor.h"

#include <QWidget>

class QAbstractButton;
class QActionGroup;
class QHBoxLayout;
class QLineEdit;
class QMenu;
class QToolButton;

namespace Spritarium {

//! The line over the rules (ux-spec 10.1). 40 high. What has no room moves into the menu at its end, the
//! least used first; nothing is cut.
class EgressToolbar : public QWidget
{
    Q_OBJECT

public:
    explicit EgressToolbar(const ActionSet &actions, QWidget *parent = nullptr);

    void setArrangement(PolicyRuleModel::Arrangement arrangement);
    void setJsonShown(bool shown);
    //! What changes rules is off with this reason; empty switches it on.
    void setEditDisabledReason(const QString &reason);
    //! Without rules there is no order to prove.
    void setOrderProofOffered(bool offered);
    void focusFilter();
    void clearFilter();

Q_SIGNALS:
    void addRuleRequested();
    void addPresetRequested();
    void pasteRequested();
    void orderProofRequested();
    void arrangementRequested(Spritarium::PolicyRuleModel::Arrangement arrangement);
    void filterChanged(const QString &text);
    void jsonToggled(bool shown);
    //! Down or Enter in the filter: on to the rows.
    void leaveRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool event(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Door
    {
        QAbstractButton *button;
        QAction *action;
        int keep;     //!< the lowest moves into the menu first
        QString text; //!< a shorter one than the action's
    };

    QAction *ownAction(const QString &name, const QString &text);
    void addDoor(QAction &action, const QString &name, int keep, const QString &text = {});
    void buildActions(const ActionSet &actions);
    void buildViews();
    void showAction(const Door &door);
    void fillOverflow(const ActionSet &actions);
    void arrange();

    QHBoxLayout *m_line;
    QLineEdit *m_filter;
    QToolButton *m_more;
    QMenu *m_menu;
    QActionGroup *m_views;
    QAction *m_addRule;
    QAction *m_addPreset;
    QAction *m_paste;
    QAction *m_asSaved;
    QAction *m_asEvaluated;
    QAction *m_json;
    QAction *m_orderProof;
    QList<Door> m_doors;
    bool m_arranging = false;
};

} // namespace Spritarium
