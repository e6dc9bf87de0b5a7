// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

import { follow, until } from './world.mjs';

const MiB = 1024 * 1024;

export default function addCommands(trials, world) {
    const { sdk } = world;
    const sprite = () => world.shared('commands');

    addExec(trials, sprite, sdk);
    addSpawn(trials, sprite);
    addTerminal(trials, sprite);
    addHttp(trials, sprite, sdk);
}

function addExec(trials, sprite, sdk) {
    trials.trial('exec: a command line', async () => {
        const result = await (await sprite()).exec('echo hello world');
        assert.deepEqual(result, { stdout: 'hello world\n', stderr: '', exitCode: 0 });
    });

    trials.trial('exec: arguments arrive as they are', async () => {
        const odd = ['a b', '; rm -rf x', '&c=d', '%20', '+', 'ä€😀', "'", '"', '', '\n', '#', '?'];
        const result = await (await sprite()).execFile('printf', ['[%s]', ...odd]);
        assert.equal(result.stdout, odd.map(one => `[${one}]`).join(''));
    });

    trials.trial('exec: output and errors are kept apart', async () => {
        const result = await (await sprite()).execFile('sh', ['-c', 'echo out; echo err >&2']);
        assert.deepEqual(result, { stdout: 'out\n', stderr: 'err\n', exitCode: 0 });
    });

    trials.trial('exec: an exit code other than 0 is an error that has the output', async () => {
        await assert.rejects((await sprite()).execFile('sh', ['-c', 'echo out; echo err >&2; exit 42']), error => {
            assert.ok(error instanceof sdk.ExecError);
            assert.equal(error.exitCode, 42);
            assert.equal(error.stdout, 'out\n');
            assert.equal(error.stderr, 'err\n');
            assert.equal(error.result.exitCode, 42);
            return true;
        });
        await assert.rejects((await sprite()).execFile('sh', ['-c', 'exit 255']), { exitCode: 255 });
    });

    trials.trial('exec: a program that is not there', async () => {
        await assert.rejects((await sprite()).exec('no-such-program'));
    });

    trials.trial('exec: environment and folder', async () => {
        const result = await (await sprite()).execFile('/bin/sh', ['-c', 'echo "$ONE|$TWO|$PWD"'],
            { env: { ONE: '1=1', TWO: 'zwei & ;' }, cwd: '/tmp' });
        assert.equal(result.stdout, '1=1|zwei & ;|/tmp\n');
    });

    trials.trial('exec: without either, home and a usual environment', async () => {
        const result = await (await sprite()).execFile('sh', ['-c', 'echo "$PWD|$HOME|$USER"; command -v ls']);
        assert.match(result.stdout, /^\/home\/sprite\|\/home\/sprite\|sprite\n\/.*ls\n$/);
    });

    trials.trial('exec: output as bytes and in other encodings', async () => {
        const script = ['-c', "printf '\\001\\377\\000\\200'"];
        const bytes = await (await sprite()).execFile('sh', script, { encoding: 'buffer' });
        assert.deepEqual(bytes.stdout, Buffer.from([1, 255, 0, 128]));
        const hex = await (await sprite()).execFile('sh', script, { encoding: 'hex' });
        assert.equal(hex.stdout, '01ff0080');
    });

    trials.trial('exec: 32 MiB of output', async () => {
        const result = await (await sprite()).execFile('sh', ['-c', `head -c ${32 * MiB} /dev/zero`],
            { encoding: 'buffer', maxBuffer: 64 * MiB });
        assert.equal(result.stdout.length, 32 * MiB);
    });

    trials.trial('exec: more output than asked for is an error', async () => {
        await assert.rejects((await sprite()).execFile('sh', ['-c', 'yes'], { maxBuffer: 100_000 }),
            /stdout maxBuffer exceeded/);
        await assert.rejects((await sprite()).execFile('sh', ['-c', 'yes >&2'], { maxBuffer: 100_000 }),
            /stderr maxBuffer exceeded/);
    });

    trials.trial('exec: fast commands lose nothing', async () => {
        for (let at = 0; at < 40; at++)
            assert.equal((await (await sprite()).exec(`echo ${at}`)).stdout, `${at}\n`);
    });

    trials.trial('exec: twenty at once', async () => {
        const one = await sprite();
        const results = await Promise.all(Array.from({ length: 20 }, (_, at) => one.exec(`echo ${at}`)));
        assert.deepEqual(results.map(result => result.stdout), Array.from({ length: 20 }, (_, at) => `${at}\n`));
    });
}

