// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/policyevaluator.h"

#include <QHash>
#include <QList>
#include <QString>
#include <QStringView>

namespace Spritarium {

//! One pattern that decides something: a rule's own, or one name of its preset.
struct PolicyEntry
{
    QString pattern; //!< normalized
    RuleKind kind = RuleKind::Exact;
    Access access = Access::Allowed;
    int rule = 0; //!< row
    bool isFromPreset = false;

    //! What a lookup is compared with: the pattern, without its `*.`.
    QStringView stem() const
    {
        return kind == RuleKind::Subdomains ? QStringView(pattern).sliced(2) : QStringView(pattern);
    }
};

//! The entries that name one name, as places in PolicyIndex::entries(); -1: none. Everything that any reading
//! needs, found in one walk.
struct NameMatch
{
    int exact = -1;
    int base = -1;    //!< the `*.x` of the name x itself
    int upper = -1;   //!< the first of the `*.` patterns above the name
    int longest = -1; //!< the longest of them
    int star = -1;
};

//! The policy taken apart once, so that a name costs one look-up per label.
class PolicyIndex
{
public:
    PolicyIndex(const NetworkPolicy &policy, const PresetNames &preset);
    PolicyIndex(const PolicyIndex &) = delete;
    PolicyIndex &operator=(const PolicyIndex &) = delete;

    const NetworkPolicy &policy() const { return m_policy; }
    const PresetNames &preset() const { return m_preset; }
    //! In the order of first match: rules from the top, a preset expanded in place. Said twice, a preset
    //! stands only at its first place: the second never decides.
    const QList<PolicyEntry> &entries() const { return m_entries; }

    NameMatch match(QStringView name) const;
    //! The entry that decides; -1: none.
    static int deciding(const NameMatch &match, const ReadingOptions &options);
    Access accessOf(int entry) const;
    //! What `entry` decides, -1: none; `own` is what withoutPreset() says of the name.
    Decision decision(int entry, const NameMatch &own, const ReadingOptions &options) const;
    //! `match` of `name`, but with the rules' own patterns only.
    NameMatch withoutPreset(QStringView name, const NameMatch &match) const;

    //! The first entry with exactly this pattern; -1: none.
    int firstExact(QStringView name) const { return m_exact.value(name, -1); }
    int firstSubdomains(QStringView stem) const { return m_subdomains.value(stem, -1); }
    int firstStar() const { return m_star; }
    //! Whether the entry decides some name under the most-specific reading. One that does not decides none
    //! under first match either.
    bool decidesBySpecificity(int entry) const;
    //! The entry that decides everything this one names, under the most-specific reading; -1: none.
    int shadowOf(int entry) const;
    //! A name that the entry decides by specificity, if it decides any.
    QString exampleFor(int entry) const;
    //! A name that no rule but `*` names.
    QString unmentionedName() const;
    //! A name below `stem` that no rule names more closely.
    QString exampleBelow(QStringView stem) const;
    //! The row of a preset nobody knows that might decide a name with this match; -1: none.
    int unknownPresetFor(const NameMatch &match) const;

private:
    void addRule(int row);
    void addEntry(const QString &pattern, Access access, int row, bool isFromPreset);
    NameMatch matchIn(QStringView name, bool ownOnly) const;
    int ownPlace(int place, const QHash<QStringView, int> &behindPreset, QStringView stem) const;
    bool restsOnPreset(const NameMatch &own, const ReadingOptions &options) const;

    NetworkPolicy m_policy;
    PresetNames m_preset;
    QList<PolicyEntry> m_entries;
    // The views look at the patterns of m_entries, whose characters never move.
    QHash<QStringView, int> m_exact;
    QHash<QStringView, int> m_subdomains;
    // Own patterns behind an equal one of the preset.
    QHash<QStringView, int> m_exactBehind;
    QHash<QStringView, int> m_subdomainsBehind;
    int m_star = -1;
    int m_presetPlace = -1; //!< of its first entry; -1: no rule includes it
    Access m_presetAccess = Access::Allowed;
    int m_unknownPreset = -1;
    int m_unknownPresetPlace = -1;
};

//! The six ways to read a policy, in the order of Verdict::readings.
const QList<ReadingOptions> &allReadings();

} // namespace Spritarium
