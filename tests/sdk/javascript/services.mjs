// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';

import { gather, until } from './world.mjs';

/** Ticks, and says so. */
const clock = { cmd: 'sh', args: ['-c', 'echo begun; n=0; while :; do n=$((n+1)); echo tick $n; sleep 0.1; done'] };
const idle = { cmd: 'sleep', args: ['600'] };

async function status(sprite, name) { return (await sprite.getService(name)).state?.status; }

function types(events) { return events.map(event => event.type); }

function output(events) {
    return events.filter(event => event.type === 'stdout').map(event => event.data).join('');
}

export default function addServices(trials, world) {
    const sprite = () => world.shared('services');

    addLife(trials, world, sprite);
    addStreams(trials, sprite);
    addRefusals(trials, world, sprite);
}

function addLife(trials, world, sprite) {
    trials.trial('services: none at first', async () => {
        assert.deepEqual(await (await world.sprite('services')).listServices(), []);
    });

    trials.trial('services: create starts it and tells what it says', async () => {
        const one = await sprite();
        const events = await gather(await one.createService('clock', clock, '1s'));
        assert.equal(events[0].type, 'started');
        assert.ok(events[0].timestamp > 1e12);
        assert.match(output(events), /begun\ntick 1\n/);
        assert.equal(events.at(-1).type, 'complete');
        const path = Object.values(events.at(-1).logFiles)[0];
        assert.match(await one.filesystem().readFile(path, 'utf8'), /begun/);
        const service = await one.getService('clock');
        assert.equal(service.name, 'clock');
        assert.equal(service.cmd, 'sh');
        assert.deepEqual(service.args, clock.args);
        assert.deepEqual(service.needs, []);
        assert.equal(service.state.name, 'clock');
        assert.equal(service.state.status, 'running');
        assert.ok(service.state.pid > 0);
        assert.ok(Date.parse(service.state.startedAt) > 1e12);
    });

    trials.trial('services: environment, folder, dependency and port', async () => {
        const one = await world.sprite('services');
        await gather(await one.createService('base', idle, '200ms'));
        const events = await gather(await one.createService('full', {
            cmd: '/bin/sh', args: ['-c', 'echo "$COLOUR $PWD"; exec sleep 600'],
            env: { COLOUR: 'blue' }, dir: '/tmp', needs: ['base'], httpPort: 8081 }, '1s'));
        assert.match(output(events), /blue \/tmp\n/);
        const full = (await one.listServices()).find(service => service.name === 'full');
        assert.deepEqual(full.env, { COLOUR: 'blue' });
        assert.equal(full.dir, '/tmp');
        assert.deepEqual(full.needs, ['base']);
        assert.equal(full.httpPort, 8081);
        assert.equal(full.state.status, 'running');
        assert.deepEqual((await one.listServices()).map(service => service.name).sort(), ['base', 'full']);
    });

    trials.trial('services: put again replaces it', async () => {
        const one = await world.sprite('services');
        await gather(await one.createService('swap', idle, '200ms'));
        await gather(await one.createService('swap', clock, '500ms'));
        assert.equal((await one.getService('swap')).cmd, 'sh');
        assert.equal(await status(one, 'swap'), 'running');
    });

    trials.trial('services: stop, start and restart', async () => {
        const one = await world.sprite('services');
        await gather(await one.createService('clock', clock, '300ms'));
        const before = (await one.getService('clock')).state.pid;
        const stopping = await gather(await one.stopService('clock', '5s'));
        assert.ok(types(stopping).includes('stopping') && types(stopping).includes('stopped'), types(stopping).join());
        assert.equal(stopping.at(-1).type, 'complete');
        assert.equal(await status(one, 'clock'), 'stopped');
        const starting = await gather(await one.startService('clock', '500ms'));
        assert.equal(starting[0].type, 'started');
        assert.match(output(starting), /begun/);
        const middle = (await one.getService('clock')).state.pid;
        assert.notEqual(middle, before);
        const again = await gather(await one.restartService('clock', '500ms'));
        assert.ok(types(again).includes('started'), types(again).join());
        assert.equal(again.at(-1).type, 'complete');
        assert.notEqual((await one.getService('clock')).state.pid, middle);
        assert.equal(await status(one, 'clock'), 'running');
    }, 60);

    trials.trial('services: delete', async () => {
        const one = await world.sprite('services');
        await gather(await one.createService('gone', idle, '200ms'));
        await one.deleteService('gone');
        assert.deepEqual(await one.listServices(), []);
    });

    trials.trial('services: signal', async () => {
        const one = await world.sprite('services');
        await gather(await one.createService('trap', { cmd: 'sh',
            args: ['-c', 'trap "echo heard" USR1; echo ready; while :; do sleep 0.05; done'] }, '500ms'));
        // One at a time: the same signal twice counts once until it is handled.
        for (const [signal, heard] of [['USR1', /heard/], ['SIGUSR1', /heard[^]*heard/]]) {
            await one.signalService('trap', signal);
            await until(async () => heard.test(output(await gather(await one.getServiceLogs('trap')))),
                `${signal} in the log`);
        }
        assert.equal(await status(one, 'trap'), 'running');
        await one.signalService('trap', 'KILL');
    });

    trials.trial('services: one that crashes is tried again, later and later', async () => {
        const one = await world.sprite('services');
        const events = await gather(await one.createService('crash', { cmd: 'sh', args: ['-c', 'exit 3'] }, '5s'));
        assert.equal(events.find(event => event.type === 'exit').exitCode, 3);
        const state = await until(async () => {
            const service = await one.getService('crash');
            return service.state.restartCount > 0 && service.state.nextRestartAt && service.state;
        }, 'a next time');
        assert.match(state.error, /3/);
        assert.ok(Date.parse(state.nextRestartAt) > 1e12);
    });

    trials.trial('services: they run again after a restore', async () => {
        const one = await world.sprite('services');
        await gather(await one.createService('back', idle, '200ms'));
        await gather(await one.createCheckpoint());
        await gather(await one.restoreCheckpoint('v1'));
        await until(async () => await status(one, 'back') === 'running', 'the service after the restore');
    });
}

