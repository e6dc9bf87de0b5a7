// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/store.h"

#include <QObject>

namespace Spritarium {

//! The store of the real accounts and the one of the playground: they share nothing (ux-spec 14).
class Stores : public QObject
{
    Q_OBJECT

public:
    //! Both files lie in `folder`.
    Stores(const QString &folder, QObject *parent);

    Store &main() { return m_main; }
    Store &playground() { return m_playground; }
    Store &of(const AccountId &account);
    void clearActivity();
    //! All that is remembered of a sprite that is gone, or of an account that is left.
    void forgetSprite(const SpriteKey &key);
    void forgetAccount(const AccountId &account);

Q_SIGNALS:
    //! For those who hold in memory what was remembered.
    void spriteForgotten(const Spritarium::SpriteKey &key);
    void accountForgotten(const Spritarium::AccountId &account);
    // The signals of both, as one.
    void spritesLoaded(const Spritarium::SeenSprites &sprites);
    void spriteLoaded(const Spritarium::SeenSprite &sprite);
    void policyVersionsLoaded(const Spritarium::SpriteKey &key,
                              const QList<Spritarium::PolicyVersion> &versions);
    void policiesLoaded(const Spritarium::AccountId &account,
                        const QHash<Spritarium::SpriteKey, Spritarium::SeenPolicy> &policies);
    void failed(const Spritarium::ApiError &error);

private:
    void forward(Store &store);

    Store m_main;
    Store m_playground;
};

} // namespace Spritarium
