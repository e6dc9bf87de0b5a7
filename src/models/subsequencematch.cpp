// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "models/subsequencematch.h"

#include <algorithm>

namespace Spritarium {

namespace {

constexpr int WordStart = 8;
constexpr int InARow = 6;
constexpr int TextStart = 4;

bool same(QChar a, QChar b)
{
    return a == b || a.toCaseFolded() == b.toCaseFolded();
}

bool isWordStart(QStringView text, qsizetype at)
{
    return at == 0 || !text[at - 1].isLetterOrNumber() || (text[at].isUpper() && text[at - 1].isLower());
}

//! Greedy from `from`; of two places for a letter a beginning of a word is taken if the rest still fits.
std::optional<SubsequenceMatch> matchFrom(QStringView typed, QStringView text, qsizetype from)
{
    SubsequenceMatch match;
    qsizetype at = from;
    for (const QChar c : typed) {
        while (at < text.size() && !same(text[at], c))
            ++at;
        if (at == text.size())
            return {};
        const int last = match.positions.isEmpty() ? -1 : match.positions.last();
        match.score += 1;
        match.score += last >= 0 && at == last + 1 ? InARow : 0;
        match.score += isWordStart(text, at) ? WordStart : 0;
        match.score += at == 0 ? TextStart : 0;
        match.score -= last >= 0 ? int(std::min<qsizetype>(3, at - last - 1)) : 0;
        match.positions.append(int(at++));
    }
    match.score -= int(text.size() / 16);
    return match;
}

} // namespace

std::optional<SubsequenceMatch> subsequenceMatch(QStringView typed, QStringView text)
{
    QString letters;
    for (const QChar c : typed) {
        if (!c.isSpace())
            letters += c;
    }
    if (letters.isEmpty())
        return SubsequenceMatch();
    std::optional<SubsequenceMatch> best;
    for (qsizetype from = 0; from < text.size(); ++from) {
        if (!same(text[from], letters[0]) || (best && !isWordStart(text, from)))
            continue;
        std::optional<SubsequenceMatch> match = matchFrom(letters, text, from);
        if (!match)
            break; // further on there is even less text
        if (!best || match->score > best->score)
            best = std::move(match);
    }
    return best;
}

} // namespace Spritarium
