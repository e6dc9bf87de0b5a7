// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/policyversion.h"
#include "views/sheet.h"

class QListWidget;
class QRadioButton;
class QTimer;

namespace Spritarium {

class PolicyDiffView;

//! Every version applied from this computer, newest first, with the difference to the one before it or to
//! what is in force (ux-spec 10.4, History).
class PolicyHistorySheet : public Sheet
{
    Q_OBJECT

public:
    PolicyHistorySheet(const QString &sprite, const NetworkPolicy &inForce, QWidget *parent = nullptr);

    void setVersions(const QList<PolicyVersion> &versions);

Q_SIGNALS:
    //! "Make this the draft"; the sheet closes.
    void draftRequested(const Spritarium::PolicyVersion &version);

private:
    QWidget *buildDiffSide();
    int current() const;
    QString versionText(int row) const;
    void refreshTimes();
    void showCurrent();

    NetworkPolicy m_inForce;
    QList<PolicyVersion> m_versions;
    TextLabel *m_empty;
    QWidget *m_filled;
    QListWidget *m_list;
    QRadioButton *m_toBefore = nullptr;
    QRadioButton *m_toInForce = nullptr;
    TextLabel *m_meaning = nullptr;
    PolicyDiffView *m_diff = nullptr;
    QPushButton *m_makeDraft;
    QTimer *m_minute;
};

} // namespace Spritarium
