// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/sprite.h"
#include "views/actiondoor.h"

#include <QStackedWidget>

class QPushButton;

namespace Spritarium {

class TextLabel;

//! Under the tree: counts against limits, or the bar of several selected sprites (ux-spec 7).
class TreeFooter : public QStackedWidget
{
    Q_OBJECT

public:
    explicit TreeFooter(const ActionSet &actions, QWidget *parent = nullptr);

    //! `text` is the model's CountsRole; over 80 % of a limit it turns to caution and becomes a link to the
    //! limits.
    void showCounts(const QString &text, const OrganizationCounts &counts);
    //! Zero: the list is live. Else "Updates every 15 s".
    void setPollSeconds(int seconds);
    //! Two or more: the bar replaces the counts.
    void setSelectedCount(int count);

Q_SIGNALS:
    void limitsRequested();
    //! Of the bar, where no action of that id was given: "checkpoint.create", "sprite.labels",
    //! "sprite.delete".
    void actionRequested(const QString &id);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fitHeight();
    QPushButton *addBarButton(const ActionSet &actions, const QString &id, const QString &text,
                              const QString &name);

    TextLabel *m_counts;
    QPushButton *m_limits;
    TextLabel *m_poll;
    TextLabel *m_selected;
};

} // namespace Spritarium
