// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/networkpolicy.h"

class QJsonObject;

namespace Spritarium {

//! How the written JSON looks: compact for the wire, spaced for people.
enum class JsonSpacing { Compact, Spaced };

//! One rule as JSON, known keys first (see toJson(const NetworkPolicy &)).
QByteArray ruleToJson(const EgressRule &rule, JsonSpacing spacing);
//! `text` with its quotes.
QByteArray quotedJson(const QString &text);
//! Every key of `object` but the `known` ones as one compact object; empty when there are none.
QByteArray unknownKeys(const QJsonObject &object, const QStringList &known);
//! The members of `object`, which is one compact JSON object, without its braces.
QByteArray membersOf(const QByteArray &object);
//! Whether the known keys of a rule are texts, or absent, or null, which counts as absent.
bool hasRuleTexts(const QJsonObject &object);
//! A rule as it was read. Without both keys it is the catch-all (sprites-api 6.1.2).
EgressRule ruleFromJson(const QJsonObject &object);

} // namespace Spritarium
