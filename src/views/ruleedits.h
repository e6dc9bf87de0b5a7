// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/policyrulemodel.h"

#include <QCoreApplication>
#include <QStringList>

namespace Spritarium {

//! What the rule table does to the document, by rows of the document; one undo step each (ux-spec 10.2).
//! Everything that is copied or pasted goes through here.
class RuleEdits
{
    Q_DECLARE_TR_FUNCTIONS(Spritarium::RuleEdits)

public:
    //! What became of a text from the clipboard or a field.
    struct Taken
    {
        int first = -1; //!< row of the first new rule; -1: none
        int count = 0;
        QString note;          //!< what was taken away from it, a sentence
        QStringList refused;   //!< one sentence for each part that can be no rule
        bool isPolicy = false; //!< it was a policy as JSON
    };

    explicit RuleEdits(PolicyRuleModel &rules);

    int ruleCount() const;
    EgressRule ruleAt(int row) const;
    //! Names, as many as there are, or a policy as JSON; before `row`. Nothing is inserted where only some
    //! parts of a single field can be rules and `allOrNothing` is set.
    Taken insertText(const QString &text, int row, const QString &action, bool allOrNothing);
    int insertPreset(int row);
    //! Where to is a row of now, 0 to ruleCount().
    void move(const QList<int> &rows, int to);
    //! All of them one up or one down, as one block; false at the end of the list.
    bool step(const QList<int> &rows, bool up);
    void flip(int row);
    void remove(const QList<int> &rows);
    void duplicate(const QList<int> &rows);
    //! The pattern that `row` suggests and the document has not yet; empty: none.
    QString companionOf(int row) const;
    int addCompanion(int row);
    //! Patterns, one per line; a preset by its name.
    QString names(const QList<int> &rows) const;
    QString json(const QList<int> &rows) const;

private:
    PolicyRuleModel &m_rules;
};

} // namespace Spritarium
