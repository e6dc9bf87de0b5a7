// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/rulemetrics.h"

#include "models/policyrulemodel.h"
#include "models/policyruletexts.h"
#include "views/appearance.h"
#include "views/ruletable.h"
#include "views/spritariumstyle.h"

#include <QFontMetrics>
#include <QStyle>

#include <cmath>

namespace Spritarium::RuleMetrics {

using namespace Qt::StringLiterals;
using Model = PolicyRuleModel;

namespace {

qreal scaleOf(const QWidget &view)
{
    return std::max(1.0, view.fontMetrics().height() / 18.0);
}

} // namespace

int scaled(int size, const QWidget &view)
{
    return int(std::lround(size * scaleOf(view)));
}

int glyphSize(const QWidget &view)
{
    return scaled(10, view);
}

int smallSegment(const QWidget &view)
{
    return scaled(26, view);
}

int badgeWidth(const QFontMetrics &metrics, const QString &text, const QWidget &view)
{
    return metrics.horizontalAdvance(text) + scaled(14, view) + 3 * Space::small;
}

int rowHeight(const QWidget &view)
{
    return std::max(isCompact(view) ? 30 : 36, view.fontMetrics().height() + 16);
}

int columnWidth(int column, const QWidget &view)
{
    const QFontMetrics metrics = view.fontMetrics();
    const qreal scale = scaleOf(view);
    switch (column) {
    case Model::Number:
        return handleWidth + std::max(32, metrics.horizontalAdvance(u"2000"_s) + 8);
    case Model::Action: {
        const int word = std::max(metrics.horizontalAdvance(RuleTable::tr("Allow")),
                                  metrics.horizontalAdvance(RuleTable::tr("Deny")));
        return std::max(96, word + glyphSize(view) + 20 + smallSegment(view) + 2 * Space::tiny);
    }
    case Model::Kind: {
        int widest = 112;
        for (const EgressRule &rule : {allowRule(u"x"_s), allowRule(u"*.x"_s), allowRule(u"*"_s)})
            widest = std::max(widest, metrics.horizontalAdvance(ruleKindText(rule)) + 2 * Space::small + 2);
        return widest;
    }
    case Model::Note:
        return int(180 * scale);
    case Model::Findings:
        return std::max(int(160 * scale),
                        badgeWidth(QFontMetrics(fontFor(TextRole::Meta, view.font())),
                                   findingBadge({.kind = FindingKind::DependsOnReading}), view) +
                            Space::group) +
               menuWidth;
    default:
        break;
    }
    return int(180 * scale);
}

QRect menuRect(const QRect &cell, Qt::LayoutDirection direction)
{
    const QRect logical(cell.right() - menuWidth + 1, cell.top() + (cell.height() - menuWidth) / 2, menuWidth,
                        menuWidth);
    return QStyle::visualRect(direction, cell, logical);
}

} // namespace Spritarium::RuleMetrics
