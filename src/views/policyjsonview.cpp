// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/policyjsonview.h"

#include "domain/policytext.h"
#include "views/appearance.h"
#include "views/codetext.h"
#include "views/textlabel.h"

#include <QAccessible>
#include <QEvent>
#include <QLocale>
#include <QPlainTextEdit>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QTextBlock>
#include <QTimer>
#include <QVBoxLayout>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {
constexpr int Pause = 150;
}

PolicyJsonView::PolicyJsonView(PolicyDocument &document, QWidget *parent)
    : QWidget(parent)
    , m_document(document)
    , m_editor(new QPlainTextEdit(this))
    , m_error(new TextLabel(TextRole::Body, this))
    , m_pause(new QTimer(this))
{
    setObjectName(u"policyJsonView"_s);
    m_editor->setObjectName(u"policyJsonEditor"_s);
    m_editor->setAccessibleName(tr("Egress rules as JSON"));
    m_editor->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_editor->setTabChangesFocus(true);
    m_editor->setLayoutDirection(Qt::LeftToRight);
    m_editor->setFont(fontFor(TextRole::Fixed, font()));
    m_editor->installEventFilter(this);
    m_error->setObjectName(u"policyJsonError"_s);
    m_error->setTextFormat(Qt::RichText);
    m_error->setWordWrap(true);
    m_error->setContentsMargins(0, Space::tiny, 0, Space::tiny);
    m_error->hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Space::panel, Space::tiny, Space::panel, Space::small);
    column->setSpacing(0);
    column->addWidget(m_editor, 1);
    column->addWidget(m_error);
    m_pause->setSingleShot(true);
    m_pause->setInterval(Pause);
    connect(m_pause, &QTimer::timeout, this, &PolicyJsonView::takeText);
    connect(m_editor, &QPlainTextEdit::textChanged, this, [this] {
        if (!m_writing)
            m_pause->start();
    });
    connect(&m_document, &PolicyDocument::rulesChanged, this, &PolicyJsonView::showDraft);
    connect(&m_document, &PolicyDocument::opened, this, &PolicyJsonView::showDraft);
    beginStep();
}

void PolicyJsonView::setReadOnly(bool readOnly)
{
    m_editor->setReadOnly(readOnly);
}

void PolicyJsonView::flush()
{
    if (m_pause->isActive())
        takeText();
}

void PolicyJsonView::takeText()
{
    m_pause->stop();
    const PolicyTextResult read = policyFromText(m_editor->toPlainText().toUtf8());
    if (read.error) {
        showError(read.error->line, read.error->text);
        return;
    }
    clearError();
    if (read.policy != m_document.draft())
        replace(read.policy);
}

void PolicyJsonView::replace(const NetworkPolicy &policy)
{
    const QScopedValueRollback<bool> writing(m_writing, true);
    m_document.replaceDraft(policy, tr("Edit as JSON"), m_typing);
}

void PolicyJsonView::beginStep()
{
    // Never the number of an earlier spell of typing, in whichever view: the steps would become one.
    static int last = 0;
    m_typing = ++last;
}

void PolicyJsonView::showDraft()
{
    if (m_writing || !isVisible())
        return; // a long text is written only for somebody who sees it
    m_pause->stop();
    beginStep();
    const QScopedValueRollback<bool> writing(m_writing, true);
    const QString text = QString::fromUtf8(policyToText(m_document.draft()));
    clearError();
    if (text == m_editor->toPlainText())
        return;
    const int scrolled = m_editor->verticalScrollBar()->value();
    const int position = m_editor->textCursor().position();
    m_editor->setPlainText(text);
    QTextCursor cursor = m_editor->textCursor();
    cursor.setPosition(std::min(position, int(text.size())));
    m_editor->setTextCursor(cursor);
    m_editor->verticalScrollBar()->setValue(scrolled);
}

void PolicyJsonView::showError(int line, const QString &text)
{
    m_errorLine = line;
    const QString sentence = tr("Line %1: %2").arg(QLocale().toString(line), text);
    m_error->setText(richFromTicks(sentence, Appearance(palette()).color(ColorRole::Danger)));
    m_error->setAccessibleName(plainFromTicks(sentence));
    m_error->show();
    markLine();
    QAccessibleEvent event(m_error, QAccessible::NameChanged);
    QAccessible::updateAccessibility(&event);
}

void PolicyJsonView::clearError()
{
    m_errorLine = 0;
    m_error->hide();
    m_error->setText({});
    markLine();
}

void PolicyJsonView::markLine()
{
    QList<QTextEdit::ExtraSelection> marks;
    if (m_errorLine > 0) {
        QTextEdit::ExtraSelection mark;
        const Appearance appearance(palette());
        mark.format.setBackground(appearance.tint(ColorRole::Danger));
        if (appearance.isHighContrast()) {
            mark.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
            mark.format.setUnderlineColor(appearance.color(ColorRole::Danger));
        }
        mark.format.setProperty(QTextFormat::FullWidthSelection, true);
        mark.cursor = QTextCursor(m_editor->document()->findBlockByNumber(m_errorLine - 1));
        marks << mark;
    }
    m_editor->setExtraSelections(marks);
}

void PolicyJsonView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    showDraft();
}

void PolicyJsonView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        m_editor->setFont(fontFor(TextRole::Fixed, font()));
    else if (event->type() == QEvent::PaletteChange && m_errorLine > 0)
        takeText(); // its colours differ
}

bool PolicyJsonView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_editor && event->type() == QEvent::FocusOut) {
        flush();
        beginStep();
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace Spritarium
