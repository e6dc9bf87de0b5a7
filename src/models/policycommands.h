// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/policydocument.h"

#include <QCoreApplication>
#include <QUndoCommand>

namespace Spritarium {

//! A step of a PolicyDocument. Commands keep values and row numbers, never places in the document's list;
//! rows are those of the moment before the step.
class PolicyCommand : public QUndoCommand
{
    Q_DECLARE_TR_FUNCTIONS(Spritarium::PolicyCommand)

protected:
    using State = PolicyDocument::State;

    PolicyCommand(PolicyDocument &document, const QString &text);

    State state() const { return m_document.state(); }
    void setState(const State &state) { m_document.setState(state); }
    const QList<DraftRule> &rules() const { return m_document.m_rules; }
    void setRules(const QList<DraftRule> &rules);
    bool isOf(const PolicyCommand &other) const { return &m_document == &other.m_document; }

private:
    PolicyDocument &m_document;
};

class InsertRulesCommand : public PolicyCommand
{
public:
    InsertRulesCommand(PolicyDocument &document, int row, const QList<DraftRule> &rules);
    void redo() override;
    void undo() override;

private:
    const int m_row;
    const QList<DraftRule> m_rules;
};

class RemoveRulesCommand : public PolicyCommand
{
public:
    //! `rows` ascending, each once.
    RemoveRulesCommand(PolicyDocument &document, const QList<int> &rows);
    void redo() override;
    void undo() override;

private:
    const QList<int> m_rows;
    QList<DraftRule> m_rules;
};

class MoveRulesCommand : public PolicyCommand
{
public:
    //! `rows` ascending, each once; `to` counts with them still in place.
    MoveRulesCommand(PolicyDocument &document, const QList<int> &rows, int to);
    void redo() override;
    void undo() override;

private:
    const QList<int> m_rows;
    const int m_first; //!< where the block begins afterwards
};

class ChangeRuleCommand : public PolicyCommand
{
public:
    ChangeRuleCommand(PolicyDocument &document, int row, const EgressRule &rule, int typing);
    void redo() override { put(m_after); }
    void undo() override { put(m_before); }
    int id() const override { return 1; }
    bool mergeWith(const QUndoCommand *other) override;

private:
    void put(const EgressRule &rule);

    const int m_row;
    const int m_typing;
    const EgressRule m_before;
    EgressRule m_after;
};

//! The whole draft becomes another.
class ReplaceDraftCommand : public PolicyCommand
{
public:
    ReplaceDraftCommand(PolicyDocument &document, const QList<DraftRule> &rules, const QByteArray &unknown,
                        const QString &text, int typing);
    //! The base changes with it, there and back.
    void withBase(const NetworkPolicy &before, const NetworkPolicy &after);
    void redo() override { setState(m_after); }
    void undo() override { setState(m_before); }
    int id() const override { return 2; }
    bool mergeWith(const QUndoCommand *other) override;

private:
    const int m_typing;
    State m_before;
    State m_after;
};

} // namespace Spritarium
