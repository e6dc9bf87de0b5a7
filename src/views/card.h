// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFrame>

class QBoxLayout;
class QPushButton;
class QVBoxLayout;

namespace Spritarium {

//! A titled box on a page: title and buttons in one line, content below.
class Card : public QFrame
{
    Q_OBJECT

public:
    explicit Card(const QString &title, QWidget *parent = nullptr);

    QVBoxLayout *content() const { return m_content; }
    QPushButton *addButton(const QString &text, const QString &name);
    //! The box itself, for what lays out its content otherwise; from a paint event.
    static void paintBox(QWidget &widget);
    static void paintBox(QWidget &widget, const QColor &line);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QBoxLayout *m_head;
    QVBoxLayout *m_content;
};

} // namespace Spritarium
