// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/operationlogview.h"

#include "models/operationlogmodel.h"
#include "views/appearance.h"

#include <QApplication>
#include <QEvent>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QTextBlock>
#include <QTimer>
#include <QtMath>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

//! A burst of thousands is shown in parts, so that the interface stays awake.
constexpr int LinesPerTurn = 200;

bool turnsDirection(QChar character)
{
    const char16_t code = character.unicode();
    return code == 0x200E || code == 0x200F || (code >= 0x202A && code <= 0x202E) ||
           (code >= 0x2066 && code <= 0x2069);
}

} // namespace

QString visibleControls(const QString &text)
{
    QString shown;
    shown.reserve(text.size());
    for (const QChar character : text) {
        const char16_t code = character.unicode();
        if (code < 0x20)
            shown.append(QChar(0x2400 + code));
        else if (code == 0x7F)
            shown.append(QChar(0x2421));
        else if ((code > 0x7F && code < 0xA0) || code == 0x2028 || code == 0x2029 ||
                 turnsDirection(character))
            shown.append(u"<U+%1>"_s.arg(code, 4, 16, QChar(u'0')).toUpper());
        else
            shown.append(character);
    }
    return shown;
}

OperationLogView::OperationLogView(QWidget *parent)
    : QPlainTextEdit(parent)
    , m_append(new QTimer(this))
{
    m_append->setSingleShot(true);
    m_append->setInterval(0);
    connect(m_append, &QTimer::timeout, this, &OperationLogView::appendSome);
    setObjectName(u"operationLog"_s);
    setAccessibleName(tr("Messages"));
    setReadOnly(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setTabChangesFocus(true);
    setUndoRedoEnabled(false);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setLayoutDirection(Qt::LeftToRight); // logs are read in their own direction everywhere
    document()->setDocumentMargin(8);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    fitFont();
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (!m_appending)
            m_following = value >= verticalScrollBar()->maximum();
    });
}

void OperationLogView::setModel(QAbstractItemModel *model)
{
    if (m_model == model)
        return;
    if (m_model)
        m_model->disconnect(this);
    m_model = model;
    reload();
    if (!model)
        return;
    connect(model, &QAbstractItemModel::rowsInserted, this, &OperationLogView::appendSome);
    connect(model, &QAbstractItemModel::rowsRemoved, this,
            [this](const QModelIndex &, int first, int last) { removeFirst(last - first + 1); });
    connect(model, &QAbstractItemModel::modelReset, this, &OperationLogView::reload);
}

void OperationLogView::setMaximumLines(int lines)
{
    if (lines == m_maximumLines)
        return;
    m_maximumLines = lines;
    updateLines();
}

void OperationLogView::updateLines()
{
    // A plain text document measures its height in lines, wrapped ones counted.
    const int lines = std::clamp(qRound(document()->size().height()), 1, m_maximumLines);
    if (lines == m_shownLines)
        return;
    m_shownLines = lines;
    updateGeometry();
}

void OperationLogView::reload()
{
    clear();
    m_following = true;
    m_rows = 0;
    m_overtaken = 0;
    m_shownLines = 1;
    appendSome();
}

QString OperationLogView::lineOf(int row) const
{
    const QModelIndex index = m_model->index(row, 0);
    const QString time = index.data(OperationLogModel::TimeTextRole).toString();
    const QString type = index.data(OperationLogModel::TypeRole).toString();
    const QString text = index.data(OperationLogModel::TextRole).toString();
    QString line = time.isEmpty() ? QString(8, u' ') : time;
    line += u"  "_s;
    if (!type.isEmpty())
        line += visibleControls(type) + u"  "_s;
    return line + visibleControls(text);
}

void OperationLogView::appendSome()
{
    const int rows = m_model ? m_model->rowCount() : 0;
    const int last = std::min(rows, m_rows + LinesPerTurn);
    if (m_rows >= last)
        return removeOvertaken();
    QStringList lines;
    lines.reserve(last - m_rows);
    const bool isFirst = m_rows == 0 && m_overtaken == 0;
    while (m_rows < last)
        lines.append(lineOf(m_rows++));
    {
        const QScopedValueRollback<bool> guard(m_appending, true);
        QTextCursor cursor(document());
        cursor.movePosition(QTextCursor::End);
        if (!isFirst)
            cursor.insertBlock();
        cursor.insertText(lines.join(u'\n'));
    }
    removeOvertaken();
    updateLines();
    followIfWanted();
    if (m_rows < rows)
        m_append->start();
}

void OperationLogView::removeFirst(int count)
{
    const int shown = std::min(count, m_rows);
    m_rows -= shown;
    if (m_model->rowCount() == 0) {
        const QScopedValueRollback<bool> guard(m_appending, true);
        m_overtaken = 0;
        clear();
    } else if (m_overtaken == 0 && shown <= LinesPerTurn && m_rows > 0) {
        removeLines(shown);
    } else {
        m_overtaken += shown;
        m_append->start();
    }
}

void OperationLogView::removeLines(int count)
{
    const QScopedValueRollback<bool> guard(m_appending, true);
    QTextCursor cursor(document());
    cursor.movePosition(QTextCursor::NextBlock, QTextCursor::KeepAnchor, count);
    cursor.removeSelectedText();
}

void OperationLogView::removeOvertaken()
{
    // Twice as fast as lines are added, so that they come to an end.
    const int count = std::min(m_overtaken, 2 * LinesPerTurn);
    if (count == 0 || m_rows == 0)
        return;
    m_overtaken -= count;
    removeLines(count);
    if (m_overtaken > 0)
        m_append->start();
}

void OperationLogView::followIfWanted()
{
    if (!m_following)
        return;
    const QScopedValueRollback<bool> guard(m_appending, true);
    verticalScrollBar()->setValue(verticalScrollBar()->maximum());
}

QString OperationLogView::latestLine() const
{
    return document()->lastBlock().text();
}

int OperationLogView::heightFor(int lines) const
{
    // Text lines have fractional heights; one pixel too few would scroll away a whole line.
    const qreal text = lines * QFontMetricsF(font()).lineSpacing();
    return qCeil(text + 2 * document()->documentMargin()) + lines + 2 * frameWidth();
}

QSize OperationLogView::sizeHint() const
{
    return {320, heightFor(m_shownLines)};
}

QSize OperationLogView::minimumSizeHint() const
{
    return {120, heightFor(1)};
}

void OperationLogView::resizeEvent(QResizeEvent *event)
{
    const bool following = m_following;
    {
        const QScopedValueRollback<bool> guard(m_appending, true);
        QPlainTextEdit::resizeEvent(event);
    }
    m_following = following;
    updateLines();
    followIfWanted();
}

void OperationLogView::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::ParentChange ||
        event->type() == QEvent::ApplicationPaletteChange)
        fitFont();
}

void OperationLogView::fitFont()
{
    QFont fixed = fontFor(TextRole::Fixed, parentWidget() ? parentWidget()->font() : QApplication::font());
    if (fixed != font())
        setFont(fixed);
    QPalette own = parentWidget() ? parentWidget()->palette() : QApplication::palette();
    own.setColor(QPalette::Base, own.color(QPalette::AlternateBase));
    setPalette(own);
}

} // namespace Spritarium
