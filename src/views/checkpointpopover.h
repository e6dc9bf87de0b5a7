// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/apierror.h"
#include "views/popover.h"

class QLineEdit;
class QPushButton;

namespace Spritarium {

class FlowLayout;
class TextLabel;

//! "Checkpoint now…": a comment and one button (ux-spec 9.4). What was typed stays until it was sent and
//! taken.
class CheckpointPopover : public Popover
{
    Q_OBJECT

public:
    static constexpr int MaximumLength = 200; //!< of a comment, in characters

    explicit CheckpointPopover(QWidget *parent = nullptr);

    void setDraft(const QString &text);
    QString draft() const;
    //! Newest first; at most six are offered.
    void setRecentComments(const QStringList &comments);
    //! Why the last one was not taken, in place; the comment is there again.
    void showError(const ApiError &error);
    //! Empty: the button works.
    void setDisabledReason(const QString &reason);

Q_SIGNALS:
    //! Once per click or Enter. The popover closes; the draft is empty from then on.
    void createRequested(const QString &comment);
    //! On every change of the comment, for a store that survives a crash.
    void draftChanged(const QString &text);

protected:
    void showEvent(QShowEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void submit();
    void updateLeft();
    void setError(const QString &text);

    QLineEdit *m_comment;
    TextLabel *m_left;
    TextLabel *m_error;
    QWidget *m_recent;
    FlowLayout *m_recentLayout;
    QPushButton *m_create;
    QString m_sent;
    QString m_disabledReason;
};

} // namespace Spritarium
