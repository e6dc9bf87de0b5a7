// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QToolButton>

namespace Spritarium {

//! The menu of the current row as a real button, so that a screen reader can press it; the dots are the
//! row's own. It takes no focus: the Menu key opens the same menu.
class RuleMenuButton : public QToolButton
{
    Q_OBJECT

public:
    explicit RuleMenuButton(QWidget *parent);

    //! By row of the document.
    void setRule(int row);

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace Spritarium
