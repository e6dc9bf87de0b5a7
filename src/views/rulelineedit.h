// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QLineEdit>
#include <QPersistentModelIndex>

namespace Spritarium {

//! The field in which a name pattern or a note is typed, in the table. Patterns are in the fixed font and
//! from left to right in every language.
class RuleLineEdit : public QLineEdit
{
    Q_OBJECT

public:
    enum class Content { Pattern, Note };

    explicit RuleLineEdit(Content content, QWidget *parent = nullptr);

    //! The cell it stands in; none for a rule that is not there yet.
    void setCell(const QModelIndex &cell) { m_cell = cell; }
    QModelIndex cell() const { return m_cell; }

private:
    QPersistentModelIndex m_cell;
};

} // namespace Spritarium
