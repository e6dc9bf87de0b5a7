// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/sheet.h"

#include "views/banner.h"
#include "views/errordetails.h"
#include "views/glyphs.h"
#include "views/textlabel.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QVBoxLayout>

namespace Spritarium {

using namespace Qt::StringLiterals;

Sheet::Sheet(const QString &title, QWidget *parent)
    : QDialog(parent)
    , m_title(new TextLabel(title, TextRole::Title, this))
    , m_noteArea(new QVBoxLayout)
    , m_scroll(new QScrollArea(this))
    , m_body(new QWidget)
    , m_content(new QVBoxLayout(m_body))
    , m_footer(new QHBoxLayout)
    , m_footerLead(new QHBoxLayout)
    , m_busyMark(new QWidget(this))
    , m_busyText(new TextLabel(TextRole::Meta, m_busyMark))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowModality(Qt::WindowModal);
    setTitle(title);
    m_title->setObjectName(u"sheetTitle"_s);
    m_title->setWordWrap(true);
    m_content->setContentsMargins(Space::group, Space::tiny, Space::group, 0);
    m_content->setSpacing(Space::panel);
    m_body->setObjectName(u"sheetBody"_s);
    m_scroll->setObjectName(u"sheetScroll"_s);
    m_scroll->setAccessibleName(title);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(m_body);
    m_scroll->viewport()->setAutoFillBackground(false);
    m_body->setAutoFillBackground(false);
    m_body->installEventFilter(this);

    auto *turning = new GlyphLabel(16, m_busyMark);
    turning->setGlyph(Glyph::Turning, ColorRole::Info);
    auto *busyRow = new QHBoxLayout(m_busyMark);
    busyRow->setContentsMargins(0, 0, 0, 0);
    busyRow->addWidget(turning);
    busyRow->addWidget(m_busyText);
    m_busyText->setObjectName(u"sheetBusy"_s);
    m_busyMark->hide();

    m_footer->setContentsMargins(Space::group, 0, Space::group, Space::group);
    m_footer->setSpacing(Space::small);
    m_footer->addLayout(m_footerLead, 0);
    m_footer->addWidget(m_busyMark);
    m_footer->addStretch(1);
    m_noteArea->setContentsMargins(Space::group, 0, Space::group, 0);

    auto *head = new QVBoxLayout;
    head->setContentsMargins(Space::group, Space::group, Space::group, 0);
    head->addWidget(m_title);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Space::medium);
    column->addLayout(head);
    column->addLayout(m_noteArea);
    column->addWidget(m_scroll, 1);
    column->addLayout(m_footer);
}

void Sheet::setTitle(const QString &title)
{
    m_title->setText(title);
    setWindowTitle(title);
    setAccessibleName(title);
}

void Sheet::setFooterWidget(QWidget *widget)
{
    m_footerLead->addWidget(widget);
}

QPushButton *Sheet::addButton(const QString &text, const QString &name, ButtonRole role)
{
    auto *button = new QPushButton(text, this);
    button->setObjectName(name);
    button->setAutoDefault(false);
    setButtonRole(*button, role);
    m_footer->addWidget(button);
    m_buttons.append(button);
    return button;
}

QPushButton *Sheet::addCancelButton()
{
    m_cancel = addButton(tr("Cancel"), u"sheetCancel"_s);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    return m_cancel;
}

void Sheet::setDefaultButton(QPushButton *button)
{
    for (QPushButton *other : std::as_const(m_buttons))
        other->setDefault(other == button);
}

void Sheet::showError(const ApiError &error, const QString &subject, const QString &text)
{
    showNote(ColorRole::Danger, text.isEmpty() ? error.userText(subject) : text);
    auto *details = m_note->addAction(tr("Details"), u"sheetErrorDetails"_s);
    connect(details, &QPushButton::clicked, this, [this, error] { (new ErrorDetails(error, this))->open(); });
}

void Sheet::showNote(ColorRole role, const QString &text)
{
    clearNote();
    m_note = new Banner(role, text, this);
    m_note->setObjectName(u"sheetNote"_s);
    m_note->setClosable(false);
    m_noteArea->addWidget(m_note);
    m_note->show();
}

void Sheet::setNoteText(const QString &text)
{
    if (m_note)
        m_note->setText(text);
}

void Sheet::clearNote()
{
    if (!m_note)
        return;
    m_note->setObjectName({}); // the next one has the name at once
    m_note->hide();
    m_note->deleteLater();
    m_note = nullptr;
}

void Sheet::setBusy(bool busy, const QString &text)
{
    m_busyText->setText(text.isEmpty() ? tr("Working") : text);
    m_busyMark->setVisible(busy);
    if (busy == m_busy)
        return;
    m_busy = busy;
    m_body->setEnabled(!busy);
    for (QPushButton *button : std::as_const(m_buttons)) {
        if (button == m_cancel)
            continue;
        if (busy) {
            m_enabledBefore.insert(button, button->isEnabled());
            button->setEnabled(false);
        } else {
            button->setEnabled(m_enabledBefore.value(button, true));
        }
    }
}

bool Sheet::event(QEvent *event)
{
    const bool handled = QDialog::event(event);
    if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Show)
        growToFit();
    return handled;
}

bool Sheet::eventFilter(QObject *watched, QEvent *event)
{
    // What appears inside the scrolled part does not reach the sheet by itself.
    if (watched == m_body && event->type() == QEvent::LayoutRequest)
        growToFit();
    return QDialog::eventFilter(watched, event);
}

void Sheet::growToFit()
{
    // Never smaller: a sheet that shrinks moves the buttons away from under the pointer.
    // A minimum width of a subclass hides that of the layout: at twice the text the footer needs more.
    const QSize room = screen() ? screen()->availableSize() * 0.9 : QSize(1200, 800);
    const QSize wanted(std::min(layout()->minimumSize().width(), room.width()), sizeHint().height());
    if (isVisible() && (wanted.width() > width() || wanted.height() > height()))
        resize(size().expandedTo(wanted));
}

QSize Sheet::sizeHint() const
{
    const QSize body = m_body->sizeHint();
    const int frame = QDialog::sizeHint().height() - m_scroll->sizeHint().height();
    const int width = std::max({QDialog::sizeHint().width(), body.width(), minimumWidth(), this->width()});
    const int bodyHeight = m_body->hasHeightForWidth() ? m_body->heightForWidth(width) : body.height();
    const QSize room = screen() ? screen()->availableSize() * 0.9 : QSize(1200, 800);
    return QSize(width, frame + bodyHeight + Space::small).boundedTo(room);
}

} // namespace Spritarium
