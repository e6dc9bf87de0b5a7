// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/lineage.h"
#include "models/viewstate.h"

#include <QWidget>

class QPushButton;
class QToolButton;

namespace Spritarium {

class Popover;
class TextLabel;

//! Under the toolbar: how sure the branches are, with an explanation, and how old the list is (ux-spec 9.2,
//! 6).
class TimelineInfoLine : public QWidget
{
    Q_OBJECT

public:
    explicit TimelineInfoLine(QWidget *parent = nullptr);

    void setSource(LineageSource source);
    //! A note that is added to the explanation; empty takes it away.
    void setNote(const QString &note);
    //! "As of 14:05 · Refresh" where the content is old; else only a tooltip.
    void setState(const ViewState &state);

Q_SIGNALS:
    void refreshRequested();

private:
    QString explanation() const;
    void explain();

    LineageSource m_source = LineageSource::None;
    QString m_note;
    TextLabel *m_text;
    QToolButton *m_why;
    QPushButton *m_refresh;
    Popover *m_popover;
    TextLabel *m_explanation;
};

} // namespace Spritarium
