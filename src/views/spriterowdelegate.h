// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStyledItemDelegate>

class QAbstractItemView;
class QTimer;

namespace Spritarium {

//! Paints a row of the sprite tree: glyph, name with the match marked, second line, at most three badges
//! (ux-spec 7).
class SpriteRowDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit SpriteRowDelegate(QAbstractItemView &view);

    //! Words of the filter, lower case; where they occur in a name is marked.
    void setWords(const QStringList &words);
    //! Off: one line of 32 (compact 26).
    void setSecondLine(bool on);
    bool hasSecondLine() const { return m_secondLine; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintSprite(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    void paintAccount(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    void paintGroup(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    int paintBadges(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    void paintName(QPainter &painter, const QRect &rect, const QString &name,
                   const QStyleOptionViewItem &option, const QColor &color) const;

    QAbstractItemView &m_view;
    QTimer *m_turning;
    mutable bool m_sawTurning = false;
    qreal m_turn = 0;
    QStringList m_words;
    bool m_secondLine = true;
};

} // namespace Spritarium
