// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

#include <chrono>

class QCheckBox;
class QComboBox;

namespace Spritarium {

class TextLabel;

//! "Go back automatically unless I keep it" with 30 s, 2 min or 10 min (ux-spec 10.4). Off each time anew.
class GoBackChoice : public QWidget
{
    Q_OBJECT

public:
    explicit GoBackChoice(QWidget *parent = nullptr);

    //! 0 without the timer.
    std::chrono::seconds chosen() const;
    //! What Tab goes through.
    QList<QWidget *> focusOrder() const;

private:
    void refresh();

    QCheckBox *m_box;
    QComboBox *m_after;
    TextLabel *m_note;
};

} // namespace Spritarium
