// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/goduration.h"

#include <QRegularExpression>

namespace Spritarium::Playground {

using namespace Qt::StringLiterals;

namespace {

double milliseconds(const QString &unit)
{
    if (unit == "h"_L1)
        return 3'600'000;
    if (unit == "m"_L1)
        return 60'000;
    if (unit == "s"_L1)
        return 1'000;
    if (unit == "ms"_L1)
        return 1;
    return unit == "ns"_L1 ? 1e-6 : 1e-3;
}

} // namespace

std::optional<std::chrono::milliseconds> goDuration(const QString &text)
{
    if (text == "0"_L1)
        return std::chrono::milliseconds::zero();
    static const QString part = u"([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(ns|us|\u00b5s|ms|s|m|h)"_s;
    static const QRegularExpression whole(QRegularExpression::anchoredPattern(u"\\+?(?:%1)+"_s.arg(part)));
    static const QRegularExpression each(part);
    if (!whole.match(text).hasMatch())
        return std::nullopt;
    double total = 0;
    auto parts = each.globalMatch(text);
    while (parts.hasNext()) {
        const QRegularExpressionMatch match = parts.next();
        total += match.captured(1).toDouble() * milliseconds(match.captured(2));
    }
    if (total > 1e15)
        return std::nullopt;
    return std::chrono::milliseconds(qint64(total));
}

QString goDurationText(std::chrono::milliseconds time)
{
    const qint64 all = time.count();
    if (all == 0)
        return u"0s"_s;
    if (all < 1000)
        return QString::number(all) + u"ms"_s;
    const qint64 minutes = all / 60'000;
    QString text;
    if (minutes >= 60)
        text += QString::number(minutes / 60) + u'h';
    if (minutes > 0)
        text += QString::number(minutes % 60) + u'm';
    return text + QString::number(double(all % 60'000) / 1000, 'g', 6) + u's';
}

} // namespace Spritarium::Playground
