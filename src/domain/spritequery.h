// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/sprite.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace Spritarium {

//! What the filter needs to know of a sprite beyond what the service tells.
struct SpriteFacts
{
    QString organization;
    std::optional<bool> restricted; //!< egress last seen; absent when not known
    bool forwarded = false;

    friend bool operator==(const SpriteFacts &, const SpriteFacts &) = default;
};

//! The tree's filter (ux-spec 7): free text plus state:, label:, org:, public, restricted, forwarded,
//! old:30d. Words are joined by "and", except that several states or organizations mean any of them; letter
//! case does not matter; quotes keep blanks together; an unknown word with a colon is free text. A key
//! without a value yet
//! ("state:") asks for nothing, so that the list does not blink while it is typed.
class SpriteQuery
{
public:
    SpriteQuery() = default;
    explicit SpriteQuery(const QString &text);

    bool isEmpty() const;
    bool matches(const Sprite &sprite, const SpriteFacts &facts, const QDateTime &now) const;
    //! The free words, lower case, for highlighting.
    const QStringList &words() const { return m_words; }

    //! What the free words are looked for in: name and labels, lower case, one per line.
    static QString haystackOf(const Sprite &sprite);
    //! matches() in its two parts, for callers that keep the haystacks.
    bool matchesHaystack(QStringView haystack) const;
    bool hasConditions() const;
    bool matchesConditions(const Sprite &sprite, const SpriteFacts &facts, const QDateTime &now) const;

    friend bool operator==(const SpriteQuery &, const SpriteQuery &) = default;

private:
    void addWord(const QString &word);
    bool addCondition(const QString &key, const QString &value);

    QStringList m_words;
    QStringList m_states;
    QStringList m_labels;
    QStringList m_organizations;
    std::optional<qint64> m_olderThanSeconds;
    bool m_public = false;
    bool m_restricted = false;
    bool m_forwarded = false;
};

} // namespace Spritarium
