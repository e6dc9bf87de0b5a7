// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QSortFilterProxyModel>
#include <QStringList>

namespace Spritarium {

//! The rows of a PortForwardModel that hold every word of a text. It never sorts; a group's header stays
//! while one of its ports does, notes only without a filter.
class PortFilter : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit PortFilter(QObject *parent = nullptr);

    void setText(const QString &text);
    //! Buttons stand at the trailing side of their column, so does its header.
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool isActive() const { return !m_words.isEmpty(); }

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    bool accepts(int row) const;

    QStringList m_words;
};

} // namespace Spritarium
