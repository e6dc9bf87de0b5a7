// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QFormLayout;

namespace Spritarium {

//! Captions and values, one pair per line, each value selectable and, where it is an id, with a Copy button.
class FactList : public QWidget
{
    Q_OBJECT

public:
    explicit FactList(QWidget *parent = nullptr);

    void clear();
    //! Empty values are left out. `name` becomes the value's object name.
    void add(const QString &caption, const QString &value, const QString &name, bool isCode = false);
    //! Adds a button that copies the value of the last line.
    void addCopy(const QString &caption, const QString &value, const QString &name);

private:
    QFormLayout *m_form;
};

} // namespace Spritarium
