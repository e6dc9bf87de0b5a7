// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/rulelineedit.h"

#include "views/appearance.h"

namespace Spritarium {

using namespace Qt::StringLiterals;

RuleLineEdit::RuleLineEdit(Content content, QWidget *parent)
    : QLineEdit(parent)
{
    setAutoFillBackground(true);
    if (content == Content::Pattern) {
        setObjectName(u"rulePatternEditor"_s);
        setAccessibleName(tr("Name pattern"));
        setPlaceholderText(tr("example.com or *.example.com"));
        setFont(fontFor(TextRole::Fixed, font()));
        setLayoutDirection(Qt::LeftToRight);
    } else {
        setObjectName(u"ruleNoteEditor"_s);
        setAccessibleName(tr("Note, only on this computer"));
        setPlaceholderText(tr("Only on this computer"));
    }
}

} // namespace Spritarium
