// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';

import { until } from './world.mjs';

export default function addSprites(trials, world) {
    const { client, sdk } = world;

    trials.trial('sprites: a handle needs no call', async () => {
        const sprite = client.sprite('never-made');
        assert.equal(sprite.name, 'never-made');
        assert.equal(sprite.client, client);
    });

    trials.trial('sprites: create', async () => {
        const name = world.newName();
        const sprite = await client.createSprite(name);
        assert.equal(sprite.name, name);
        assert.match(sprite.id, /^sprite-/);
        assert.match(sprite.status, /^(cold|warm|running)$/);
        assert.ok(sprite.organizationName);
        assert.ok(sprite.createdAt.getTime() > 0 && sprite.updatedAt.getTime() > 0);
        assert.match(sprite.url, /^https?:/);
        assert.equal(sprite.urlSettings.auth, 'sprite');
    });

    trials.trial('sprites: create with every option', async () => {
        const sprite = await world.sprite('full', {
            config: { ramMB: 512, cpus: 1, region: 'ams', storageGB: 1 },
            environment: { GREETING: 'hello' },
            urlSettings: { auth: 'public' },
            labels: ['one', 'two'],
            waitForCapacity: true,
            runtime: 'default',
        });
        assert.deepEqual([...sprite.labels].sort(), ['one', 'two']);
        assert.equal(sprite.urlSettings.auth, 'public');
    });

    trials.trial('sprites: create with a config, and with a config and more', async () => {
        const plain = await client.createSprite(world.newName(), { ramMB: 256 });
        assert.equal(plain.urlSettings.auth, 'sprite');
        const more = await client.createSprite(world.newName(), { ramMB: 256 }, { labels: ['more'] });
        assert.deepEqual(more.labels, ['more']);
    });

    trials.trial('sprites: create of the dev runtime', async () => {
        assert.ok((await world.sprite('dev', { runtime: 'dev' })).id);
    });

    trials.trial('sprites: get', async () => {
        const made = await world.sprite('get', { labels: ['seen'] });
        const got = await client.getSprite(made.name);
        assert.equal(got.id, made.id);
        assert.deepEqual(got.labels, ['seen']);
    });

    trials.trial('sprites: list in pages', async () => {
        const prefix = world.newName('page');
        for (const letter of 'abcde')
            await client.createSprite(prefix + letter);
        const first = await client.listSprites({ prefix, maxResults: 2 });
        assert.equal(first.sprites.length, 2);
        assert.ok(first.hasMore && first.nextContinuationToken);
        const second = await client.listSprites({
            prefix, maxResults: 2, continuationToken: first.nextContinuationToken });
        const third = await client.listSprites({
            prefix, maxResults: 2, continuationToken: second.nextContinuationToken });
        assert.equal(third.sprites.length, 1);
        assert.ok(!third.nextContinuationToken);
        const names = [...first.sprites, ...second.sprites, ...third.sprites].map(one => one.name);
        assert.deepEqual(names.sort(), [...'abcde'].map(letter => prefix + letter));
    });

    trials.trial('sprites: list without options tells the organization and its counts', async () => {
        const list = await client.listSprites();
        assert.ok(list.organizationName);
        for (const key of ['running', 'warm', 'cold', 'runningLimit', 'warmLimit'])
            assert.equal(typeof list[key], 'number', key);
    });

    trials.trial('sprites: list for bulk loading', async () => {
        const made = await world.sprite('bulk');
        const list = await client.listSprites({ prefix: made.name, bulkLoad: true });
        assert.deepEqual(list.sprites.map(one => one.name), [made.name]);
    });

    trials.trial('sprites: list all of more than one page', async () => {
        const prefix = world.newName('many');
        await Promise.all(Array.from({ length: 53 }, (_, at) => client.createSprite(`${prefix}-${at}`)));
        const all = await client.listAllSprites(prefix);
        assert.equal(new Set(all.map(one => one.name)).size, 53);
        await Promise.all(all.map(one => one.destroy()));
        assert.equal((await client.listAllSprites(prefix)).length, 0);
    }, 60);

    trials.trial('sprites: watch the list', async () => {
        const sprite = await world.sprite('watched');
        await sprite.upgrade();
        const { environmentVersion } = await client.getSprite(sprite.name);
        assert.ok(environmentVersion);
        const stream = await client.watchSprites({ prefix: sprite.name, maxResults: 10 });
        const events = [];
        const reading = stream.processAll(event => { events.push(event); }).catch(() => {});
        try {
            await sprite.exec('true');
            const event = await until(() => events.find(one => one.name === sprite.name && one.status === 'running'),
                'news of the sprite that runs now');
            assert.ok(event.organization.name);
            assert.equal(typeof event.organization.running, 'number');
            assert.ok(event.lastRunningAt.getTime() > 0);
            assert.ok(event.timestamp.getTime() > 0);
            assert.equal(event.runningVersion, environmentVersion);
        } finally {
            stream.close();
        }
        await reading;
    });

    trials.trial('sprites: watch the list, read by next and by for-await', async () => {
        const first = await world.sprite('watched');
        const byNext = await client.watchSprites({ prefix: first.name });
        const waiting = byNext.next();
        await first.exec('true');
        assert.ok(await waiting);
        byNext.close();
        const second = await world.sprite('watched');
        const byLoop = await client.watchSprites({ prefix: second.name });
        second.exec('true').catch(() => {});
        for await (const event of byLoop) {
            if (event.name === second.name)
                break;
        }
    });

    trials.trial('sprites: update labels and address', async () => {
        const sprite = await world.sprite('update', { labels: ['old'] });
        const labelled = await sprite.update({ labels: ['new', 'newer'] });
        assert.deepEqual([...labelled.labels].sort(), ['new', 'newer']);
        assert.equal(labelled.urlSettings.auth, 'sprite');
        const opened = await client.updateSprite(sprite.name, {
            urlSettings: { auth: 'public', privateAccess: 'admins' } });
        assert.equal(opened.urlSettings.auth, 'public');
        assert.deepEqual([...opened.labels].sort(), ['new', 'newer']);
        assert.deepEqual((await sprite.update({ labels: [] })).labels, []);
    });

    trials.trial('sprites: update of the address alone', async () => {
        const sprite = await world.sprite('address');
        await sprite.updateURLSettings({ auth: 'public' });
        assert.equal((await client.getSprite(sprite.name)).urlSettings.auth, 'public');
        await client.updateURLSettings(sprite.name, { auth: 'sprite' });
        assert.equal((await client.getSprite(sprite.name)).urlSettings.auth, 'sprite');
    });

    trials.trial('sprites: upgrade', async () => {
        const sprite = await world.sprite('upgrade');
        await sprite.upgrade();
        assert.equal((await sprite.exec('echo up')).stdout, 'up\n');
    });

    trials.trial('sprites: restart', async () => {
        const sprite = await world.sprite('restart');
        const answer = await sprite.restart();
        assert.equal(answer.spriteName, sprite.name);
        assert.equal((await sprite.exec('echo again')).stdout, 'again\n');
    });

    trials.trial('sprites: check', async () => {
        const sprite = await world.sprite('check');
        const answer = await sprite.check();
        assert.equal(answer.spriteName, sprite.name);
        assert.equal(answer.spriteId, sprite.id);
        assert.equal(answer.status, 'ok');
        assert.ok(answer.checkedAt.getTime() > 0);
    });

    trials.trial('sprites: delete and destroy', async () => {
        const first = await world.sprite('delete');
        await first.delete();
        await assert.rejects(client.getSprite(first.name), { name: 'APIError', statusCode: 404 });
        const second = await world.sprite('destroy');
        await second.destroy();
        await assert.rejects(client.getSprite(second.name), { statusCode: 404 });
    });

    trials.trial('sprites: a token for a Fly.io token', async () => {
        // The SDK has the address of this call built in, so the call is led to the playground.
        const real = globalThis.fetch;
        globalThis.fetch = (address, init) =>
            real(String(address).replace('https://api.sprites.dev', world.url), init);
        try {
            const list = await client.listSprites({ maxResults: 1 });
            const token = await sdk.SpritesClient.createToken('fm2_something', list.organizationName);
            const other = new sdk.SpritesClient(token, { baseURL: world.url });
            assert.ok((await other.listSprites()).organizationName);
            assert.ok(await sdk.SpritesClient.createToken('fm2_something', list.organizationName, 'code'));
        } finally {
            globalThis.fetch = real;
        }
    });

    trials.trial('sprites: the first command wakes a sprite that sleeps', async () => {
        const sprite = await world.sprite('sleep');
        await sprite.exec('true');
        await until(async () => (await client.getSprite(sprite.name)).status !== 'running', 'sleep', 40);
        assert.equal((await sprite.exec('echo awake')).stdout, 'awake\n');
        assert.equal((await client.getSprite(sprite.name)).status, 'running');
    }, 60);
}
