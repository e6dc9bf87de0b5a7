// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/policysummary.h"
#include "models/viewstate.h"
#include "views/actiondoor.h"
#include "views/appearance.h"

#include <QFrame>

class QLabel;
class QMenu;
class QPushButton;

namespace Spritarium {

class TextLabel;

//! The state sentence: what the rules in force mean, and what the draft will mean (ux-spec 10.1). Tinted, 56
//! high. Trailing: how old the rules are, and Start from.
class EgressStateBar : public QFrame
{
    Q_OBJECT

public:
    explicit EgressStateBar(const ActionSet &actions, QWidget *parent = nullptr);

    //! `draft` differs in what it means only where it differs in the summary.
    void setSummaries(const PolicySummary &inForce, const PolicySummary &draft);
    //! "As of 14:05 · Refresh" where the rules are old.
    void setState(const ViewState &state);
    //! Off with a reason; empty switches it on.
    void setStartDisabledReason(const QString &reason);
    ColorRole role() const { return m_role; }

Q_SIGNALS:
    //! Start from: `text` names the undo step.
    void startRequested(const Spritarium::NetworkPolicy &policy, const QString &text);
    void refreshRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void buildMenu(const ActionSet &actions);
    void addStart(const QString &name, const QString &text, const NetworkPolicy &policy);
    void refreshIcon();

    ColorRole m_role = ColorRole::Caution;
    QString m_iconName;
    QLabel *m_icon;
    TextLabel *m_sentence;
    TextLabel *m_after;
    QPushButton *m_refresh;
    QPushButton *m_start;
    QMenu *m_menu;
};

} // namespace Spritarium
