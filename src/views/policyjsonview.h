// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/policydocument.h"

#include <QHash>
#include <QWidget>

class QPlainTextEdit;
class QTimer;

namespace Spritarium {

class Banner;
class TextLabel;

//! The draft as JSON, live both ways (ux-spec 10.4): what is typed becomes one undo step, however long it
//! takes; while it is wrong the line is marked and the draft stays as it was. A text that is not in the draft
//! yet stays through everything that happens to the draft, and is kept for each sprite; where the draft
//! became another meanwhile, the person says which of the two it shall be.
class PolicyJsonView : public QWidget
{
    Q_OBJECT

public:
    explicit PolicyJsonView(PolicyDocument &document, QWidget *parent = nullptr);

    void setReadOnly(bool readOnly);
    //! Takes what was typed at once, without waiting for the next pause.
    void flush();
    //! What stands here is not in the draft: it is wrong, or the draft changed elsewhere.
    bool hasUnusedText() const { return m_unused; }
    QPlainTextEdit *editor() const { return m_editor; }

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    //! Text that is not in the draft, and the draft that it was typed into.
    struct Unused
    {
        QString text;
        NetworkPolicy before;
    };

    void buildConflict();
    void takeText();
    void useText();
    void showRules();
    void changeSprite();
    void showConflict();
    bool isConflict() const;
    void writeText(const QString &text);
    void replace(const NetworkPolicy &policy);
    void beginStep();
    void showDraft();
    void showError(int line, const QString &text);
    void clearError();
    void markLine();

    PolicyDocument &m_document;
    QPlainTextEdit *m_editor;
    TextLabel *m_error;
    Banner *m_conflict;
    QTimer *m_pause;
    int m_errorLine = 0;
    int m_typing = 0; //!< of this spell of typing
    bool m_writing = false;
    bool m_unused = false;
    NetworkPolicy m_before; //!< the draft when the text was last the same
    QHash<SpriteKey, Unused> m_kept;
    SpriteKey m_key;
};

} // namespace Spritarium
