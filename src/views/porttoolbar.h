// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/actiondoor.h"
#include "views/portspanel.h"

#include <QWidget>

class QActionGroup;
class QLineEdit;
class QMenu;
class QPushButton;

namespace Spritarium {

//! The line over the ports (ux-spec 11.1). 40 high, more lines where it has no room.
class PortToolbar : public QWidget
{
    Q_OBJECT

public:
    explicit PortToolbar(const ActionSet &actions, QWidget *parent = nullptr);

    void setSets(const QStringList &names);
    void setNewPortChoice(NewPortChoice choice);
    //! Listed in the same menu; choosing one asks about it again.
    void setIgnoredPorts(const QList<quint16> &ports);
    //! Without a watch nothing is seen that starts to listen: off, with this reason.
    void setChoiceDisabledReason(const QString &reason);
    //! Nothing is there to be saved: off, with this reason.
    void setSaveDisabledReason(const QString &reason);
    void focusFilter();
    void clearFilter();

Q_SIGNALS:
    void saveSetRequested(const QString &suggestion);
    void loadSetRequested(const QString &name);
    void addToSetRequested(const QString &name);
    void removeSetRequested(const QString &name);
    void unignoreRequested(quint16 port);
    void newPortChoiceChanged(Spritarium::NewPortChoice choice);
    void filterChanged(const QString &text);
    //! Down or Enter in the filter: on to the rows.
    void leaveRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void addDoor(QAction *action, const QString &name);
    void buildChoice();
    void buildFilter();
    void fillSets();
    void giveReason(QAction &action) const;
    void addSetMenu(const QString &title, const QString &name, void (PortToolbar::*signal)(const QString &));

    QPushButton *m_setsButton;
    QMenu *m_sets;
    QPushButton *m_choiceButton;
    QActionGroup *m_choices;
    QMenu *m_ignored;
    QLineEdit *m_filter;
    QStringList m_names;
    QString m_saveReason;
};

} // namespace Spritarium
