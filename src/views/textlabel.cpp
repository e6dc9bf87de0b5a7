// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/textlabel.h"

#include <QApplication>
#include <QEvent>
#include <QPainter>
#include <QStyle>

namespace Spritarium {

TextLabel::TextLabel(QWidget *parent)
    : TextLabel({}, TextRole::Body, parent)
{}

TextLabel::TextLabel(TextRole role, QWidget *parent)
    : TextLabel({}, role, parent)
{}

TextLabel::TextLabel(const QString &text, TextRole role, QWidget *parent)
    : QLabel(text, parent)
    , m_role(role)
{
    // What the service or the person wrote is never markup.
    setTextFormat(Qt::PlainText);
    setTextRole(role);
}

void TextLabel::setTextRole(TextRole role)
{
    m_role = role;
    if (role == TextRole::Meta)
        m_colorRole = ColorRole::Muted;
    refresh();
}

void TextLabel::setColorRole(std::optional<ColorRole> role)
{
    m_colorRole = role;
    refresh();
}

void TextLabel::setOnTint(bool onTint)
{
    m_onTint = onTint;
    refresh();
}

void TextLabel::setElided(Qt::TextElideMode mode)
{
    m_elide = mode;
    setSizePolicy(QSizePolicy::Expanding, sizePolicy().verticalPolicy());
    update();
}

void TextLabel::setCopyable()
{
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setCursor(Qt::IBeamCursor);
}

QSize TextLabel::minimumSizeHint() const
{
    QSize size = QLabel::minimumSizeHint();
    if (m_elide != Qt::ElideNone)
        size.setWidth(std::min(size.width(), fontMetrics().averageCharWidth() * 6));
    return size;
}

void TextLabel::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    switch (event->type()) {
    case QEvent::PaletteChange:
    case QEvent::FontChange:
    case QEvent::StyleChange:
    case QEvent::ParentChange:
    case QEvent::LayoutDirectionChange:
        refresh();
        break;
    default:
        break;
    }
}

void TextLabel::paintEvent(QPaintEvent *event)
{
    const bool whole = m_elide == Qt::ElideNone || wordWrap() ||
                       fontMetrics().horizontalAdvance(text()) <= contentsRect().width();
    if (whole) {
        QLabel::paintEvent(event);
        return;
    }
    QPainter painter(this);
    const QString cut = fontMetrics().elidedText(text(), m_elide, contentsRect().width());
    style()->drawItemText(&painter, contentsRect(),
                          int(QStyle::visualAlignment(layoutDirection(), alignment())), palette(),
                          isEnabled(), cut, foregroundRole());
}

void TextLabel::refresh()
{
    if (m_refreshing)
        return;
    m_refreshing = true;
    // QLabel goes by the direction of the text; in a mirrored window a Latin name still belongs to the
    // leading side.
    if (const auto across = alignment() & Qt::AlignHorizontal_Mask; !(across & Qt::AlignHCenter)) {
        const bool rtl = layoutDirection() == Qt::RightToLeft;
        setAlignment((rtl ? Qt::AlignRight | Qt::AlignAbsolute : Qt::AlignLeft | Qt::AlignAbsolute) |
                     (alignment() & Qt::AlignVertical_Mask));
    }
    const QWidget *parent = parentWidget();
    setFont(fontFor(m_role, parent ? parent->font() : QApplication::font()));
    const QPalette inherited = parent ? parent->palette() : QApplication::palette();
    if (m_colorRole) {
        const Appearance appearance(inherited);
        QPalette own = inherited;
        own.setColor(QPalette::WindowText,
                     m_onTint ? appearance.onTint(*m_colorRole) : appearance.color(*m_colorRole));
        setPalette(own);
    } else {
        setPalette(QPalette());
    }
    m_refreshing = false;
}

} // namespace Spritarium
