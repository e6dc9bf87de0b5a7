// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/networkpolicy.h"
#include "domain/presetnames.h"

#include <QDate>
#include <QList>
#include <QString>
#include <QStringList>
#include <QStringView>

#include <memory>

namespace Spritarium {

//! The two rules about rules (ux-spec 10.3, sprites-api 6.1.3).
enum class Reading {
    MostSpecific, //!< exact, then `*.`, then `*`; ties go to the upper rule
    FirstMatch    //!< from the top, a preset expanded in place
};

enum class Access { Allowed, Denied };

//! A reading with its open points fixed. The defaults are what the service's code did in 2025-11.
struct ReadingOptions
{
    Reading reading = Reading::MostSpecific;
    bool longestWins = false;   //!< of two `*.` patterns; else the upper one
    bool starCoversBase = true; //!< `*.x` also names `x`

    friend bool operator==(const ReadingOptions &, const ReadingOptions &) = default;
};

//! What one reading says of one name, and why.
struct Decision
{
    Access access = Access::Allowed;
    int rule = -1;   //!< row of the deciding rule; -1: no rule names it
    QString pattern; //!< what matched: the rule's own pattern, or an entry of its preset; empty with -1
    bool isFromPreset = false; //!< `pattern` is an entry of the preset's list
    //! The list behind the preset decides about the access: another list than the one known here could turn
    //! it.
    bool restsOnPreset = false;
    QDate knownOn = {}; //!< the day of the list, with restsOnPreset

    friend bool operator==(const Decision &, const Decision &) = default;
};

struct ReadingDecision
{
    ReadingOptions options;
    Decision decision;

    friend bool operator==(const ReadingDecision &, const ReadingDecision &) = default;
};

//! What all readings say of one name.
struct Verdict
{
    QString name; //!< as it was looked up: trimmed, lower case, without a trailing dot, in its xn-- form
    //! Six: most specific with the open points off/off, off/on, on/off, on/on, then first match off, on.
    //! "Off" is the default of ReadingOptions.
    QList<ReadingDecision> readings;
    //! A preset this program knows no names of may decide; its row. -1: none.
    int unknownPreset = -1;

    bool allAgree() const;
    Decision mostSpecific() const { return readings.value(0).decision; }
    Decision firstMatch() const { return readings.value(4).decision; }
    //! Whether the two readings with default open points give the same access.
    bool readingsAgree() const { return mostSpecific().access == firstMatch().access; }
    //! Some reading's access rests on the list known here.
    bool restsOnPreset() const;
    QDate presetKnownOn() const; //!< with restsOnPreset()
    //! Reachable under every reading, or refused under every one; with the preset's list as known here.
    bool isAllowedForSure() const;
    bool isDeniedForSure() const;

    friend bool operator==(const Verdict &, const Verdict &) = default;
};

//! Whether `name` is already in the form of lookupName().
bool isLookupName(QStringView name);
//! The name as a lookup would carry it; empty if it can be none (sprites-api 6.1.2: no port, path, address).
QString lookupName(const QString &typed);

class PolicyIndex;

//! What Verdict says of access, one bit a reading: two names or two policies are compared with it cheaply.
using AccessBits = quint8;

//! Answers for one policy, fast: it is read once, then each name costs a few hash lookups. Copies share.
//!
//! A preset counts as its entries at its place; with the action deny it denies them. Rules that the service
//! would refuse (no action, both keys, unknown preset) decide nothing.
class PolicyEvaluator
{
public:
    explicit PolicyEvaluator(const NetworkPolicy &policy, const PresetNames &preset = knownDefaults());

    const NetworkPolicy &policy() const;
    const PresetNames &preset() const;
    //! `name` must be a lookupName().
    Decision decide(const QString &name, const ReadingOptions &options = {}) const;
    Verdict verdict(const QString &name) const;
    //! Equal bits mean equal access under every reading.
    AccessBits accessBits(QStringView name) const;
    //! A name that no rule but `*` names: what happens to everything else.
    QString unmentionedName() const;
    //! Lookup names that the rules mention: exact ones, one name below each `*.` pattern and its base. Of
    //! presets too if asked for. Each once, in the order of the rules.
    QStringList mentionedNames(bool withPreset) const;

    //! For the rules about rules in this layer.
    const PolicyIndex &index() const { return *m_index; }

private:
    std::shared_ptr<const PolicyIndex> m_index;
};

//! "Allowed by rule 3 `*.example.com`.", "Denied: no rule names it.", and where they differ "Depends. Most
//! specific: allowed by 3. First match: denied by 1." (ux-spec 10.3). One line, translated. Where the list of
//! the preset has part in it, that is said with its day.
QString verdictText(const Verdict &verdict);
//! "Allowed", "Denied", "Depends".
QString verdictWord(const Verdict &verdict);
//! Where the readings differ: "Most specific: allowed by 3. First match: denied by 1."; empty if they agree.
QString verdictDifferenceText(const Verdict &verdict);
//! "Allowed by rule 3 `*.example.com`.", "Allowed by rule 1: the development defaults, as known on
//! 2026-11-01; the service may differ."
QString decisionText(const Decision &decision);

} // namespace Spritarium
