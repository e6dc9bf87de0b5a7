// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/policyevaluator.h"

#include <QUrl>

#include <algorithm>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype LongestName = 253;
constexpr qsizetype LongestLabel = 63;

bool isAscii(QStringView text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 0x80; });
}

bool isLabelCharacter(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'-' || c == u'_';
}

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

} // namespace

bool isLookupName(QStringView name)
{
    if (name.isEmpty() || name.size() > LongestName)
        return false;
    qsizetype label = 0;
    bool isNumber = true; // Dots and digits only: an IPv4 address in one of its forms.
    for (const QChar c : name) {
        if (c == u'.') {
            if (label == 0)
                return false;
            label = 0;
            continue;
        }
        if (!isLabelCharacter(c) || ++label > LongestLabel)
            return false;
        isNumber = isNumber && isDigit(c);
    }
    return label > 0 && !isNumber;
}

QString lookupName(const QString &typed)
{
    QString name = typed.trimmed();
    // Only then: for plain names QUrl would refuse what resolvers accept, such as underscores.
    if (!isAscii(name))
        name = QString::fromLatin1(QUrl::toAce(name));
    name = std::move(name).toLower();
    if (name.endsWith(u'.'))
        name.chop(1);
    return isLookupName(name) ? name : QString();
}

} // namespace Spritarium
