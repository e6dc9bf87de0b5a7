// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/rulenote.h"

#include "views/codetext.h"
#include "views/textlabel.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QPainter>
#include <QTimer>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {
constexpr int ReadingTime = 6000;
constexpr int Narrowest = 280;
} // namespace

RuleNote::RuleNote(QWidget *parent)
    : QFrame(parent)
    , m_label(new TextLabel(TextRole::Body, this))
    , m_timer(new QTimer(this))
{
    setObjectName(u"ruleNote"_s);
    m_label->setObjectName(u"ruleNoteText"_s);
    m_label->setTextFormat(Qt::RichText);
    m_label->setWordWrap(true);
    m_label->setOnTint(true);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(Space::medium, Space::small, Space::medium, Space::small);
    row->addWidget(m_label);
    m_timer->setSingleShot(true);
    m_timer->setInterval(ReadingTime);
    connect(m_timer, &QTimer::timeout, this, &RuleNote::outdated);
    hide();
}

void RuleNote::showAt(const QRect &field, ColorRole role, const QString &text)
{
    m_timer->stop();
    m_role = role;
    m_label->setColorRole(role);
    m_label->setText(richFromTicks(text, Appearance(palette()).onTint(role)));
    m_label->setAccessibleName(plainFromTicks(text));
    moveTo(field);
    show();
    raise();
    QAccessibleEvent event(m_label, QAccessible::NameChanged);
    QAccessible::updateAccessibility(&event);
}

void RuleNote::moveTo(const QRect &field)
{
    const QWidget *host = parentWidget();
    const int width = std::min(std::max(field.width(), Narrowest), host->width() - 2 * Space::tiny);
    const int high = std::max(heightForWidth(width), sizeHint().height() > 0 ? 0 : 36);
    const int left = isRightToLeft() ? field.right() - width + 1 : field.left();
    const bool below = field.bottom() + Space::tiny + high <= host->height();
    const int top = below ? field.bottom() + Space::tiny : field.top() - Space::tiny - high;
    setGeometry(std::clamp(left, 0, std::max(0, host->width() - width)), std::max(0, top), width, high);
}

void RuleNote::hideLater()
{
    m_timer->start();
}

QString RuleNote::text() const
{
    return m_label->accessibleName();
}

void RuleNote::paintEvent(QPaintEvent *)
{
    const Appearance appearance(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal half = appearance.borderWidth() / 2.0;
    painter.setPen(
        QPen(mixed(appearance.tint(m_role), appearance.onTint(m_role), 0.5), appearance.borderWidth()));
    painter.setBrush(appearance.tint(m_role));
    painter.drawRoundedRect(QRectF(rect()).adjusted(half, half, -half, -half), controlRadius, controlRadius);
}

} // namespace Spritarium
