// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/pseudotranslator.h"

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

QChar accented(QChar c)
{
    static const QString plain = u"aeiouycnszAEIOUYCNSZ"_s;
    static const QString marked = u"áéíöüýçñšžÁÉÍÖÜÝÇÑŠŽ"_s;
    const qsizetype at = plain.indexOf(c);
    return at < 0 ? c : marked.at(at);
}

} // namespace

QString PseudoTranslator::translate(const char *, const char *sourceText, const char *, int n) const
{
    QString source = QString::fromUtf8(sourceText);
    source.replace("(s)"_L1, n == 1 ? ""_L1 : "s"_L1);
    QString text;
    for (qsizetype i = 0; i < source.size(); ++i) {
        const QChar c = source.at(i);
        // Arguments and the marks of rich text are not words.
        if (c == u'<' && source.indexOf(u'>', i) > i) {
            const qsizetype end = source.indexOf(u'>', i);
            text += QStringView(source).mid(i, end - i + 1);
            i = end;
        } else if (c == u'%' && i + 1 < source.size()) {
            text += c;
            text += source.at(++i);
        } else {
            text += accented(c);
        }
    }
    const qsizetype more = source.size() * 2 / 5;
    for (qsizetype i = 0; i < more; ++i)
        text += i % 6 == 0 ? u' ' : u'~';
    return u'[' + text + u']';
}

} // namespace Spritarium
