// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';

import { drop, follow, gather, until } from './world.mjs';

const env = { TERM: 'xterm', PATH: '/usr/bin:/bin', HOME: '/home/sprite', PS1: '> ' };

export default function addSessions(trials, world) {
    const sprite = () => world.shared('sessions');

    addList(trials, sprite);
    addAttach(trials, sprite);
    addKill(trials, sprite, world.sdk);
    trials.skip('sessions: control mode of a session (controlMode, cc)',
        'a leftover of the SDK that the service ignores; the flag is sent with the attached session below');
}

async function started(command) {
    const one = follow(command);
    const info = await until(() => one.messages.find(message => message.type === 'session_info'), 'session_info');
    return { ...one, id: info.session_id };
}

async function isListed(sprite, id) {
    return (await sprite.listSessions()).some(session => session.id === id);
}

function addList(trials, sprite) {
    trials.trial('sessions: those that run are listed', async () => {
        const one = await sprite();
        const shell = await started(one.createSession('sh', [], { env, cwd: '/tmp', rows: 20, cols: 70 }));
        const session = (await one.listSessions()).find(item => item.id === shell.id);
        assert.match(session.command, /sh/);
        assert.equal(session.workdir, '/tmp');
        assert.equal(session.tty, true);
        assert.equal(typeof session.bytesPerSecond, 'number');
        assert.equal(typeof session.isActive, 'boolean');
        assert.ok(Math.abs(session.created.getTime() - Date.now()) < 60_000);
        shell.command.kill('SIGKILL');
        await shell.command.wait();
        await until(async () => !(await isListed(one, shell.id)), 'the end of the session in the list');
    });

    trials.trial('sessions: a command lives on as long as it was told to', async () => {
        const one = await sprite();
        const ids = [];
        for (const time of ['30s', '1s']) {
            const run = follow(one.spawn('sleep', ['60'], { maxRunAfterDisconnect: time }));
            await run.spawned;
            const session = await until(async () =>
                (await one.listSessions()).find(item => /sleep/.test(item.command) && !ids.includes(item.id)), 'sleep');
            ids.push(session.id);
            drop(run.command);
        }
        await until(async () => !(await isListed(one, ids[1])), 'the end of the one with a second left');
        assert.ok(await isListed(one, ids[0]));
        await gather(await one.killSession(ids[0], 'SIGKILL'));
    });
}

function addAttach(trials, sprite) {
    trials.trial('sessions: come back to a terminal', async () => {
        const one = await sprite();
        const first = await started(one.createSession('sh', [], { env }));
        await until(() => first.out.text().includes('> '), 'the prompt');
        first.command.stdin.write('REMEMBERED=yes; echo be"fore"\n');
        await until(() => first.out.text().includes('\r\nbefore'), 'the first answer');
        drop(first.command);
        const second = await started(one.attachSession(first.id));
        assert.equal(second.id, first.id);
        await until(() => second.out.text().includes('before'), 'what was on the screen');
        second.command.stdin.write('echo $REMEMBERED-$((1+1))\n');
        await until(() => second.out.text().includes('yes-2'), 'the second answer');
        second.command.stdin.write('exit\n');
        await second.command.wait();
    });

    trials.trial('sessions: two look at one terminal', async () => {
        const one = await sprite();
        const first = await started(one.createSession('sh', [], { env }));
        const second = await started(one.attachSession(first.id, { controlMode: true }));
        second.command.stdin.write('echo seen by "both"\n');
        await until(() => first.out.text().includes('seen by both'), 'output on the first');
        await until(() => second.out.text().includes('seen by both'), 'output on the second');
        second.command.resize(99, 44);
        // By the same connection: what comes by two of them has no order.
        second.command.stdin.write('stty size\n');
        await until(() => first.out.text().includes('44 99'), 'the new size');
        first.command.signal('KILL');
        await Promise.all([first.command.wait(), second.command.wait()]);
    });

    trials.trial('sessions: come back to a command without a terminal', async () => {
        const one = await sprite();
        const run = follow(one.spawn('sh', ['-c', 'read line; echo "got $line"; exit 0'],
            { maxRunAfterDisconnect: '30s' }));
        await run.spawned;
        const session = await until(async () =>
            (await one.listSessions()).find(item => /read line/.test(item.command)), 'the session');
        assert.equal(session.tty, false);
        drop(run.command);
        const again = await started(one.spawn('', [], { sessionId: session.id }));
        again.command.stdin.write('this\n');
        assert.equal(await again.command.wait(), 0);
        assert.equal(again.out.text(), 'got this\n');
    });

    trials.trial('sessions: one that is not there', async () => {
        const run = follow((await sprite()).attachSession('999999'));
        await assert.rejects(run.spawned);
    });
}

function addKill(trials, sprite, sdk) {
    trials.trial('sessions: kill tells what it does', async () => {
        const one = await sprite();
        const shell = await started(one.createSession('sleep', ['60'], { env }));
        const events = await gather(await one.killSession(shell.id));
        assert.equal(events[0].type, 'signal');
        assert.ok(events[0].message && events[0].signal && events[0].pid > 0);
        assert.ok(events.some(event => event.type === 'exited'));
        const last = events.at(-1);
        assert.equal(last.type, 'complete');
        assert.equal(last.exitCode, 143);
        await shell.command.wait();
        assert.equal(await isListed(one, shell.id), false);
    });

    trials.trial('sessions: kill of what will not go, read by processAll and next', async () => {
        const one = await sprite();
        const stubborn = await started(one.createSession('sh', ['-c', 'trap "" TERM; echo ready; sleep 60; sleep 60'],
            { env }));
        await until(() => stubborn.out.text().includes('ready'), 'the trap');
        const types = [];
        await (await one.killSession(stubborn.id, 'SIGTERM', '500ms')).processAll(event => { types.push(event.type); });
        assert.ok(types.includes('timeout') && types.includes('killed'), types.join());
        assert.equal(types.at(-1), 'complete');
        const other = await started(one.createSession('sleep', ['60'], { env }));
        const stream = await one.killSession(other.id, 'SIGKILL', '5s');
        assert.equal((await stream.next()).type, 'signal');
        stream.close();
        await other.command.wait();
    });

    trials.trial('sessions: kill of one that is not there', async () => {
        await assert.rejects((await sprite()).killSession('999999'), error =>
            error instanceof sdk.APIError && (error.statusCode === 404 || error.statusCode === 410));
    });
}
