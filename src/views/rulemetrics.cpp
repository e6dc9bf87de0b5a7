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
        return handleWidth(view) + std::max(32, metrics.horizontalAdvance(u"2000"_s) + 8);
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
        return findingsWidth(Badge::Words, view);
    default:
        break;
    }
    return int(220 * scale);
}

int findingsWidth(Badge badge, const QWidget &view)
{
    const QFontMetrics metrics(fontFor(TextRole::Meta, view.font()));
    const int around = menuSide(view) + Space::small;
    if (badge == Badge::Words)
        return around +
               std::max(scaled(132, view),
                        badgeWidth(metrics, findingBadge({.kind = FindingKind::DependsOnReading}), view) +
                            Space::group);
    const int more = metrics.horizontalAdvance(u"+2"_s) + Space::tiny;
    if (badge == Badge::Mark)
        return around + more + badgeWidth(metrics, {}, view);
    int widest = 0;
    for (int kind = 0; kind <= int(FindingKind::PresetDenied); ++kind) {
        const QString text = shortBadge({.kind = FindingKind(kind), .other = 98});
        widest = std::max(widest, badgeWidth(metrics, text, view));
    }
    return around + more + widest;
}

QString shortBadge(const Finding &finding)
{
    switch (finding.kind) {
    case FindingKind::NeverDecides:
    case FindingKind::NeverMatches:
        return RuleTable::tr("Never", "short for a rule that never decides");
    case FindingKind::DependsOnReading:
        return RuleTable::tr("Depends", "short for a rule that depends on the reading");
    case FindingKind::OrderMatters:
        return RuleTable::tr("Order", "short for a rule whose order matters");
    case FindingKind::PresetWins:
    case FindingKind::PresetDenied:
        return RuleTable::tr("Preset", "short for a rule that a preset overrules");
    case FindingKind::BareNameUnsure:
        return RuleTable::tr("Unsure", "short for a bare name that may not be covered");
    case FindingKind::AllowsEverything:
        return RuleTable::tr("Everything", "short for a rule that allows everything");
    case FindingKind::Refused:
        return RuleTable::tr("Refused", "short for a rule that would be refused");
    case FindingKind::SameAs:
    case FindingKind::FirstRule:
        break;
    }
    return findingBadge(finding);
}

int handleWidth(const QWidget &view)
{
    return scaled(20, view);
}

int menuSide(const QWidget &view)
{
    return std::min(scaled(28, view), rowHeight(view));
}

QRect menuRect(const QRect &cell, const QWidget &view)
{
    const int side = menuSide(view);
    // At the bottom: above it a new rule may be typed.
    const QRect logical(cell.right() - side + 1, cell.bottom() - (rowHeight(view) + side) / 2 + 1, side,
                        side);
    return QStyle::visualRect(view.layoutDirection(), cell, logical);
}

QRect noteMarkRect(const QRect &cell, const QWidget &view)
{
    const int side = menuSide(view);
    const QRect logical(cell.right() - side + 1, cell.bottom() - (rowHeight(view) + side) / 2 + 1, side,
                        side);
    return QStyle::visualRect(view.layoutDirection(), cell, logical);
}

} // namespace Spritarium::RuleMetrics
