// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/policyanalysis.h"
#include "models/policyrulerow.h"

#include <QAbstractTableModel>

namespace Spritarium {

//! The rules as a table (ux-spec 10.2): the draft's rows and a fixed last one, "Everything else". Edits
//! become commands of the document; rows are reconciled by DraftRule::id, so selection and editors survive.
//! As evaluated, headers stand between the groups and the order is another; the document's is never touched.
//! Texts of headers and of the last row stand in the column Pattern, their other columns are empty.
//!
//! Rows follow the document at once, findings with PolicyAnalysis::changed().
class PolicyRuleModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Number, Action, Pattern, Kind, Note, Findings, ColumnCount };
    using RowType = PolicyRuleRow::Type;
    enum class Arrangement { AsSaved, AsEvaluated };
    enum Role {
        RuleRole = Qt::UserRole + 1, //!< EgressRule
        RuleRowRole,                 //!< int: row in the document; -1 for header and fallback
        RowTypeRole,                 //!< int of RowType
        FindingsRole,                //!< QVariant of QList<Finding>
        DeniesRole,                  //!< bool: red or green
        DecidesRole,                 //!< bool: false greys it in "As evaluated"
        DecidingRole,                //!< bool: decides the name in the tester, under some reading
        RuleKindRole,                //!< int of RuleKind
        PatternRole,                 //!< QString as saved (DisplayRole spells xn-- out)
        SearchRole                   //!< QString: everything the filter looks at
    };

    PolicyRuleModel(PolicyDocument &document, PolicyAnalysis &analysis, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    //! Display and accessible texts: "Rule 3, allow, star dot example dot com, subdomains, never decides".
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    //! Action takes "allow" or "deny", Pattern a typed text (cleaned; false when refused, with the reason in
    //! refused()), Note a text.
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;

    Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
    QStringList mimeTypes() const override;
    QMimeData *mimeData(const QModelIndexList &indexes) const override;
    bool canDropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column,
                         const QModelIndex &parent) const override;
    //! Moves the rules by a command of the document and returns false, so that no view removes what it thinks
    //! was copied.
    bool dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column,
                      const QModelIndex &parent) override;

    Arrangement arrangement() const { return m_arrangement; }
    void setArrangement(Arrangement arrangement);
    //! Edits off: asleep without a draft, denied, while it is applied.
    void setReadOnly(bool readOnly);
    bool isReadOnly() const { return m_readOnly; }
    //! Rows of the document that decide the name in the tester.
    void setDeciding(const QList<int> &rows);
    //! The view's index of a row of the document.
    QModelIndex indexOf(int documentRow, Column column = Pattern) const;
    PolicyDocument &document() { return m_document; }
    PolicyAnalysis &analysis() { return m_analysis; }

Q_SIGNALS:
    //! Typed text that can be no rule; `reason` is a sentence.
    void refused(const QModelIndex &index, const QString &typed, const QString &reason);
    //! Something was taken away from typed text; `note` is a sentence.
    void cleaned(const QModelIndex &index, const QString &note);

private:
    struct Host;
    QList<PolicyRuleRow> freshRows(bool withFindings);
    PolicyRuleRow ruleRow(int documentRow) const;
    void addFindings(QList<PolicyRuleRow> &rows);
    void keepFindings(QList<PolicyRuleRow> &rows) const;
    void rebuild(bool withFindings);
    void bringIntoOrder(const QList<PolicyRuleRow> &fresh);
    void sortRows(const QList<quint64> &keys);
    void reset();
    bool setAction(const PolicyRuleRow &row, const QString &action);
    bool setPattern(const QModelIndex &index, const QString &typed);
    QVariant editValue(const PolicyRuleRow &row, int column) const;
    QString displayText(const PolicyRuleRow &row, int column) const;
    QString accessibleText(const PolicyRuleRow &row, int column) const;
    QString accessibleDescription(const PolicyRuleRow &row) const;
    bool isDeciding(const PolicyRuleRow &row) const;
    void tellDeciding(int documentRow);
    //! Rows of the document; empty when `data` is not of this model.
    QList<int> draggedRows(const QMimeData *data) const;
    bool canMoveRules() const { return m_arrangement == Arrangement::AsSaved && !m_readOnly; }

    PolicyDocument &m_document;
    PolicyAnalysis &m_analysis;
    QList<PolicyRuleRow> m_rows;
    QList<int> m_deciding;
    Arrangement m_arrangement = Arrangement::AsSaved;
    bool m_readOnly = false;
};

} // namespace Spritarium
