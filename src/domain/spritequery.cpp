// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/spritequery.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Spritarium {

namespace {

//! Splits at blanks outside of quotes; the flag says whether the word began with a quote and so is only text.
QList<std::pair<QString, bool>> wordsOf(const QString &text)
{
    QList<std::pair<QString, bool>> words;
    QString word;
    bool inQuotes = false;
    bool begun = false;
    bool onlyText = false;
    for (const QChar c : text) {
        if (c == u'"') {
            onlyText = onlyText || (!begun && !inQuotes);
            inQuotes = !inQuotes;
            begun = true;
        } else if (c.isSpace() && !inQuotes) {
            if (!word.isEmpty())
                words.append({word, onlyText});
            word.clear();
            begun = onlyText = false;
        } else {
            word += c;
            begun = true;
        }
    }
    if (!word.isEmpty())
        words.append({word, onlyText});
    return words;
}

//! "30d", "12h", "2w", and "30" as days; absent for anything else.
std::optional<qint64> secondsOf(const QString &text)
{
    static const QHash<QChar, qint64> units{{u'h', 3600}, {u'd', 86400}, {u'w', 7 * 86400}};
    const bool hasUnit = units.contains(text.back());
    bool ok = false;
    const qint64 count = (hasUnit ? text.chopped(1) : text).toLongLong(&ok);
    if (!ok || count < 0 || count > 100000)
        return {};
    return count * units.value(hasUnit ? text.back() : u'd');
}

bool startsAny(const QString &text, const QStringList &beginnings)
{
    return std::any_of(beginnings.begin(), beginnings.end(), [&text](const QString &beginning) {
        return text.startsWith(beginning, Qt::CaseInsensitive);
    });
}

QString stateWord(const Sprite &sprite)
{
    switch (sprite.state) {
    case SpriteState::Running:
        return u"running"_s;
    case SpriteState::Warm:
        return u"warm"_s;
    case SpriteState::Cold:
        return u"cold"_s;
    case SpriteState::Unknown:
        break;
    }
    return sprite.rawState.isEmpty() ? u"unknown"_s : sprite.rawState;
}

} // namespace

SpriteQuery::SpriteQuery(const QString &text)
{
    const auto words = wordsOf(text);
    for (const auto &[word, onlyText] : words) {
        if (onlyText)
            m_words.append(word.toLower());
        else
            addWord(word.toLower());
    }
}

void SpriteQuery::addWord(const QString &word)
{
    const qsizetype colon = word.indexOf(u':');
    if (colon > 0 && addCondition(word.left(colon), word.mid(colon + 1)))
        return;
    if (word == "public"_L1)
        m_public = true;
    else if (word == "restricted"_L1)
        m_restricted = true;
    else if (word == "forwarded"_L1)
        m_forwarded = true;
    else
        m_words.append(word);
}

bool SpriteQuery::addCondition(const QString &key, const QString &value)
{
    if (key == "old"_L1 && !value.isEmpty()) {
        const std::optional<qint64> seconds = secondsOf(value);
        if (seconds)
            m_olderThanSeconds = std::max(seconds, m_olderThanSeconds);
        return seconds.has_value();
    }
    QStringList *list = key == "state"_L1   ? &m_states
                        : key == "label"_L1 ? &m_labels
                        : key == "org"_L1   ? &m_organizations
                                            : nullptr;
    if (list && !value.isEmpty())
        list->append(value);
    return list || key == "old"_L1;
}

bool SpriteQuery::isEmpty() const
{
    return m_words.isEmpty() && !hasConditions();
}

bool SpriteQuery::hasConditions() const
{
    return m_public || m_restricted || m_forwarded || m_olderThanSeconds || !m_states.isEmpty() ||
           !m_labels.isEmpty() || !m_organizations.isEmpty();
}

QString SpriteQuery::haystackOf(const Sprite &sprite)
{
    QString text = sprite.name.toString();
    for (const QString &label : sprite.labels)
        text += u'\n' + label;
    return text.toLower();
}

bool SpriteQuery::matchesHaystack(QStringView haystack) const
{
    return std::all_of(m_words.begin(), m_words.end(),
                       [haystack](const QString &word) { return haystack.contains(word); });
}

bool SpriteQuery::matchesConditions(const Sprite &sprite, const SpriteFacts &facts,
                                    const QDateTime &now) const
{
    if ((m_public && !sprite.isPublic()) || (m_restricted && !facts.restricted.value_or(false)) ||
        (m_forwarded && !facts.forwarded))
        return false;
    if (!m_states.isEmpty() && !startsAny(stateWord(sprite), m_states))
        return false;
    if (!m_organizations.isEmpty() && !startsAny(facts.organization, m_organizations))
        return false;
    for (const QString &label : m_labels) {
        if (!sprite.labels.contains(label, Qt::CaseInsensitive))
            return false;
    }
    if (m_olderThanSeconds) {
        const QDateTime last = sprite.lastRunningAt.isValid() ? sprite.lastRunningAt : sprite.createdAt;
        return !sprite.isRunning() && last.isValid() && last.secsTo(now) >= *m_olderThanSeconds;
    }
    return true;
}

bool SpriteQuery::matches(const Sprite &sprite, const SpriteFacts &facts, const QDateTime &now) const
{
    return matchesConditions(sprite, facts, now) &&
           (m_words.isEmpty() || matchesHaystack(haystackOf(sprite)));
}

} // namespace Spritarium
