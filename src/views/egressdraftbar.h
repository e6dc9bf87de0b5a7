// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/policyanalysis.h"

#include <QFrame>

class QPushButton;

namespace Spritarium {

class TextLabel;

//! What is not applied yet, and what to do with it (ux-spec 10.4). 52 high, there only while the draft
//! differs.
class EgressDraftBar : public QFrame
{
    Q_OBJECT

public:
    explicit EgressDraftBar(PolicyAnalysis &analysis, QWidget *parent = nullptr);

    void setApplyDisabledReason(const QString &reason);

Q_SIGNALS:
    void discardRequested();
    void reviewRequested();
    void applyRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void refresh();
    QString blameText() const;

    PolicyAnalysis &m_analysis;
    QString m_reason;
    TextLabel *m_text;
    TextLabel *m_outdated;
    TextLabel *m_blame;
    QPushButton *m_discard;
    QPushButton *m_review;
    QPushButton *m_apply;
};

} // namespace Spritarium
