// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/networkpolicy.h"

#include <QList>
#include <QString>

namespace Spritarium {

//! What became of one typed or pasted text (ux-spec 10.2: cleaned in view, not silently).
struct RuleInput
{
    QString pattern; //!< to be saved, in its xn-- form; empty when refused
    QString note; //!< what was taken away, a sentence: "Saved as `api.example.com`. Ports and paths are not
                  //!< part of a rule."; empty when nothing was
    QString refusal; //!< why it can be no rule, a sentence; empty when it can

    bool isOk() const { return refusal.isEmpty(); }

    friend bool operator==(const RuleInput &, const RuleInput &) = default;
};

//! Of one name. A text with white space, commas or semicolons inside is refused as several, also when it is
//! one link with such a sign in its path.
RuleInput cleanRuleInput(const QString &typed);
//! Split at new lines, commas, semicolons and white space; empty parts are left out. A text that is a policy
//! in JSON is not for this.
QList<RuleInput> cleanPastedNames(const QString &text);
//! `xn--` labels spelled out for people; the pattern itself when there are none.
QString displayPattern(const QString &pattern);
//! For `example.com` `*.example.com`, and the other way round; empty for `*` and for refused texts.
QString companionPattern(const QString &pattern);
//! Why the service would refuse this rule (sprites-api 6.1.2), a sentence; empty when it would not.
QString ruleRefusal(const EgressRule &rule);
//! Why the service would refuse the keys beside the rules, a sentence that names them; empty when there are
//! none.
QString keysRefusal(const NetworkPolicy &policy);

} // namespace Spritarium
