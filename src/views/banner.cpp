// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/banner.h"

#include "views/icons.h"
#include "views/textlabel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

QString iconFor(ColorRole role)
{
    switch (role) {
    case ColorRole::Good:
        return u"check"_s;
    case ColorRole::Caution:
    case ColorRole::Danger:
        return u"warning"_s;
    default:
        return u"info"_s;
    }
}

} // namespace

Banner::Banner(ColorRole role, const QString &text, QWidget *parent)
    : QFrame(parent)
    , m_role(role)
    , m_icon(new QLabel(this))
    , m_text(new TextLabel(text, TextRole::Body, this))
    , m_actions(new QHBoxLayout)
    , m_close(new QToolButton(this))
{
    setObjectName(u"banner"_s);
    setMinimumHeight(44);
    m_icon->setObjectName(u"bannerIcon"_s);
    m_text->setObjectName(u"bannerText"_s);
    m_text->setColorRole(role);
    m_text->setOnTint(true);
    m_text->setWordWrap(true);
    m_close->setObjectName(u"bannerClose"_s);
    m_close->setAutoRaise(true);
    m_close->setIcon(icon(u"close"_s));
    m_close->setToolTip(tr("Close"));
    m_close->setAccessibleName(tr("Close this message"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(Space::panel, 6, Space::small, 6);
    row->setSpacing(Space::small);
    row->addWidget(m_icon);
    row->addWidget(m_text, 1);
    m_actions->setSpacing(Space::small);
    row->addLayout(m_actions);
    row->addWidget(m_close);
    setAccessibleName(text);
    refreshIcon();
    connect(m_close, &QToolButton::clicked, this, [this] {
        Q_EMIT closed();
        hide();
        deleteLater();
    });
}

void Banner::setText(const QString &text)
{
    m_text->setText(text);
    setAccessibleName(text);
}

QString Banner::text() const
{
    return m_text->text();
}

QPushButton *Banner::addAction(const QString &text, const QString &name)
{
    auto *button = new QPushButton(text, this);
    button->setObjectName(name);
    button->setAutoDefault(false);
    m_actions->addWidget(button);
    return button;
}

void Banner::setClosable(bool closable)
{
    m_close->setVisible(closable);
}

void Banner::paintEvent(QPaintEvent *)
{
    const Appearance appearance(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal half = appearance.borderWidth() / 2.0;
    painter.setPen(QPen(
        mixed(appearance.tint(m_role), appearance.onTint(m_role), appearance.isHighContrast() ? 1 : 0.35),
        appearance.borderWidth()));
    painter.setBrush(appearance.tint(m_role));
    painter.drawRoundedRect(QRectF(rect()).adjusted(half, half, -half, -half), controlRadius, controlRadius);
}

void Banner::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        refreshIcon();
}

void Banner::refreshIcon()
{
    m_icon->setPixmap(
        iconPixmap(iconFor(m_role), 20, Appearance(palette()).onTint(m_role), devicePixelRatioF()));
}

} // namespace Spritarium
