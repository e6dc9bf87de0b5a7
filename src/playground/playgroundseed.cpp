// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#include "playground/playgroundseed.h"

#include "playground/seedplayer.h"
#include "playground/spritestore.h"

#include <QFile>

using namespace Qt::StringLiterals;

//! Outside of every namespace, or it would look for the resource of another one; needed because a static
//! library's resources are not registered by themselves.
static void registerSeeds()
{
    Q_INIT_RESOURCE(playgroundseed);
}

namespace Spritarium::Playground {

namespace {

StoreResult<Done> seedAll(SpriteStore &store)
{
    for (const QString &name : {u"calm-otter"_s, u"brisk-heron"_s, u"quiet-fjord"_s, u"strict-badger"_s,
                                u"grumpy-goat"_s, u"blank-slate"_s}) {
        QFile recipe(u":/playground/seed/%1.seed"_s.arg(name));
        if (!recipe.open(QIODevice::ReadOnly))
            return StoreError{StoreFault::Io, u"there is no recipe for %1"_s.arg(name)};
        const StoreResult<Done> played = SeedPlayer(store, name).play(parseRecipe(recipe.readAll()));
        if (!played)
            return played;
    }
    return Done{};
}

} // namespace

StoreResult<Done> seedPlayground(SpriteStore &store)
{
    if (!store.isFresh())
        return StoreError{StoreFault::Invalid, u"%1 has sprites already"_s.arg(store.folder())};
    registerSeeds();
    store.beginBatch();
    const StoreResult<Done> seeded = seedAll(store);
    if (!seeded) {
        store.dropBatch();
        return seeded;
    }
    return store.commitBatch();
}

} // namespace Spritarium::Playground
