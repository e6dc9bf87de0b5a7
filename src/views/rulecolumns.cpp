// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "views/rulecolumns.h"

#include "models/policyrulemodel.h"
#include "views/rulemetrics.h"

#include <algorithm>
#include <array>

namespace Spritarium {

using Model = PolicyRuleModel;
using RuleMetrics::Badge;

RuleColumns RuleColumns::fitted(int room, Notes notes, const QWidget &view)
{
    const auto wish = [&view](int column) { return RuleMetrics::columnWidth(column, view); };
    const int note = wish(Model::Note);
    const int little = note * 2 / 3;
    const auto findings = [&view](Badge badge) { return RuleMetrics::findingsWidth(badge, view); };
    struct Step
    {
        int kind;
        int note;
        Badge badge;
    };
    const std::array steps{Step{wish(Model::Kind), note, Badge::Words},
                           Step{0, note, Badge::Words},
                           Step{0, little, Badge::Words},
                           Step{0, little, Badge::ShortWords},
                           Step{0, 0, Badge::Words},
                           Step{0, 0, Badge::ShortWords},
                           Step{0, 0, Badge::Mark},
                           Step{0, little, Badge::Mark}};
    const int least = wish(Model::Pattern);
    RuleColumns columns{.number = wish(Model::Number), .action = wish(Model::Action)};
    for (const Step &step : steps) {
        const bool last = &step == &steps.back();
        if ((notes == Notes::Editing && step.note == 0) || (notes == Notes::None && step.note == little) ||
            (notes != Notes::Editing && last))
            continue;
        columns.kind = step.kind;
        columns.note = step.note;
        columns.findings = findings(step.badge);
        columns.pattern =
            room - columns.number - columns.action - columns.kind - columns.note - columns.findings;
        if (columns.pattern >= least)
            break;
    }
    columns.pattern = std::max(least / 2, columns.pattern);
    return columns;
}

} // namespace Spritarium
