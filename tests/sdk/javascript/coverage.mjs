// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';

/** Not for callers of the SDK, or only for a control channel, which a playground does not offer. */
const notTried = new Set([
    'Sprite.constructor',
    'ControlConnection.clearOpConn', 'ControlConnection.isActive', 'ControlConnection.setActive',
    'ControlConnection.handleMessage', 'ControlConnection.handleControlMessage', 'ControlConnection.sendControl',
    'SpriteFilesystem.handleError', 'SpriteFilesystem.getHeaders', 'SpriteFilesystem.buildURL',
]);

/** Notes which methods of the SDK were called, so that a version of it with new ones does not go untried. */
export class Coverage {
    #missing = new Set();

    constructor(sdk) {
        for (const [name, value] of Object.entries(sdk)) {
            if (typeof value !== 'function' || !value.prototype)
                continue;
            for (let prototype = value.prototype; isOfSdk(prototype); prototype = Object.getPrototypeOf(prototype))
                this.#watch(name, prototype);
            this.#watch(name, value);
        }
    }

    addTo(trials) {
        if (!trials.isWhole)
            return;
        trials.trial('every method the SDK has was called', async () => {
            assert.deepEqual([...this.#missing].sort(), []);
        });
    }

    #watch(name, holder) {
        for (const key of Reflect.ownKeys(holder)) {
            const { value, writable } = Object.getOwnPropertyDescriptor(holder, key);
            const label = `${name}.${String(key)}`;
            if (typeof value !== 'function' || !writable || key === 'constructor' || notTried.has(label))
                continue;
            this.#missing.add(label);
            const note = () => this.#missing.delete(label);
            holder[key] = function (...words) {
                note();
                return value.apply(this, words);
            };
        }
    }
}

function isOfSdk(prototype) {
    return prototype && prototype !== Object.prototype && prototype !== Error.prototype &&
        !/^(EventEmitter|Readable|Stream)$/.test(prototype.constructor?.name ?? '');
}