function addStreams(trials, sprite) {
    trials.trial('services: logs, the last of them, and what comes next', async () => {
        const one = await sprite();
        await gather(await one.createService('log', clock, '600ms'));
        const all = output(await gather(await one.getServiceLogs('log')));
        assert.match(all, /begun[^]*tick 2/);
        const last = output(await gather(await one.getServiceLogs('log', { lines: 2 })));
        assert.ok(!last.includes('begun') && last.trim().split('\n').length === 2, JSON.stringify(last));
        const began = Date.now();
        const next = output(await gather(await one.getServiceLogs('log', { lines: 0, duration: '1s' })));
        assert.ok(Date.now() - began >= 900);
        assert.match(next, /tick/);
    });

    trials.trial('services: streams read by next and by processAll', async () => {
        const one = await sprite();
        const seen = [];
        await (await one.createService('read', clock, '300ms')).processAll(event => { seen.push(event.type); });
        assert.equal(seen.at(-1), 'complete');
        const stream = await one.getServiceLogs('read', { duration: '30s' });
        assert.ok((await stream.next()).type);
        stream.close();
        assert.equal(await stream.next(), null);
        await gather(await one.stopService('read'));
    });

    trials.trial('services: without a duration', async () => {
        const one = await sprite();
        const events = await gather(await one.createService('plain', idle));
        assert.equal(events.at(-1).type, 'complete');
        await gather(await one.stopService('plain'));
        assert.equal((await gather(await one.startService('plain'))).at(-1).type, 'complete');
        assert.equal((await gather(await one.restartService('plain'))).at(-1).type, 'complete');
    }, 60);
}

function addRefusals(trials, world, sprite) {
    trials.trial('services: one that is not there', async () => {
        const one = await sprite();
        await assert.rejects(one.getService('none'), /Service not found: .*none/);
        await assert.rejects(one.deleteService('none'), /Service not found/);
        await assert.rejects(one.startService('none'), /Service not found/);
        await assert.rejects(one.stopService('none'), /Service not found/);
        await assert.rejects(one.restartService('none'), /404/);
        await assert.rejects(one.getServiceLogs('none'), /404/);
        await assert.rejects(one.signalService('none', 'TERM'), /Service not found/);
    });

    trials.trial('services: what conflicts is 409, what is wrong is 400', async () => {
        const one = await world.sprite('services');
        await assert.rejects(one.createService('empty', { cmd: '' }), /400.*cmd field is required/);
        await assert.rejects(one.createService('lost', { ...idle, needs: ['nobody'] }), /400/);
        await gather(await one.createService('first', { ...idle, httpPort: 9001 }, '200ms'));
        await assert.rejects(one.createService('second', { ...idle, httpPort: 9002 }),
            /Service conflict: .*HTTP port/);
        await gather(await one.createService('leaf', { ...idle, needs: ['first'] }, '200ms'));
        await assert.rejects(one.deleteService('first'), /Service conflict/);
        await assert.rejects(one.stopService('first'), /Service not running: .*depends on it/);
        await assert.rejects(one.signalService('leaf', 'NOPE'), /Invalid signal/);
        await gather(await one.stopService('leaf'));
        await assert.rejects(one.stopService('leaf'), /Service not running/);
        await assert.rejects(one.signalService('leaf', 'TERM'), /Service not running/);
    }, 60);

    trials.trial('services: one that cannot start says so', async () => {
        const events = await gather(await (await world.sprite('services'))
            .createService('broken', { cmd: '/no/such/program' }, '1s'));
        assert.ok(types(events).includes('error') || types(events).includes('exit'), types(events).join());
        assert.equal(events.at(-1).type, 'complete');
    });
}
