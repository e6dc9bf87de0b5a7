// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QPushButton;

namespace Spritarium {

class RuleLineEdit;

//! A rule that is being typed and is not in the document yet: nothing has to be undone when the person
//! changes their mind (ux-spec 10.2).
class NewRuleRow : public QWidget
{
    Q_OBJECT

public:
    explicit NewRuleRow(QWidget *parent);

    //! Where the action and the pattern of the rows stand, in the parent's coordinates.
    void place(const QRect &row, const QRect &action, const QRect &pattern);
    //! Empty, allowing, with the focus.
    void start(bool denies);
    //! With a text that was typed before; the focus stays where it is.
    void show(const QString &text, bool denies);
    QString text() const;
    bool denies() const { return m_denies; }
    QWidget *firstStop() const;
    RuleLineEdit *field() const { return m_field; }

Q_SIGNALS:
    //! Enter, or the focus went elsewhere. `below`: another one is wanted.
    void submitted(bool below);
    //! Escape, or left empty.
    void canceled();
    //! The text differs: a refusal shown for it is obsolete.
    void edited();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    bool keyPressed(int key, Qt::KeyboardModifiers modifiers);
    void setDenies(bool denies);

    QPushButton *m_action;
    RuleLineEdit *m_field;
    bool m_denies = false;
};

} // namespace Spritarium
