// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/insidefeed.h"
#include "domain/checkpoint.h"
#include "store/storedvalues.h"

namespace Spritarium {

//! Fills the timeline of the selected sprite.
class TimelineFeed : public InsideFeed
{
    Q_OBJECT

public:
    TimelineFeed(const Parts &parts, QObject *parent);

protected:
    void watchAnswers(AccountSession &session) override;
    void request(AccountSession &session, const SpriteName &sprite) override;
    void begin(const SpriteKey &key) override;
    void clearContent() override;
    void showState(const ViewState &state) override;

private:
    void applyListing(const SpriteKey &key, const QList<Checkpoint> &checkpoints);
    void applyStored(const SeenSprite &seen);
};

} // namespace Spritarium
