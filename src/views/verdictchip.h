// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/policyevaluator.h"
#include "views/appearance.h"
#include "views/glyphs.h"

#include <QLabel>

namespace Spritarium {

//! A verdict as a pill: mark, word and tint say the same thing three times. Status text: its accessible name
//! changes with the verdict.
class VerdictChip : public QLabel
{
    Q_OBJECT

public:
    explicit VerdictChip(QWidget *parent = nullptr);

    //! "Allowed" and the like; `text` is what is shown, one line.
    void setVerdict(Glyph glyph, ColorRole role, const QString &text);
    ColorRole role() const { return m_role; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Glyph m_glyph = Glyph::Question;
    ColorRole m_role = ColorRole::Muted;
};

struct AccessMark
{
    Glyph glyph = Glyph::Question;
    ColorRole role = ColorRole::Caution;
};
AccessMark markOf(Access access);
//! Question and caution where the readings differ.
AccessMark markOf(const Verdict &verdict);

} // namespace Spritarium
