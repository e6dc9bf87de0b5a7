// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';

export default function addErrors(trials, world) {
    const { client, sdk, url } = world;

    trials.trial('errors: a wrong token is 401', async () => {
        const stranger = new sdk.SpritesClient('wrong', { baseURL: url });
        await assert.rejects(stranger.listSprites(), { name: 'APIError', statusCode: 401 });
        await assert.rejects(stranger.sprite('any').listCheckpoints(), /401/);
        await assert.rejects(stranger.sprite('any').exec('true'));
    });

    trials.trial('errors: an unknown sprite is 404 everywhere', async () => {
        const nobody = client.sprite(world.newName('nobody'));
        await assert.rejects(client.getSprite(nobody.name), { name: 'APIError', statusCode: 404 });
        await assert.rejects(nobody.delete(), { name: 'APIError', statusCode: 404 });
        await assert.rejects(nobody.update({ labels: [] }), { name: 'APIError', statusCode: 404 });
        await assert.rejects(nobody.upgrade(), { name: 'APIError', statusCode: 404 });
        await assert.rejects(nobody.restart(), { name: 'APIError', statusCode: 404 });
        await assert.rejects(nobody.check(), { name: 'APIError', statusCode: 404 });
        await assert.rejects(nobody.listCheckpoints(), /404.*sprite not found/);
        await assert.rejects(nobody.createCheckpoint(), /404.*sprite not found/);
        await assert.rejects(nobody.listServices(), /404.*sprite not found/);
        await assert.rejects(nobody.listSessions(), /404.*sprite not found/);
        await assert.rejects(nobody.getNetworkPolicy(), /404.*sprite not found/);
        await assert.rejects(nobody.filesystem().readFile('/x'), { name: 'FilesystemError' });
        await assert.rejects(nobody.exec('true'));
        await assert.rejects(nobody.execFileHTTP('true'), { name: 'APIError', statusCode: 404 });
        await assert.rejects(nobody.watchPorts());
    });

    trials.trial('errors: a name that is taken is 409', async () => {
        const sprite = await world.sprite('taken');
        await assert.rejects(client.createSprite(sprite.name),
            error => error instanceof sdk.APIError && error.statusCode === 409 && /already exists/.test(error.message));
    });

    trials.trial('errors: a bad name and a bad address setting are 400', async () => {
        await assert.rejects(client.createSprite('Not A Name'), { name: 'APIError', statusCode: 400 });
        await assert.rejects(client.createSprite(''), { name: 'APIError', statusCode: 400 });
        const sprite = await world.sprite('bad');
        await assert.rejects(sprite.update({ urlSettings: { auth: 'everybody' } }),
            { name: 'APIError', statusCode: 400 });
    });

    trials.trial('errors: an empty update is refused before it is sent', async () => {
        await assert.rejects(client.updateSprite('any', {}), TypeError);
    });

    trials.trial('errors: too many creations are 429 with every figure', async () => {
        await world.fault({ kind: 'status', status: 429, method: 'POST', path: '/v1/sprites' });
        await assert.rejects(client.createSprite(world.newName()), error => {
            assert.ok(error instanceof sdk.APIError);
            assert.ok(error.isRateLimitError());
            assert.equal(error.isCreationRateLimited(), error.errorCode === sdk.ERR_CODE_CREATION_RATE_LIMITED);
            assert.equal(error.isConcurrentLimitExceeded(), error.errorCode === sdk.ERR_CODE_CONCURRENT_LIMIT_EXCEEDED);
            assert.ok(error.isCreationRateLimited() || error.isConcurrentLimitExceeded());
            assert.ok(error.getRetryAfterSeconds() > 0);
            assert.ok(error.retryAfterHeader > 0);
            for (const key of ['rateLimitLimit', 'rateLimitRemaining', 'rateLimitReset', 'limit'])
                assert.equal(typeof error[key], 'number', key);
            return true;
        });
    });

    trials.trial('errors: an answer that does not come ends at the time-out', async () => {
        const hasty = new sdk.SpritesClient(world.token, { baseURL: url, timeout: 500 });
        await world.fault({ kind: 'stall', method: 'GET', path: '/v1/sprites' });
        await assert.rejects(hasty.listSprites(), /Network error|timeout/i);
    });

    trials.trial('errors: a server that is not there', async () => {
        const lost = new sdk.SpritesClient('any', { baseURL: 'http://127.0.0.1:9' });
        await assert.rejects(lost.listSprites(), /Network error/);
    });

    trials.trial('errors: texts are read as the SDK reads them', async () => {
        const error = sdk.parseAPIError(409, '{"error":"taken"}', {});
        assert.equal(error.errorCode, 'taken');
        assert.equal(sdk.parseAPIError(200, '', {}), undefined);
        assert.equal(sdk.StreamID.Exit, 3);
    });
}