function addSpawn(trials, sprite) {
    trials.trial('spawn: input, output, events and the exit code', async () => {
        const cat = follow((await sprite()).spawn('cat'));
        assert.equal(cat.command.exitCode(), -1);
        await cat.spawned;
        const exited = new Promise(resolve => cat.command.on('exit', resolve));
        cat.command.stdin.write('first ');
        cat.command.stdin.end('second');
        assert.equal(await cat.command.wait(), 0);
        assert.equal(await exited, 0);
        assert.equal(cat.command.exitCode(), 0);
        assert.equal(cat.out.text(), 'first second');
    });

    trials.trial('spawn: bytes come back as they went', async () => {
        const sent = randomBytes(3 * MiB);
        const cat = follow((await sprite()).spawn('cat'));
        await cat.spawned;
        cat.command.stdin.end(sent);
        assert.equal(await cat.command.wait(), 0);
        await until(() => cat.out.bytes().length === sent.length, 'all bytes');
        assert.ok(cat.out.bytes().equals(sent));
    });

    trials.trial('spawn: output comes while the command runs', async () => {
        const talk = follow((await sprite()).spawn('sh', ['-c', 'echo asked; read answer; echo got $answer']));
        await until(() => talk.out.text() === 'asked\n', 'the question');
        talk.command.stdin.write('this\n');
        assert.equal(await talk.command.wait(), 0);
        assert.equal(talk.out.text(), 'asked\ngot this\n');
    });

    trials.trial('spawn: with environment and folder', async () => {
        const run = follow((await sprite()).spawn('/bin/sh', ['-c', 'echo $WHO $PWD'],
            { env: { WHO: 'me' }, cwd: '/' }));
        await run.spawned;
        assert.equal(await run.command.wait(), 0);
        assert.equal(run.out.text(), 'me /\n');
    });

    trials.trial('spawn: kill ends it', async () => {
        const sleep = follow((await sprite()).spawn('sleep', ['60']));
        await sleep.spawned;
        sleep.command.kill();
        assert.equal(await sleep.command.wait(), 143);
        const hard = follow((await sprite()).spawn('sh', ['-c', 'trap "" TERM; echo ready; sleep 60']));
        await until(() => hard.out.text(), 'the trap');
        hard.command.kill('SIGKILL');
        assert.equal(await hard.command.wait(), 137);
    });

    trials.trial('spawn: a signal is the command\'s to handle', async () => {
        const trap = follow((await sprite()).spawn('sh',
            ['-c', 'trap "echo one" USR1; trap "echo bye; exit 3" INT; echo ready; while :; do sleep 0.05; done']));
        await until(() => trap.out.text().includes('ready'), 'the traps');
        trap.command.signal('USR1');
        await until(() => trap.out.text().includes('one'), 'the first signal');
        trap.command.signal('SIGINT');
        assert.equal(await trap.command.wait(), 3);
        assert.equal(trap.out.text(), 'ready\none\nbye\n');
    });

    trials.trial('spawn: start is the SDK\'s and happens once', async () => {
        const run = follow((await sprite()).spawn('true'));
        await assert.rejects(run.command.start(), /already started/);
        assert.equal(await run.command.wait(), 0);
    });
}

