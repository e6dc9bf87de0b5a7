// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/rulemenubutton.h"

#include "views/appearance.h"

#include <QLocale>
#include <QPainter>

namespace Spritarium {

using namespace Qt::StringLiterals;

RuleMenuButton::RuleMenuButton(QWidget *parent)
    : QToolButton(parent)
{
    setObjectName(u"ruleMenuButton"_s);
    setToolTip(tr("More for this rule"));
    setFocusPolicy(Qt::NoFocus);
    hide();
}

void RuleMenuButton::setRule(int row)
{
    setAccessibleName(tr("More for rule %1").arg(QLocale().toString(row + 1)));
}

void RuleMenuButton::paintEvent(QPaintEvent *)
{
    if (!underMouse() && !isDown())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(Appearance(palette()).controlBorder(), Appearance(palette()).borderWidth()));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), controlRadius, controlRadius);
}

} // namespace Spritarium
