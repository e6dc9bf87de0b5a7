// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/operation.h"

#include <QWidget>

namespace Spritarium {

class FlowLayout;
class GlyphLabel;
class TextLabel;

//! The phases of an operation side by side, each with glyph, name and the word of its state for those who
//! hear it (ux-spec 9.6). A change of phase is announced politely; streaming lines are not (ux-spec 18).
class PhaseLine : public QWidget
{
    Q_OBJECT

public:
    explicit PhaseLine(QWidget *parent = nullptr);

    void setPhases(const QList<Phase> &phases);
    const QList<Phase> &phases() const { return m_phases; }

private:
    struct Item
    {
        QWidget *widget;
        GlyphLabel *glyph;
        TextLabel *label;
    };

    Item makeItem();
    void show(const Item &item, const Phase &phase);

    QList<Phase> m_phases;
    QList<Item> m_items;
    FlowLayout *m_layout;
};

} // namespace Spritarium
