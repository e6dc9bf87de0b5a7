// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/insidefeed.h"
#include "domain/networkpolicy.h"
#include "store/storedvalues.h"

namespace Spritarium {

class EgressPanel;
class PolicyDocument;

//! Fills the document of the selected sprite with the rules in force, while its tab is looked at.
class EgressFeed : public InsideFeed
{
    Q_OBJECT

public:
    EgressFeed(const Parts &parts, PolicyDocument &document, EgressPanel &panel, QObject *parent);

protected:
    void watchAnswers(AccountSession &session) override;
    void request(AccountSession &session, const SpriteName &sprite) override;
    void begin(const SpriteKey &key) override;
    void clearContent() override;
    void showState(const ViewState &state) override;

private:
    void applyPolicy(const SpriteKey &read, const NetworkPolicy &policy);
    void applyStored(const SeenSprite &seen);

    PolicyDocument &m_document;
    EgressPanel &m_panel;
};

} // namespace Spritarium
