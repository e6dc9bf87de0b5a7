// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/policydiff.h"

#include <QAbstractListModel>

namespace Spritarium {

//! The lines of a difference, with runs of unchanged rules folded into one row each. Owned by PolicyDiffView.
class PolicyDiffModel : public QAbstractListModel
{
    Q_OBJECT

public:
    explicit PolicyDiffModel(QObject *parent = nullptr);

    void setDiff(const PolicyDiff &diff);
    //! The rule of a row; nothing for a fold.
    const RuleDifference *lineAt(int row) const;
    //! How many rules are folded into this row; 0: it is a rule.
    int foldedAt(int row) const;
    //! The fold gives way to its rules.
    void unfold(int row);
    //! The widest texts, so that columns need not look at every row.
    int highestRow() const { return m_highestRow; }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

    //! "−", "+", "↕"; empty for unchanged.
    static QString signText(RuleDifference::Kind kind);
    //! "Removed", "Added", "Moved", "Unchanged".
    static QString wordText(RuleDifference::Kind kind);
    //! "4", or "5 → 2" of a moved rule; counted from 1.
    static QString rowsText(const RuleDifference &line);

private:
    struct Row
    {
        int line = 0;
        int folded = 0;
    };

    QString spokenText(int row) const;

    PolicyDiff m_diff;
    QList<Row> m_rows;
    int m_highestRow = 0;
};

} // namespace Spritarium
