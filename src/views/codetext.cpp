// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/codetext.h"

#include <QColor>
#include <QFontDatabase>
#include <QStringList>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {
constexpr QChar LeftToRightIsolate(0x2066);
constexpr QChar PopIsolate(0x2069);
} // namespace

QString isolated(const QString &text)
{
    return LeftToRightIsolate + text + PopIsolate;
}

QString richFromTicks(const QString &text, const QColor &color)
{
    const QString family = QFontDatabase::systemFont(QFontDatabase::FixedFont).family();
    const QStringList parts = text.split(u'`');
    QString rich;
    for (qsizetype i = 0; i < parts.size(); ++i) {
        const QString part = parts.at(i).toHtmlEscaped();
        const bool name = i % 2 == 1 && i + 1 < parts.size();
        rich += name ? u"<span style=\"font-family:'%1'\">%2</span>"_s.arg(family, isolated(part)) : part;
    }
    return u"<span style=\"color:%1\">%2</span>"_s.arg(color.name(), rich);
}

QString plainFromTicks(const QString &text)
{
    QString plain = text;
    return plain.remove(u'`');
}

} // namespace Spritarium
