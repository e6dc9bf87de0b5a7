// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "domain/operation.h"

#include <QString>

namespace Spritarium {

struct ActivityEntry;

//! "14:05:12", local, to the second.
QString messageTime(const StreamMessage &message);
//! "", "out", "err", or the raw word of a type without a name of its own (ux-spec 9.6).
QString messagePrefix(const StreamMessage &message);
//! "14:05:12  err  text": one line, whatever the text holds; control characters are shown, not run.
QString messageLine(const StreamMessage &message);
//! "✓ Restore" in words: "Restore: done", with the detail if there is one.
QString phaseLine(const Phase &phase);
//! "POST /v1/sprites/x/checkpoint".
QString requestLine(const RequestRecord &request);
//! How long it took, or has taken until `now`.
QString operationDuration(const Operation &operation, const QDateTime &now);
//! One entry as text, times in UTC; nothing a token could be in is part of an entry.
QString activityLogText(const ActivityEntry &entry);
//! The same as Markdown, with the request ids first: they are what support asks for.
QString activityIssueText(const ActivityEntry &entry);

} // namespace Spritarium
