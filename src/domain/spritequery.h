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
//! old:30d. Words are joined by "and"; letter case does not matter; an unknown word with a colon is free
//! text.
class SpriteQuery
{
public:
    SpriteQuery() = default;
    explicit SpriteQuery(const QString &text);

    bool isEmpty() const;
    bool matches(const Sprite &sprite, const SpriteFacts &facts, const QDateTime &now) const;
    //! The free words, lower case, for highlighting.
    const QStringList &words() const { return m_words; }

    friend bool operator==(const SpriteQuery &, const SpriteQuery &) = default;

private:
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
