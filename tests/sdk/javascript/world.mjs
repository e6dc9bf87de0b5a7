// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

/** The playground under trial, and the sprites that trials make there. */
export class World {
    #run = randomBytes(3).toString('hex');
    #count = 0;
    #shared = new Map();

    constructor(sdk, url, token) {
        this.sdk = sdk;
        this.url = url.replace(/\/+$/, '');
        this.token = token;
        this.client = new sdk.SpritesClient(token, { baseURL: url });
    }

    get prefix() { return `js-${this.#run}-`; }
    newName(word = 'sprite') { return `${this.prefix}${word}-${++this.#count}`; }

    /** A sprite of one's own. */
    async sprite(word, options) { return this.client.createSprite(this.newName(word), options); }

    /** The sprite that all trials of a group use. */
    async shared(group) {
        if (!this.#shared.has(group))
            this.#shared.set(group, this.sprite(group));
        return this.#shared.get(group);
    }

    /** Makes the playground misbehave with the next requests that match; see its manual. */
    async fault(fault) {
        const response = await fetch(`${this.url}/playground/faults`, {
            method: 'POST',
            headers: { Authorization: `Bearer ${this.token}` },
            body: JSON.stringify(fault),
        });
        if (!response.ok)
            throw new Error(`the playground refused a fault: ${await response.text()}`);
    }

    async tidy() {
        for (const sprite of await this.client.listAllSprites(this.prefix))
            await sprite.delete().catch(error => console.error(`${sprite.name} is left behind: ${error.message}`));
    }
}

/** Waits until `isSo` answers something true, and returns that. */
export async function until(isSo, what, seconds = 15) {
    const end = Date.now() + seconds * 1000;
    for (;;) {
        const answer = await isSo();
        if (answer)
            return answer;
        if (Date.now() > end)
            throw new Error(`never came: ${what}`);
        await pause(50);
    }
}

/** Gathers all that a stream of the SDK tells until it ends. */
export async function gather(stream) {
    const all = [];
    for await (const one of stream)
        all.push(one);
    return all;
}

/** Gathers the text of a readable stream; `text()` is what came so far. */
export function collect(readable) {
    const chunks = [];
    readable.on('data', chunk => chunks.push(chunk));
    return { bytes: () => Buffer.concat(chunks), text: () => Buffer.concat(chunks).toString() };
}

/** A started command, its output and what went wrong with it. */
export function follow(command) {
    const messages = [];
    const errors = [];
    command.on('message', message => messages.push(message));
    command.on('error', error => errors.push(error));
    const spawned = new Promise((resolve, reject) => {
        command.on('spawn', resolve);
        command.on('error', reject);
    });
    spawned.catch(() => {});
    return { command, messages, errors, spawned, out: collect(command.stdout), err: collect(command.stderr) };
}

/** Drops the connection and leaves the command running; the SDK has no call for this. */
export function drop(command) { command.wsCmd.close(); }
