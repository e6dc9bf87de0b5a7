// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/seedrecipe.h"
#include "playground/spritestore.h"

namespace Spritarium::Playground {

//! Plays one recipe into a store: makes the sprite, its files and its checkpoints, all in the past.
class SeedPlayer
{
public:
    //! The sprite of that name must not be there.
    SeedPlayer(SpriteStore &store, const QString &name);

    //! Stops at the first step that cannot be done; the text names its line.
    StoreResult<Done> play(const QList<SeedStep> &steps);

private:
    using Fault = std::optional<StoreError>;

    Fault take(const SeedStep &step);
    Fault takeSetting(const SeedStep &step);
    Fault takeFile(const SeedStep &step);
    Fault takeMoment(const SeedStep &step);
    Fault makeSprite();
    Fault write(const QString &path, const QByteArray &bytes);
    Fault fault(const QString &what) const;
    void dateTouched(const QDateTime &at);
    QString host(const QString &path) const;
    QDateTime before(const QString &age) const;

    SpriteStore &m_store;
    SpriteRequest m_request;
    SpriteView m_view;
    QStringList m_touched; //!< host paths, since the last dating
    QString m_step;
};

} // namespace Spritarium::Playground
