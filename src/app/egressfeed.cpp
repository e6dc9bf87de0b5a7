// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/egressfeed.h"

#include "app/accounts.h"
#include "app/stores.h"
#include "models/policydocument.h"
#include "views/egresspanel.h"

namespace Spritarium {

EgressFeed::EgressFeed(const Parts &parts, PolicyDocument &document, EgressPanel &panel, QObject *parent)
    : InsideFeed(parts, parent)
    , m_document(document)
    , m_panel(panel)
{
    connect(&parts.stores, &Stores::spriteLoaded, this, &EgressFeed::applyStored);
}

void EgressFeed::watchAnswers(AccountSession &session)
{
    const AccountId account = session.account().id;
    connect(&session.policies(), &PolicyService::loaded, this,
            [this, account](const SpriteName &name, const NetworkPolicy &policy) {
                applyPolicy({account, name}, policy);
            });
    connect(&session.policies(), &PolicyService::loadFailed, this,
            [this, account](const SpriteName &name, const ApiError &error) {
                applyFailure({account, name}, error);
            });
}

void EgressFeed::request(AccountSession &session, const SpriteName &sprite)
{
    session.policies().load(sprite);
}

void EgressFeed::begin(const SpriteKey &key)
{
    m_document.open(key);
}

void EgressFeed::clearContent()
{
    m_document.clearPublished();
}

void EgressFeed::showState(const ViewState &state)
{
    m_panel.applyState(state);
}

void EgressFeed::applyPolicy(const SpriteKey &read, const NetworkPolicy &policy)
{
    if (read != key())
        return;
    const QDateTime now = QDateTime::currentDateTimeUtc();
    m_document.setPublished(policy, now);
    // No rules are rules, too: the view says "Unrestricted".
    applyRead(now, false);
}

void EgressFeed::applyStored(const SeenSprite &seen)
{
    if (seen.key != key() || !mayShowRemembered() || !seen.policyAsOf.isValid())
        return;
    m_document.setPublished(seen.policy, seen.policyAsOf);
    applyRemembered(seen.policyAsOf);
}

} // namespace Spritarium
