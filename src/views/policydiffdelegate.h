// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/appearance.h"

#include <QStyledItemDelegate>

namespace Spritarium {

class PolicyDiffModel;
struct RuleDifference;

//! Paints one line of a PolicyDiffModel: sign, word, row, action, pattern. Where there is little room the
//! word gives way to the sign.
class PolicyDiffDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    PolicyDiffDelegate(const PolicyDiffModel &model, QObject *parent);

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    static int rowHeight(const QFont &font);

private:
    void paintFold(QPainter &painter, const QStyleOptionViewItem &row, int count) const;
    void paintLine(QPainter &painter, const QStyleOptionViewItem &row, const RuleDifference &line) const;

    const PolicyDiffModel &m_model;
};

} // namespace Spritarium
