// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/asleepstrip.h"

#include "domain/relativetime.h"
#include "views/glyphs.h"
#include "views/textlabel.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

namespace Spritarium {

using namespace Qt::StringLiterals;

AsleepStrip::AsleepStrip(QWidget *parent)
    : QFrame(parent)
    , m_glyph(new GlyphLabel(12, this))
    , m_text(new TextLabel(TextRole::Body, this))
    , m_wake(new QPushButton(tr("Wake and load"), this))
    , m_load(new QPushButton(tr("Load without waking"), this))
{
    setObjectName(u"asleepStrip"_s);
    setMinimumHeight(44);
    m_text->setObjectName(u"asleepText"_s);
    m_text->setColorRole(ColorRole::Rest);
    m_text->setOnTint(true);
    m_text->setWordWrap(true);
    m_wake->setObjectName(u"wakeAndLoad"_s);
    m_wake->setToolTip(tr("Waking takes 1–2 s and starts billing."));
    m_load->setObjectName(u"loadWithoutWaking"_s);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(Space::panel, 6, Space::panel, 6);
    row->setSpacing(Space::small);
    row->addWidget(m_glyph);
    row->addWidget(m_text, 1);
    row->addWidget(m_wake);
    row->addWidget(m_load);
    connect(m_wake, &QPushButton::clicked, this, &AsleepStrip::wakeRequested);
    connect(m_load, &QPushButton::clicked, this, &AsleepStrip::loadWithoutWakingRequested);
}

void AsleepStrip::show(const QString &sprite, SpriteState state, const ViewState &seen,
                       bool canLoadWithoutWaking)
{
    const bool warm = state == SpriteState::Warm;
    const QString time = clockText(seen.asOf);
    if (seen.hasContent())
        m_text->setText(warm ? tr("%1 is warm. Last seen %2.").arg(sprite, time)
                             : tr("%1 is cold. Last seen %2.").arg(sprite, time));
    else
        m_text->setText(warm ? tr("%1 is warm.").arg(sprite) : tr("%1 is cold.").arg(sprite));
    m_glyph->setGlyph(glyphOf(state), ColorRole::Rest);
    m_load->setVisible(canLoadWithoutWaking);
    m_wake->setEnabled(!seen.isWaking);
    m_wake->setText(seen.isWaking ? tr("Waking…") : tr("Wake and load"));
    QWidget::show();
}

void AsleepStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Appearance appearance(palette());
    painter.fillRect(rect(), appearance.tint(ColorRole::Rest));
    painter.fillRect(0, height() - 1, width(), 1, appearance.hairline());
}

} // namespace Spritarium
