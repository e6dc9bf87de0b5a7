// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/language.h"

#include "app/pseudotranslator.h"

#include <QGuiApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace Spritarium {

using namespace Qt::StringLiterals;

void installLanguage(QGuiApplication &application, const QString &code)
{
    if (code.startsWith("pseudo"_L1)) {
        QCoreApplication::installTranslator(new PseudoTranslator(&application));
        if (code.endsWith("-rtl"_L1))
            QGuiApplication::setLayoutDirection(Qt::RightToLeft);
        return;
    }
    const QLocale locale = code.isEmpty() ? QLocale::system() : QLocale(code);
    if (!code.isEmpty())
        QLocale::setDefault(locale);
    auto *ofQt = new QTranslator(&application);
    if (ofQt->load(locale, u"qtbase"_s, u"_"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(ofQt);
    auto *ours = new QTranslator(&application);
    // English has a file, too: for its plural forms.
    if (ours->load(locale, u"spritarium"_s, u"_"_s, u":/i18n"_s) || ours->load(u":/i18n/spritarium_en.qm"_s))
        QCoreApplication::installTranslator(ours);
}

} // namespace Spritarium
