// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/policydiff.h"

#include <QWidget>

class QTableWidget;

namespace Spritarium {

class TextLabel;

//! Names for which another access is found after a change: name, before, after; those that get tighter come
//! first. At most 200 are listed, the others counted.
class VerdictChangeList : public QWidget
{
    Q_OBJECT

public:
    explicit VerdictChangeList(QWidget *parent = nullptr);

    void setChanges(const QList<VerdictChange> &changes);

protected:
    void changeEvent(QEvent *event) override;

private:
    void addRow(int row, const VerdictChange &change);
    void fitHeight();

    QTableWidget *m_table;
    TextLabel *m_more;
};

//! Good for allowed, danger for denied, caution for what depends on the reading.
int verdictAccent(const Verdict &verdict);

} // namespace Spritarium
