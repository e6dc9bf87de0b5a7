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

bool fits(QStringView typed, QStringView text, qsizetype from)
{
    for (const QChar c : typed) {
        while (from < text.size() && !same(text[from], c))
            ++from;
        if (from++ >= text.size())
            return false;
    }
    return true;
}

//! The place for the first of `typed` from `from` on: the next letter, or the beginning of a later word if
//! the rest still fits behind it; -1 when there is none.
qsizetype placeOf(QStringView typed, QStringView text, qsizetype from)
{
    qsizetype first = from;
    while (first < text.size() && !same(text[first], typed[0]))
        ++first;
    if (first == text.size())
        return -1;
    if (isWordStart(text, first) || first == from)
        return first;
    for (qsizetype at = first + 1; at < text.size(); ++at) {
        if (same(text[at], typed[0]) && isWordStart(text, at) && fits(typed.mid(1), text, at + 1))
            return at;
    }
    return first;
}

std::optional<SubsequenceMatch> matchFrom(QStringView typed, QStringView text, qsizetype from)
{
    SubsequenceMatch match;
    qsizetype at = from;
    for (qsizetype i = 0; i < typed.size(); ++i) {
        at = i == 0 ? at : placeOf(typed.mid(i), text, at);
        if (at < 0)
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
