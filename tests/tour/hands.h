// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDir>
#include <QModelIndex>
#include <QString>
#include <QWidget>

#include <functional>

class QAbstractItemView;

namespace Spritarium::Tour {

//! Eyes, hands and camera of a person in front of the program: finds what is shown by its object name, waits
//! until it is, clicks and types into it, and takes one picture a step. Whatever does not appear within the
//! patience ends the process with one line and exit code 1.
class Hands
{
public:
    //! `exactWords` is off where the texts are not English.
    Hands(QWidget &window, const QDir &pictures, bool exactWords);

    //! The visible widget of this name; waits for it.
    QWidget &see(const QString &name);
    template <typename T>
    T &see(const QString &name)
    {
        T *widget = qobject_cast<T *>(&see(name));
        if (!widget)
            fail(QStringLiteral("%1 is of another class").arg(name));
        return *widget;
    }
    bool isSeen(const QString &name) const;
    //! Waits until `shown`; `what` ends the sentence "... did not appear".
    void until(const QString &what, const std::function<bool()> &shown);
    //! Waits until the label, button or field of this name shows `words` (in English) or anything.
    void untilSays(const QString &name, const QString &words);
    void untilGone(const QString &name);
    //! Lets the program run, for a picture of something on its way.
    void rest(int milliseconds);

    //! Waits until it is shown and switched on.
    void click(const QString &name);
    void clickRow(QAbstractItemView &view, const QModelIndex &index,
                  Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    //! Replaces what the field holds.
    void type(const QString &name, const QString &text);
    void press(QWidget &widget, Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    //! Keys for the main window: shortcuts.
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers);

    //! Escape for whatever popped up.
    void closePopups();

    //! One picture of what is on the screen: the window, and over it whatever is open.
    void picture(const QString &name);
    int count() const { return m_count; }

    [[noreturn]] void fail(const QString &why) const;

private:
    QWidget *find(const QString &name) const;
    QImage screen() const;

    QWidget &m_window;
    QDir m_pictures;
    bool m_exactWords;
    int m_count = 0;
};

} // namespace Spritarium::Tour
