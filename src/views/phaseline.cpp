// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/phaseline.h"

#include "views/flowlayout.h"
#include "views/glyphs.h"
#include "views/textlabel.h"

#include <QAccessible>
#include <QHBoxLayout>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

struct Look
{
    Glyph glyph;
    ColorRole glyphRole;
    std::optional<ColorRole> textRole;
};

Look lookOf(PhaseState state)
{
    switch (state) {
    case PhaseState::Waiting:
        return {Glyph::Ring, ColorRole::Muted, ColorRole::Muted};
    case PhaseState::Running:
        return {Glyph::Turning, ColorRole::Info, std::nullopt};
    case PhaseState::Done:
        return {Glyph::Check, ColorRole::Good, std::nullopt};
    case PhaseState::Failed:
        return {Glyph::Cross, ColorRole::Danger, ColorRole::Danger};
    case PhaseState::Unknown:
        return {Glyph::Question, ColorRole::Caution, ColorRole::Caution};
    case PhaseState::Skipped:
        break;
    }
    return {Glyph::Ring, ColorRole::Muted, ColorRole::Muted};
}

} // namespace

PhaseLine::PhaseLine(QWidget *parent)
    : QWidget(parent)
    , m_layout(new FlowLayout(Space::panel, this))
{
    setObjectName(u"phaseLine"_s);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

PhaseLine::Item PhaseLine::makeItem()
{
    auto *widget = new QWidget(this);
    auto *row = new QHBoxLayout(widget);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    auto *glyph = new GlyphLabel(12, widget);
    auto *label = new TextLabel(TextRole::Meta, widget);
    row->addWidget(glyph);
    row->addWidget(label);
    m_layout->addWidget(widget);
    widget->show();
    return {widget, glyph, label};
}

void PhaseLine::setPhases(const QList<Phase> &phases)
{
    if (phases == m_phases)
        return;
    while (m_items.size() > phases.size())
        delete m_items.takeLast().widget;
    while (m_items.size() < phases.size())
        m_items.append(makeItem());
    QStringList spoken;
    for (qsizetype i = 0; i < phases.size(); ++i) {
        show(m_items.at(i), phases.at(i));
        spoken.append(m_items.at(i).widget->accessibleName());
    }
    m_phases = phases;
    setAccessibleName(QLocale().createSeparatedList(spoken));
    QAccessibleEvent event(this, QAccessible::NameChanged);
    QAccessible::updateAccessibility(&event);
    updateGeometry();
}

void PhaseLine::show(const Item &item, const Phase &phase)
{
    const Look look = lookOf(phase.state);
    const QString name = phaseText(phase.name);
    item.glyph->setGlyph(look.glyph, look.glyphRole);
    item.label->setColorRole(look.textRole);
    //: A phase of an operation and what it made, such as "Safety checkpoint v9"
    item.label->setText(phase.detail.isEmpty() ? name : tr("%1 %2").arg(name, phase.detail));
    item.widget->setObjectName(u"phase_%1"_s.arg(static_cast<int>(phase.name)));
    //: A phase and its state, such as "Restore: running"
    const QString spoken = tr("%1: %2").arg(item.label->text(), phaseStateText(phase.state));
    item.widget->setToolTip(spoken);
    item.widget->setAccessibleName(spoken);
}

} // namespace Spritarium
