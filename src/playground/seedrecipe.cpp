// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/seedrecipe.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace Spritarium::Playground {

QList<SeedStep> parseRecipe(const QByteArray &text)
{
    QList<SeedStep> steps;
    int number = 0;
    for (qsizetype at = 0; at < text.size();) {
        const qsizetype end = text.indexOf('\n', at);
        const QByteArray line = text.mid(at, end < 0 ? -1 : end - at + 1);
        at += line.size();
        ++number;
        if (!line.startsWith("@@ ")) {
            if (!steps.isEmpty())
                steps.last().body += line;
            continue;
        }
        SeedStep step;
        step.words = QString::fromUtf8(line.mid(3)).simplified().split(u' ');
        step.verb = step.words.takeFirst();
        step.line = number;
        steps.append(step);
    }
    return steps;
}

std::optional<qint64> parseAge(const QString &text)
{
    static const QRegularExpression shape(
        QRegularExpression::anchoredPattern(u"(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?"_s));
    const QRegularExpressionMatch match = shape.match(text);
    if (text.isEmpty() || !match.hasMatch())
        return std::nullopt;
    const auto part = [&](int index) { return match.captured(index).toLongLong(); };
    return ((part(1) * 24 + part(2)) * 60 + part(3)) * 60 + part(4);
}

std::optional<QByteArray> applyChange(const QByteArray &text, const QByteArray &change)
{
    QByteArray before;
    QByteArray after;
    const QList<QByteArray> lines = change.split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith("- ") || line == "-")
            before += line.mid(2) + '\n';
        else if (line.startsWith("+ ") || line == "+")
            after += line.mid(2) + '\n';
    }
    if (before.isEmpty() || text.count(before) != 1)
        return std::nullopt;
    return QByteArray(text).replace(before, after);
}

} // namespace Spritarium::Playground
