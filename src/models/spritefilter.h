// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/spritequery.h"
#include "models/spritetreemodel.h"

#include <QSortFilterProxyModel>

namespace Spritarium {

//! Sorts and filters the sprite tree. Parents of matches stay; an account stays even when nothing matches.
//!
//! Order is stable while setOrderHeld(true) (the pointer rests on the tree): changes that would move rows
//! wait until it is released (ux-spec 7).
class SpriteFilter : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    enum class Order { State, Name, LastRun, Created };
    Q_ENUM(Order)

    explicit SpriteFilter(SpriteTreeModel &model, QObject *parent = nullptr);

    void setQueryText(const QString &text);
    QString queryText() const;
    const SpriteQuery &query() const;
    void setOrder(Order order);
    Order order() const;
    void setOrderHeld(bool held);
    //! How many sprites pass.
    int matchCount() const;

Q_SIGNALS:
    //! After each change of the query, once the rows are right.
    void queryChanged();

protected:
    bool filterAcceptsRow(int sourceRow, const QModelIndex &sourceParent) const override;
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    SpriteTreeModel &m_model;
    SpriteQuery m_query;
    QString m_queryText;
    Order m_order = Order::State;
};

} // namespace Spritarium
