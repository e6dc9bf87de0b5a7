// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QTranslator>

namespace Spritarium {

//! A language that nobody speaks: every text gains accents, 40 % length and brackets, so that untranslated
//! and clipped texts show (ux-spec 19). Arguments and plural marks stay usable.
class PseudoTranslator : public QTranslator
{
    Q_OBJECT

public:
    using QTranslator::QTranslator;

    bool isEmpty() const override { return false; }
    QString translate(const char *context, const char *sourceText, const char *disambiguation,
                      int n) const override;
};

} // namespace Spritarium
