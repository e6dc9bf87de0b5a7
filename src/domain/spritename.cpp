// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "domain/sprite.h"

#include <QCoreApplication>
#include <QRandomGenerator>
#include <QSet>

#include <array>

namespace Spritarium {

using namespace Qt::StringLiterals;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Spritarium::SpriteName)
};

//! The name, a hyphen and the organization's suffix make one DNS label of at most 63 (sprites-api 4.8); the
//! suffix has been four or five characters, eight leave room.
constexpr qsizetype MaximumLength = 63 - 1 - 8;

constexpr std::array Adjectives = {"amber", "brave", "brisk", "calm",  "clear", "cosy",  "crisp", "early",
                                   "fair",  "fleet", "fresh", "glad",  "keen",  "kind",  "light", "lucid",
                                   "mild",  "neat",  "noble", "plain", "prime", "quick", "quiet", "rapid",
                                   "ready", "sharp", "smart", "snug",  "solid", "still", "swift", "warm"};
constexpr std::array Nouns = {"alder",  "badger", "beacon", "birch", "brook",  "cedar",  "comet",  "delta",
                              "ember",  "falcon", "fern",   "finch", "fjord",  "gull",   "harbor", "heron",
                              "heath",  "ibis",   "lagoon", "larch", "lichen", "linnet", "meadow", "otter",
                              "pebble", "plover", "reed",   "ridge", "river",  "spruce", "tern",   "willow"};

bool isAllowed(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'-';
}

} // namespace

QString spriteNameProblem(const QString &name)
{
    if (name.isEmpty())
        return Text::tr("A name is needed.");
    if (name != name.toLower())
        return Text::tr("Names have lower-case letters only.");
    for (const QChar c : name) {
        if (!isAllowed(c))
            return Text::tr("Only letters a to z, digits and hyphens can stand in a name.");
    }
    if (name.startsWith(u'-') || name.endsWith(u'-'))
        return Text::tr("A name begins and ends with a letter or a digit.");
    if (name.size() > MaximumLength)
        return Text::tr("A name has at most %n character(s), or its web address would not work.", nullptr,
                        int(MaximumLength));
    return {};
}

QString suggestedSpriteName(const QStringList &taken, quint32 seed)
{
    const QSet<QString> names(taken.begin(), taken.end());
    QRandomGenerator random(seed);
    for (int attempt = 0; attempt < 64; ++attempt) {
        const QString name = QLatin1StringView(Adjectives.at(random.bounded(quint32(Adjectives.size())))) +
                             u'-' + QLatin1StringView(Nouns.at(random.bounded(quint32(Nouns.size()))));
        if (!names.contains(name))
            return name;
    }
    return u"sprite-%1"_s.arg(random.bounded(100000u, 1000000u));
}

} // namespace Spritarium
