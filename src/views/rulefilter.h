// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QSortFilterProxyModel>
#include <QStringList>

namespace Spritarium {

//! The rows of a PolicyRuleModel that hold every word of a text. It never sorts; the last row always stays,
//! headers only without a filter.
class RuleFilter : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit RuleFilter(QObject *parent = nullptr);

    void setText(const QString &text);
    //! The rule of this row of the document stays whatever the text is; -1: none.
    void keepRule(int row);
    //! Numbers stand at the trailing side of their column, so does their header.
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool isActive() const { return !m_words.isEmpty(); }

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QStringList m_words;
    int m_kept = -1;
};

} // namespace Spritarium
