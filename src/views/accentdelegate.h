// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStyledItemDelegate>

namespace Spritarium {

//! A plain cell with, if the model says so, a glyph before the words, an accent, or the fixed font.
class AccentDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    enum Role {
        GlyphRole = Qt::UserRole + 90, //!< Glyph as a number; none: no glyph and no place for it
        AccentRole,                    //!< ColorRole as a number; of the glyph, else of the words
        FixedRole                      //!< true: a name, in the fixed font and from the left
    };

    explicit AccentDelegate(QObject *parent = nullptr);

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
};

} // namespace Spritarium
