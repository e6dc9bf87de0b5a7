// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QVBoxLayout;

namespace Spritarium {

//! Captions with their values beneath, each value selectable and, where it is an id, with a Copy button.
class FactList : public QWidget
{
    Q_OBJECT

public:
    explicit FactList(QWidget *parent = nullptr);

    void clear();
    //! Empty values are left out. `name` becomes the value's object name.
    void add(const QString &caption, const QString &value, const QString &name, bool isCode = false);
    //! The same for something one wants to have elsewhere; the button is named after the value, with "Copy".
    void addCopy(const QString &caption, const QString &value, const QString &name);

private:
    void addPair(const QString &caption, QWidget *value);

    QVBoxLayout *m_column;
};

} // namespace Spritarium
