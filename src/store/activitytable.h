// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/storedvalues.h"

namespace Spritarium {

class Database;

//! Newest first. What still ran when the program ended is not known to have ended: outcome Unknown, and so
//! its phases.
QList<StoredActivity> readActivity(Database &database);
//! Those that readActivity() gives as Unknown because the program ended.
QList<Operation> unfinishedOf(Database &database);
void writeOperation(Database &database, const Operation &operation, const QString &accountName);
void writeRequest(Database &database, const OperationId &operation, const RequestRecord &request);
//! Appends, and keeps the last 200 of the operation.
void writeMessages(Database &database, const OperationId &operation, const QList<StreamMessage> &messages);
//! Removes what has ended before `before` (invalid: all that has ended), and all but the newest 5,000.
void trimActivity(Database &database, const QDateTime &before);

} // namespace Spritarium
