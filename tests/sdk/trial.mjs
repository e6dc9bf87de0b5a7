// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
//
// Tries everything the official JavaScript SDK can do against a playground.
//
//   SPRITES_API_URL=http://127.0.0.1:PORT SPRITE_TOKEN=TOKEN node tests/sdk/trial.mjs [WORD...]
//
// The SDK is taken from node_modules below the working folder. With words, only trials whose names have one
// of them run. Prints one line a trial and a summary; the exit code is 1 if any trial failed.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { Coverage } from './javascript/coverage.mjs';
import { Trials } from './javascript/trials.mjs';
import { World } from './javascript/world.mjs';
import addCheckpoints from './javascript/checkpoints.mjs';
import addCommands from './javascript/commands.mjs';
import addControl from './javascript/control.mjs';
import addErrors from './javascript/errors.mjs';
import addFiles from './javascript/files.mjs';
import addPolicies from './javascript/policies.mjs';
import addPorts from './javascript/ports.mjs';
import addServices from './javascript/services.mjs';
import addSessions from './javascript/sessions.mjs';
import addSprites from './javascript/sprites.mjs';

const url = process.env.SPRITES_API_URL ?? process.env.SPRITARIUM_URL;
const token = process.env.SPRITE_TOKEN ?? process.env.SPRITARIUM_TOKEN;
if (!url || !token) {
    console.error('SPRITES_API_URL and SPRITE_TOKEN say which playground to try');
    process.exit(2);
}

const here = createRequire(join(process.cwd(), 'here.js'));
const sdk = await import(pathToFileURL(here.resolve('@fly/sprites')));
const coverage = new Coverage(sdk);
const world = new World(sdk, url, token);
const trials = new Trials(process.argv.slice(2));

for (const add of [addSprites, addErrors, addCommands, addSessions, addCheckpoints, addServices, addFiles, addPorts,
    addPolicies, addControl]) {
    add(trials, world);
}
coverage.addTo(trials);

const isGood = await trials.run();
await world.tidy();
process.exit(isGood ? 0 : 1);
