// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/palettemodel.h"

#include <QFrame>

class QLineEdit;
class QListView;

namespace Spritarium {

//! Opens under its field and lists what the typed letters mean: 640 wide, 8 rows of 36 (ux-spec 4).
//!
//! The field keeps the focus; arrows and Page keys move in the list, Enter chooses, Escape closes. A disabled
//! action shows its reason and cannot be chosen. The caller acts on the signals and remembers recent choices.
class CommandPalette : public QFrame
{
    Q_OBJECT

public:
    //! `field` is watched: it opens with the focus or typing. Both must outlive the palette.
    CommandPalette(PaletteModel &model, QLineEdit &field, QWidget *parent);

    //! Focuses the field and opens; Ctrl+K.
    void open();
    void dismiss();

Q_SIGNALS:
    void spriteChosen(const Spritarium::SpriteKey &key);
    //! An action or a setting, by its id.
    void actionChosen(const QString &id);
    //! Something that the typed text itself offered, by its id.
    void offerChosen(const QString &id);
    //! For the recent ones: IdRole of whatever was chosen.
    void chosen(const QString &id);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    bool handleKey(int key);
    void moveBy(int rows);
    void goTo(int row);
    void choose(const QModelIndex &index);
    void place();
    void search(const QString &text);

    PaletteModel &m_model;
    QLineEdit &m_field;
    QListView *m_list;
};

} // namespace Spritarium
