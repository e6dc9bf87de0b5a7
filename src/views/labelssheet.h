// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/ids.h"
#include "views/sheet.h"

namespace Spritarium {

class LabelEditor;

//! The labels of one sprite or of several. For several the field starts with what all share and says so.
class LabelsSheet : public Sheet
{
    Q_OBJECT

public:
    //! `labels` of each sprite, in the order of `sprites`.
    LabelsSheet(const QList<SpriteKey> &sprites, const QList<QStringList> &labels, QWidget *parent = nullptr);

Q_SIGNALS:
    //! The new labels of each sprite, in the order given; only for those that change. The sheet closes
    //! itself.
    void labelsChosen(const QList<Spritarium::SpriteKey> &sprites, const QList<QStringList> &labels);

private:
    void save();

    QList<SpriteKey> m_sprites;
    QList<QStringList> m_before;
    QStringList m_shared;
    LabelEditor *m_editor;
};

} // namespace Spritarium
