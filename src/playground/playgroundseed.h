// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playground/outcome.h"

namespace Spritarium::Playground {

class SpriteStore;

//! Fills a fresh, open store with the six sprites of ux-spec 14, entirely or not at all: calm-otter (running,
//! branches and restores), brisk-heron (warm), quiet-fjord (cold), strict-badger (restricted), grumpy-goat
//! (fails on purpose) and blank-slate (empty). Times lie days to minutes before the store's clock. Invalid if
//! the store is not fresh.
StoreResult<Done> seedPlayground(SpriteStore &store);

} // namespace Spritarium::Playground
