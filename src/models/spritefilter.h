// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/spritequery.h"
#include "models/spritetreemodel.h"

#include <QAbstractProxyModel>

#include <memory>

namespace Spritarium {

//! Sorts and filters the sprite tree. Parents of matches stay; an account stays even when nothing matches.
//!
//! Order is stable while setOrderHeld(true) (the pointer rests on the tree): changes that would move rows
//! wait until it is released (ux-spec 7); new rows then stand last. Rows leave at once when the sprite is
//! gone.
//!
//! A proxy of its own: it keeps every parent's rows sorted and only walks them on a keystroke, which
//! QSortFilterProxyModel cannot do within a frame at 100,000 rows. Few changes are told as insertions and
//! removals, many as one layoutChanged; persistent indexes survive both.
class SpriteFilter : public QAbstractProxyModel
{
    Q_OBJECT

public:
    enum class Order { State, Name, LastRun, Created };
    Q_ENUM(Order)

    explicit SpriteFilter(SpriteTreeModel &model, QObject *parent = nullptr);
    ~SpriteFilter() override;

    void setQueryText(const QString &text);
    QString queryText() const;
    const SpriteQuery &query() const;
    void setOrder(Order order);
    Order order() const;
    void setOrderHeld(bool held);
    //! How many sprites pass.
    int matchCount() const;

    QModelIndex mapToSource(const QModelIndex &index) const override;
    QModelIndex mapFromSource(const QModelIndex &index) const override;
    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    bool hasChildren(const QModelIndex &parent = {}) const override;

Q_SIGNALS:
    //! After each change of the query, once the rows are right.
    void queryChanged();

private:
    struct Private;
    friend struct Private;
    std::unique_ptr<Private> d;
};

} // namespace Spritarium
