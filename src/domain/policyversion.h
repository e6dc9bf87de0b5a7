// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/expectation.h"
#include "domain/ids.h"
#include "domain/networkpolicy.h"

#include <QDateTime>
#include <QHash>
#include <QList>
#include <QMetaType>
#include <QString>
#include <QStringList>

#include <optional>

namespace Spritarium {

//! One policy that this computer applied and read back (ux-spec 10.4, History).
struct PolicyVersion
{
    QString id;
    NetworkPolicy policy;
    QDateTime at; //!< UTC, when it was read back
    QString why;  //!< "applied", "went-back", "put-back", "bulk", "with-sprite"; words that never change

    friend bool operator==(const PolicyVersion &, const PolicyVersion &) = default;
};

//! Rules that go back unless they are kept (ux-spec 10.4).
struct PolicyTimer
{
    SpriteKey sprite;
    NetworkPolicy before; //!< what comes back
    NetworkPolicy posted; //!< what is in force until then
    QDateTime dueAt;      //!< UTC
    OperationId operation;
    //! Other rules that may be in force in place of `posted` and are on trial, too: what an apply found there, or
    //! brought by mistake. They go back as well.
    QList<NetworkPolicy> alsoPosted = {};
    bool wasVerified = false; //!< `posted` was read back once, so History has it

    friend bool operator==(const PolicyTimer &, const PolicyTimer &) = default;
};

//! What a person keeps beside the rules of one sprite, on this computer only.
struct PolicyNotes
{
    QHash<QString, QString> notes; //!< by normalized pattern, or "include:defaults"
    QList<Expectation> expectations;
    QStringList tested; //!< names asked about, newest first, at most 20

    friend bool operator==(const PolicyNotes &, const PolicyNotes &) = default;
};

//! The key of a rule in PolicyNotes::notes.
QString noteKey(const EgressRule &rule);

//! An edited policy that was not applied.
struct PolicyDraft
{
    std::optional<NetworkPolicy> base; //!< what was in force when the editing began; nothing: it was never read
    NetworkPolicy rules;

    friend bool operator==(const PolicyDraft &, const PolicyDraft &) = default;
};

//! As one text for the store's drafts, and back; nothing from a text that is none.
QString policyDraftToText(const PolicyDraft &draft);
std::optional<PolicyDraft> policyDraftFromText(const QString &text);

} // namespace Spritarium

Q_DECLARE_METATYPE(Spritarium::PolicyVersion)
Q_DECLARE_METATYPE(Spritarium::PolicyTimer)
