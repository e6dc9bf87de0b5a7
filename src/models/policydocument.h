// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/policyversion.h"

#include <QDateTime>
#include <QObject>
#include <QUndoStack>

#include <optional>

namespace Spritarium {

//! One row of the draft. The id stays with the rule through edits and moves; it is not stored.
struct DraftRule
{
    quint64 id = 0;
    EgressRule rule;

    friend bool operator==(const DraftRule &, const DraftRule &) = default;
};

//! The egress rules of one sprite while a person works on them: what is in force, the draft, and the way
//! back.
//!
//! Every edit is a command on undoStack(); commands keep values and row numbers. Modified means draft()
//! differs from published() by value. Publishing is no command: undo leads to a modified draft afterwards. A
//! document shows one sprite at a time; open() begins afresh. Rows are 0-based; a row that is not there is
//! ignored.
class PolicyDocument : public QObject
{
    Q_OBJECT

public:
    explicit PolicyDocument(QObject *parent = nullptr);

    //! Another sprite: no rules, no draft, no notes, an empty undo stack.
    void open(const SpriteKey &key);
    const SpriteKey &key() const { return m_key; }

    //! What the service said, or what was last seen (`asOf` tells). A draft without changes follows, and its
    //! undo stack is cleared when the rules differ; a draft with changes stays, its base() too.
    void setPublished(const NetworkPolicy &policy, const QDateTime &asOf);
    //! After an apply that was read back: `posted` is in force and becomes the base; the stack stays.
    void markPublished(const NetworkPolicy &posted, const QDateTime &asOf);
    //! May not be read any more (401, 403): nothing is shown, the draft is kept.
    void clearPublished();
    //! A draft that survived a restart; before or after setPublished(). Not an undo step. One without a base
    //! takes the first rules that are read as its base.
    void restoreDraft(const PolicyDraft &draft);

    bool isLoaded() const { return m_published.has_value(); }
    NetworkPolicy published() const { return m_published.value_or(NetworkPolicy()); }
    const QDateTime &asOf() const { return m_asOf; }
    //! What was in force when this draft began; the published rules while it is not modified. No rules while
    //! hasBase() is false.
    NetworkPolicy base() const;
    //! False before anything was read: nobody knows what stood there when the draft began.
    bool hasBase() const { return m_published || m_base; }
    NetworkPolicy draft() const;
    const QList<DraftRule> &rules() const { return m_rules; }
    //! Before anything was read: differs from base().
    bool isModified() const { return m_isModified; }
    //! Modified, and the rules in force are not those the draft began with.
    bool isOutdated() const;
    QUndoStack *undoStack() { return &m_stack; }

    // Edits: one undo step each.
    void insertRules(int row, const QList<EgressRule> &rules);
    void removeRules(QList<int> rows);
    //! The rules of `rows`, in their order, stand before row `to` of now (0 to count) afterwards.
    void moveRules(QList<int> rows, int to);
    //! Steps on the same row with the same `typing` other than 0 become one.
    void changeRule(int row, const EgressRule &rule, int typing = 0);
    //! Allow or deny. A preset that allows again gets back the word that it has in force, mostly none.
    void setAction(int row, bool denies);
    //! Start from, JSON, order-proof, fixes. `text` names the step. Rules that stay keep their ids.
    //! Steps that follow each other with the same `typing` other than 0 become one.
    void replaceDraft(const NetworkPolicy &policy, const QString &text, int typing = 0);
    //! The draft becomes what is in force; undo brings it back.
    void discard();
    //! My changes were laid over `theirs`: the draft becomes `rules` and the base `theirs`, one step. Undo
    //! brings back both, so that isOutdated() is told again.
    void rebase(const NetworkPolicy &rules, const NetworkPolicy &theirs, const QString &text);

    const PolicyNotes &notes() const { return m_notes; }
    //! What was stored; tells notesRestored() only.
    void restoreNotes(const PolicyNotes &notes);
    //! Of every rule with the same noteKey(); a blank text removes it.
    void setNote(const EgressRule &rule, const QString &note);
    QString noteOf(const EgressRule &rule) const { return m_notes.notes.value(noteKey(rule)); }
    void setExpectations(const QList<Expectation> &expectations);
    //! Moves it to the front; the last 20 are kept.
    void addTested(const QString &name);

Q_SIGNALS:
    //! Another sprite.
    void opened(const Spritarium::SpriteKey &key);
    //! rules() differs from before; once per edit, undo or redo.
    void rulesChanged();
    //! published() or asOf() differs.
    void publishedChanged();
    //! isModified(), isOutdated() or base() may differ.
    void modifiedChanged();
    //! A person's edit (not restoreNotes()): to be stored.
    void notesChanged();
    //! Others are there than before, not by a person's edit.
    void notesRestored();

private:
    friend class PolicyCommand;
    //! What a step of the undo stack takes and gives: rules with the keys beside them, and another base when
    //! the step is one that changes it.
    struct State
    {
        QList<DraftRule> rules;
        QByteArray unknown;
        std::optional<NetworkPolicy> base;

        friend bool operator==(const State &, const State &) = default;
    };

    State state() const { return {m_rules, m_unknown, {}}; }
    void setState(const State &state);
    void push(QUndoCommand *command);
    QList<DraftRule> withNewIds(const QList<EgressRule> &rules);
    //! With the ids of now where a rule stays, best by value, then by what it names, then by its place.
    QList<DraftRule> withKnownIds(const QList<EgressRule> &rules);
    void takeOver(const NetworkPolicy &policy);
    void refreshModified();
    bool hasRow(int row) const { return row >= 0 && row < m_rules.size(); }
    QList<int> rowsThatAre(QList<int> rows) const;

    SpriteKey m_key;
    std::optional<NetworkPolicy> m_published;
    QDateTime m_asOf;
    std::optional<NetworkPolicy> m_base; //!< nothing: never read, so no rules in force can differ from it
    bool m_isModified = false;
    QList<DraftRule> m_rules;
    QByteArray m_unknown; //!< of the draft's document
    PolicyNotes m_notes;
    QUndoStack m_stack;
    quint64 m_nextId = 1;
};

} // namespace Spritarium
