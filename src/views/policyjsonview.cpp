// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/policyjsonview.h"

#include "domain/policytext.h"
#include "views/appearance.h"
#include "views/banner.h"
#include "views/codetext.h"
#include "views/textlabel.h"

#include <QAccessible>
#include <QEvent>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
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
    , m_conflict(new Banner(
          ColorRole::Caution,
          tr("The rules changed elsewhere. What was typed here is kept, and is not part of the draft."),
          this))
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
    buildConflict();
    column->addWidget(m_conflict);
    column->addWidget(m_editor, 1);
    column->addWidget(m_error);
    m_pause->setSingleShot(true);
    m_pause->setInterval(Pause);
    connect(m_pause, &QTimer::timeout, this, &PolicyJsonView::takeText);
    connect(m_editor, &QPlainTextEdit::textChanged, this, [this] {
        if (m_writing)
            return;
        m_unused = true;
        m_pause->start();
    });
    connect(&m_document, &PolicyDocument::rulesChanged, this, &PolicyJsonView::showDraft);
    connect(&m_document, &PolicyDocument::opened, this, &PolicyJsonView::changeSprite);
    connect(&m_document, &PolicyDocument::publishedChanged, this, [this] {
        showDraft();
        if (m_unused && isVisible())
            takeText();
    });
    beginStep();
}

void PolicyJsonView::buildConflict()
{
    m_conflict->setObjectName(u"policyJsonConflict"_s);
    m_conflict->setClosable(false);
    m_conflict->hide();
    QPushButton *use = m_conflict->addAction(tr("Use my text"), u"policyJsonUseText"_s);
    use->setToolTip(tr("Makes the text the draft, instead of the rules that changed"));
    QPushButton *show = m_conflict->addAction(tr("Show the rules"), u"policyJsonShowRules"_s);
    show->setToolTip(tr("Replaces the text by the draft; Ctrl+Z in the text brings it back"));
    connect(use, &QPushButton::clicked, this, &PolicyJsonView::useText);
    connect(show, &QPushButton::clicked, this, &PolicyJsonView::showRules);
}

void PolicyJsonView::setReadOnly(bool readOnly)
{
    m_editor->setReadOnly(readOnly);
    m_conflict->findChild<QPushButton *>(u"policyJsonUseText"_s)->setEnabled(!readOnly);
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
    if (!m_document.isLoaded())
        return; // nothing to be a draft of yet
    if (isConflict() && read.policy != m_document.draft())
        return; // the person has to say which it shall be
    if (read.policy != m_document.draft())
        replace(read.policy);
    m_unused = false;
    m_before = m_document.draft();
    showConflict();
}

bool PolicyJsonView::isConflict() const
{
    return m_unused && m_document.isLoaded() && m_document.draft() != m_before;
}

void PolicyJsonView::showConflict()
{
    m_conflict->setVisible(isConflict());
}

void PolicyJsonView::useText()
{
    m_before = m_document.draft();
    beginStep();
    takeText();
    showConflict();
    m_editor->setFocus();
}

void PolicyJsonView::showRules()
{
    m_pause->stop();
    m_unused = false;
    const QScopedValueRollback<bool> writing(m_writing, true);
    QTextCursor cursor(m_editor->document());
    cursor.select(QTextCursor::Document);
    cursor.insertText(QString::fromUtf8(policyToText(m_document.draft()))); // a step that the editor can undo
    m_before = m_document.draft();
    clearError();
    showConflict();
    m_editor->setFocus();
}

void PolicyJsonView::changeSprite()
{
    m_pause->stop();
    if (m_unused)
        m_kept.insert(m_key, {m_editor->toPlainText(), m_before});
    m_key = m_document.key();
    const Unused kept = m_kept.take(m_key);
    m_unused = !kept.text.isEmpty();
    m_before = kept.before;
    writeText(kept.text);
    clearError();
    showDraft();
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
    showConflict();
    if (m_unused)
        return;
    m_pause->stop();
    beginStep();
    m_before = m_document.draft();
    clearError();
    writeText(QString::fromUtf8(policyToText(m_before)));
}

void PolicyJsonView::writeText(const QString &text)
{
    if (text == m_editor->toPlainText())
        return;
    const QScopedValueRollback<bool> writing(m_writing, true);
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
    if (m_unused)
        takeText(); // or says again what is wrong with it
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
