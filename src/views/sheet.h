// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/apierror.h"
#include "views/appearance.h"
#include "views/buttonrole.h"

#include <QDialog>

class QBoxLayout;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace Spritarium {

class Banner;
class TextLabel;

//! What every question of ours looks like: window-modal, title, content that scrolls if it must, a footer of
//! buttons (ux-spec 6). Escape cancels, Enter triggers the default button. Opened with open(); deletes itself
//! when closed.
class Sheet : public QDialog
{
    Q_OBJECT

public:
    explicit Sheet(const QString &title, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    //! Where the subclass puts its widgets; 16 around, 16 between.
    QVBoxLayout *content() const { return m_content; }
    //! The leading part of the footer, for a tick box or a note.
    void setFooterWidget(QWidget *widget);
    //! Added from leading to trailing; Primary and Danger come last. The caller connects clicked().
    QPushButton *addButton(const QString &text, const QString &name, ButtonRole role = ButtonRole::Plain);
    //! A "Cancel" that closes the sheet.
    QPushButton *addCancelButton();
    //! Which one Enter presses.
    void setDefaultButton(QPushButton *button);
    //! A banner between title and content; everything typed stays. With Details when the error has any.
    //! `text` replaces the error's own sentence.
    void showError(const ApiError &error, const QString &subject = {}, const QString &text = {});
    void showNote(ColorRole role, const QString &text);
    //! Changes the words of the note that stands there.
    void setNoteText(const QString &text);
    void clearNote();
    //! While an answer is awaited: content and buttons (except Cancel) are disabled, the word is shown.
    void setBusy(bool busy, const QString &text = {});
    bool isBusy() const { return m_busy; }

    QSize sizeHint() const override;

protected:
    bool event(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void growToFit();

    TextLabel *m_title;
    QBoxLayout *m_noteArea;
    Banner *m_note = nullptr;
    QScrollArea *m_scroll;
    QWidget *m_body;
    QVBoxLayout *m_content;
    QBoxLayout *m_footer;
    QBoxLayout *m_footerLead;
    QWidget *m_busyMark;
    TextLabel *m_busyText;
    QPushButton *m_cancel = nullptr;
    QList<QPushButton *> m_buttons;
    QHash<QPushButton *, bool> m_enabledBefore;
    bool m_busy = false;
};

} // namespace Spritarium
