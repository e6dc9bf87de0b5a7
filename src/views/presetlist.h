// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/presetnames.h"
#include "views/popover.h"

class QLineEdit;
class QListView;

namespace Spritarium {

//! The names behind a preset, to read and search (ux-spec 10.2). "List as known on …; the service may
//! differ."
class PresetList : public Popover
{
    Q_OBJECT

public:
    PresetList(const PresetNames &names, bool known, QWidget *parent);

    //! Under `row` of `view`, or over it where there is more room; never on it. Lower than it could be where
    //! the screen ends.
    void openBeside(const QWidget &view, const QRect &row);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QLineEdit *m_search;
    QListView *m_list;
};

} // namespace Spritarium
