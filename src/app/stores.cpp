// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "app/stores.h"

#include "domain/account.h"

namespace Spritarium {

using namespace Qt::StringLiterals;

Stores::Stores(const QString &folder, QObject *parent)
    : QObject(parent)
    , m_main(folder + u"/spritarium.sqlite"_s, this)
    , m_playground(folder + u"/playground.sqlite"_s, this)
{
    forward(m_main);
    forward(m_playground);
}

Store &Stores::of(const AccountId &account)
{
    return account == playgroundAccountId() ? m_playground : m_main;
}

void Stores::clearActivity()
{
    m_main.clearActivity();
    m_playground.clearActivity();
}

void Stores::forgetSprite(const SpriteKey &key)
{
    of(key.account).forgetSprite(key);
    Q_EMIT spriteForgotten(key);
}

void Stores::forgetAccount(const AccountId &account)
{
    of(account).forgetAccount(account);
    Q_EMIT accountForgotten(account);
}

void Stores::forward(Store &store)
{
    connect(&store, &Store::spritesLoaded, this, &Stores::spritesLoaded);
    connect(&store, &Store::spriteLoaded, this, &Stores::spriteLoaded);
    connect(&store, &Store::policyVersionsLoaded, this, &Stores::policyVersionsLoaded);
    connect(&store, &Store::policiesLoaded, this, &Stores::policiesLoaded);
    connect(&store, &Store::storageFailed, this, &Stores::failed);
}

} // namespace Spritarium
