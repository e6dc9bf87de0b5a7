// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/policydiff.h"

#include <QWidget>

class QListView;

namespace Spritarium {

class PolicyDiffModel;
class TextLabel;

//! One policy becoming another: removed, added and moved rules, each with a sign, a word and its row; what
//! stays is folded to "12 rules unchanged" unless it lies beside a change. For sheets.
//!
//! A list of painted rows: as cheap with 2,000 rules as with two. A fold opens by click or Enter.
class PolicyDiffView : public QWidget
{
    Q_OBJECT

public:
    explicit PolicyDiffView(QWidget *parent = nullptr);

    void setDiff(const PolicyDiff &diff);
    //! How many rows are shown before the list scrolls; 8 unless told.
    void setVisibleRows(int rows);
    //! "2 added, 1 removed", above the lines.
    QString summary() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    void open(const QModelIndex &index);

    PolicyDiffModel *m_model;
    TextLabel *m_summary;
    QListView *m_list;
};

} // namespace Spritarium
