// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0

/** A list of named trials, run one after the other. A trial fails when it throws or takes too long. */
export class Trials {
    #list = [];
    #words;
    #stray = [];

    constructor(words) {
        this.#words = words;
        // An emitter of the SDK without a listener for its errors ends up here.
        process.on('uncaughtException', error => this.#stray.push(error));
        process.on('unhandledRejection', error => this.#stray.push(error));
    }

    get isWhole() { return this.#words.length === 0; }

    trial(name, run, seconds = 30) { this.#list.push({ name, run, seconds }); }

    /** Names what cannot be tried, and why. */
    skip(name, reason) { this.#list.push({ name, reason }); }

    async run() {
        const counts = { passed: 0, failed: 0, skipped: 0 };
        const wanted = this.#list.filter(({ name }) =>
            this.isWhole || this.#words.some(word => name.includes(word)));
        for (const one of wanted) {
            if (one.reason) {
                counts.skipped++;
                console.log(`ok ${one.name} # skipped: ${one.reason}`);
                continue;
            }
            const why = await this.#why(one);
            counts[why ? 'failed' : 'passed']++;
            console.log(why ? `not ok ${one.name}: ${why}` : `ok ${one.name}`);
        }
        console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
        return counts.failed === 0;
    }

    /** Why the trial failed; empty when it did not. */
    async #why({ run, seconds }) {
        this.#stray = [];
        let timer;
        const late = new Promise((_, reject) => {
            timer = setTimeout(() => reject(new Error(`no end after ${seconds} s`)), seconds * 1000);
        });
        try {
            await Promise.race([run(), late]);
        } catch (error) {
            return oneLine(error);
        } finally {
            clearTimeout(timer);
        }
        return this.#stray.length > 0 ? `stray error: ${oneLine(this.#stray[0])}` : '';
    }
}

function oneLine(error) {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return text.replace(/\s+/g, ' ').slice(0, 600);
}
