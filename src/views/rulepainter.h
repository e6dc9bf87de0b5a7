// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/policylint.h"
#include "views/appearance.h"

#include <QModelIndex>

class QPainter;
class QStyleOptionViewItem;

namespace Spritarium {

class RuleTable;

//! Paints the cells of the rule table: handle, number, Allow and Deny as two segments, the pattern, badges
//! and the menu mark (ux-spec 10.2). Made for one painting; it keeps nothing.
class RulePainter
{
public:
    explicit RulePainter(const RuleTable &table);

    void paint(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;

private:
    struct Paint;
    void paintHeader(const Paint &p) const;
    void paintNumber(const Paint &p) const;
    void paintAction(const Paint &p) const;
    void paintPattern(const Paint &p) const;
    //! Tells of a note whose column is away; false where there is none.
    bool paintNoteMark(const Paint &p) const;
    void paintNote(const Paint &p) const;
    void paintFindings(const Paint &p) const;
    void paintBadge(const Paint &p, const QRect &room, const QList<Finding> &findings) const;

    const RuleTable &m_table;
};

ColorRole roleOf(Severity severity);

} // namespace Spritarium
