// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/policydocument.h"

#include <QWidget>

class QPlainTextEdit;
class QTimer;

namespace Spritarium {

class TextLabel;

//! The draft as JSON, live both ways (ux-spec 10.4): what is typed becomes one undo step, however long it
//! takes; while it is wrong the line is marked and the draft stays as it was.
class PolicyJsonView : public QWidget
{
    Q_OBJECT

public:
    explicit PolicyJsonView(PolicyDocument &document, QWidget *parent = nullptr);

    void setReadOnly(bool readOnly);
    //! Takes what was typed at once, without waiting for the next pause.
    void flush();
    QPlainTextEdit *editor() const { return m_editor; }

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void takeText();
    void replace(const NetworkPolicy &policy);
    void beginStep();
    void showDraft();
    void showError(int line, const QString &text);
    void clearError();
    void markLine();

    PolicyDocument &m_document;
    QPlainTextEdit *m_editor;
    TextLabel *m_error;
    QTimer *m_pause;
    int m_errorLine = 0;
    int m_typing = 0; //!< of this spell of typing
    bool m_writing = false;
};

} // namespace Spritarium
