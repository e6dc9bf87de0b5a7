// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/operation.h"
#include "domain/sprite.h"
#include "views/appearance.h"

#include <QRectF>
#include <QWidget>

class QPainter;
class QTimer;

namespace Spritarium {

//! The shapes of states (ux-spec 5 and 9.2); the word beside them says the same.
enum class Glyph {
    Disc,      //!< running
    Half,      //!< warm
    Ring,      //!< cold, waiting
    Question,  //!< a state we do not know
    Turning,   //!< working: ring with a turning quarter
    Triangle,  //!< trouble
    SafetyBox, //!< rounded square with a check
    Check,     //!< done
    Cross      //!< failed
};

//! Paints a glyph into the square in the middle of `rect`, at any size. `turn` of Turning: 0 to 1, one round.
void paintGlyph(QPainter &painter, const QRectF &rect, Glyph glyph, const QColor &color, qreal turn = 0);

Glyph glyphOf(SpriteState state);
ColorRole roleOf(SpriteState state);

//! How the end of an operation looks, everywhere the same.
struct OutcomeMark
{
    Glyph glyph = Glyph::Ring;
    ColorRole role = ColorRole::Muted;
};
OutcomeMark markOf(Outcome outcome);

//! A glyph as a widget. Turning turns by itself, unless motion is reduced.
class GlyphLabel : public QWidget
{
    Q_OBJECT

public:
    explicit GlyphLabel(int size, QWidget *parent = nullptr);

    void setGlyph(Glyph glyph, ColorRole role);
    Glyph glyph() const { return m_glyph; }
    QSize sizeHint() const override { return {m_size, m_size}; }
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void updateTurning();

    int m_size;
    Glyph m_glyph = Glyph::Ring;
    ColorRole m_role = ColorRole::Muted;
    QTimer *m_timer;
    qreal m_turn = 0;
};

//! Whether the person wants things to stand still: asked of the style, so that it can change while running.
bool motionReduced(const QWidget &widget);

} // namespace Spritarium
