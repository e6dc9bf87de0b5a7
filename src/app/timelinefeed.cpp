// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/timelinefeed.h"

#include "app/accounts.h"
#include "app/stores.h"
#include "models/checkpointtimelinemodel.h"
#include "store/store.h"

#include <algorithm>

namespace Spritarium {

TimelineFeed::TimelineFeed(const Parts &parts, QObject *parent)
    : InsideFeed(parts, parent)
{
    connect(&parts.stores, &Stores::spriteLoaded, this, &TimelineFeed::applyStored);
}

void TimelineFeed::watchAnswers(AccountSession &session)
{
    const AccountId account = session.account().id;
    connect(&session.checkpoints(), &CheckpointService::listed, this,
            [this, account](const SpriteName &name, const QList<Checkpoint> &checkpoints) {
                applyListing({account, name}, checkpoints);
            });
    connect(&session.checkpoints(), &CheckpointService::listFailed, this,
            [this, account](const SpriteName &name, const ApiError &error) {
                applyFailure({account, name}, error);
            });
}

void TimelineFeed::request(AccountSession &session, const SpriteName &sprite)
{
    session.checkpoints().list(sprite);
}

void TimelineFeed::begin(const SpriteKey &key)
{
    parts().timeline.showSprite(key);
}

void TimelineFeed::clearContent()
{
    parts().timeline.applyListing({}, {});
}

void TimelineFeed::showState(const ViewState &state)
{
    parts().timeline.applyState(state);
}

void TimelineFeed::applyListing(const SpriteKey &read, const QList<Checkpoint> &checkpoints)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    parts().stores.of(read.account).saveCheckpoints(read, checkpoints, now);
    if (read != key())
        return;
    parts().timeline.applyListing(checkpoints, now);
    const bool isEmpty = std::all_of(checkpoints.begin(), checkpoints.end(),
                                     [](const Checkpoint &each) { return each.isCurrent(); });
    applyRead(now, isEmpty);
}

void TimelineFeed::applyStored(const SeenSprite &seen)
{
    if (seen.key != key())
        return;
    parts().timeline.applyKnownTimes(seen.knownTimes);
    parts().timeline.applyRestores(seen.restores);
    if (!mayShowRemembered() || !seen.checkpointsAsOf.isValid())
        return;
    parts().timeline.applyListing(seen.checkpoints, seen.checkpointsAsOf);
    applyRemembered(seen.checkpointsAsOf);
}

} // namespace Spritarium