function addTerminal(trials, sprite) {
    const env = { TERM: 'xterm', PATH: '/usr/bin:/bin', HOME: '/home/sprite' };

    trials.trial('terminal: it is one, of the size asked for', async () => {
        const run = follow((await sprite()).spawn('sh', ['-c', 'stty size; tty; echo $TERM'],
            { tty: true, rows: 33, cols: 101, env }));
        await run.spawned;
        assert.equal(await run.command.wait(), 0);
        assert.match(run.out.text(), /^33 101\r\n\/dev\/pts\/\d+\r\nxterm\r\n$/);
        const info = run.messages.find(one => one.type === 'session_info');
        assert.equal(info.tty, true);
        assert.match(info.session_id, /^\d+$/);
    });

    trials.trial('terminal: the exit code comes as a message', async () => {
        const run = follow((await sprite()).spawn('sh', ['-c', 'exit 7'], { tty: true, env }));
        await run.command.wait();
        assert.equal(run.messages.find(one => one.type === 'exit').exit_code, 7);
    });

    trials.trial('terminal: typing, and the end of input', async () => {
        const shell = follow((await sprite()).spawn('sh', [], { tty: true, env: { ...env, PS1: '> ' } }));
        await until(() => shell.out.text().includes('> '), 'the prompt');
        shell.command.stdin.write('echo "$((6*7))"\n');
        await until(() => shell.out.text().includes('\r\n42\r\n'), 'the answer');
        shell.command.stdin.write('\x04');
        await shell.command.wait();
        assert.equal(shell.messages.find(one => one.type === 'exit').exit_code, 0);
    });

    trials.trial('terminal: a new size', async () => {
        const run = follow((await sprite()).spawn('sh',
            ['-c', 'trap "stty size; exit 0" WINCH; echo ready; while :; do sleep 0.05; done'],
            { tty: true, rows: 24, cols: 80, env }));
        await until(() => run.out.text().includes('ready'), 'the trap');
        run.command.resize(132, 50);
        await run.command.wait();
        assert.match(run.out.text(), /50 132/);
    });

    trials.trial('terminal: Ctrl-C, and a signal', async () => {
        const typed = follow((await sprite()).spawn('sleep', ['60'], { tty: true, env }));
        await typed.spawned;
        await until(() => typed.messages.length > 0, 'the session');
        await pause(200);
        typed.command.stdin.write('\x03');
        await typed.command.wait();
        assert.equal(typed.messages.find(one => one.type === 'exit').exit_code, 130);
        const sent = follow((await sprite()).spawn('sleep', ['60'], { tty: true, env }));
        await until(() => sent.messages.length > 0, 'the session');
        sent.command.signal('TERM');
        await sent.command.wait();
        assert.equal(sent.messages.find(one => one.type === 'exit').exit_code, 143);
    });

    trials.trial('terminal: exec and execFile in one', async () => {
        assert.match((await (await sprite()).exec('tty', { tty: true })).stdout, /^\/dev\/pts\/\d+\r\n$/);
        assert.match((await (await sprite()).execFile('stty', ['size'], { tty: true, rows: 10, cols: 20 })).stdout,
            /^10 20/);
    });
}

function addHttp(trials, sprite, sdk) {
    trials.trial('http exec: output and errors', async () => {
        const result = await (await sprite()).execFileHTTP('sh', ['-c', 'echo out; sleep 0.1; echo err >&2']);
        assert.deepEqual(result, { stdout: 'out\n', stderr: 'err\n', exitCode: 0 });
    });

    trials.trial('http exec: input, environment and folder', async () => {
        const result = await (await sprite()).execFileHTTP('/bin/sh', ['-c', '/bin/cat; echo "|$ONE|$PWD"'],
            { input: 'given', env: { ONE: '1' }, cwd: '/tmp' });
        assert.equal(result.stdout, 'given|1|/tmp\n');
        const bytes = await (await sprite()).execFileHTTP('cat', [],
            { input: Buffer.from([0, 255, 1]), encoding: 'buffer' });
        assert.deepEqual(bytes.stdout, Buffer.from([0, 255, 1]));
    });

    trials.trial('http exec: an exit code other than 0', async () => {
        await assert.rejects((await sprite()).execFileHTTP('sh', ['-c', 'echo no >&2; exit 9']), error => {
            assert.ok(error instanceof sdk.ExecError);
            assert.equal(error.exitCode, 9);
            assert.equal(error.stderr, 'no\n');
            return true;
        });
    });

    trials.trial('http exec: it can be given up', async () => {
        await assert.rejects((await sprite()).execFileHTTP('sleep', ['60'], { timeout: 300 }), { name: 'TimeoutError' });
        const abort = new AbortController();
        setTimeout(() => abort.abort(), 300);
        await assert.rejects((await sprite()).execFileHTTP('sleep', ['60'], { signal: abort.signal, timeout: 9000 }),
            { name: 'AbortError' });
        await assert.rejects((await sprite()).execFileHTTP('true', [], { timeout: -1 }), TypeError);
    });

    trials.trial('http exec: more output than asked for is an error', async () => {
        await assert.rejects((await sprite()).execFileHTTP('sh', ['-c', 'while :; do echo much; sleep 0.01; done'],
            { maxBuffer: 100 }), /stdout maxBuffer exceeded/);
    });
}
