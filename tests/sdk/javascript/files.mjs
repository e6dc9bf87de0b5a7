// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';

import { until } from './world.mjs';

const MiB = 1024 * 1024;

export default function addFiles(trials, world) {
    const { sdk } = world;
    const sprite = () => world.shared('files');
    let count = 0;
    /** A fresh folder, and the files seen from there. */
    const folder = async () => {
        const path = `/home/sprite/folder-${++count}`;
        await (await sprite()).filesystem().mkdir(path, { recursive: true });
        return (await sprite()).filesystem(path);
    };

    addContents(trials, folder, sprite);
    addTree(trials, folder, sprite);
    addAttributes(trials, folder, sprite);
    addRefusals(trials, folder, sdk);
    addWatch(trials, folder);
}

function addContents(trials, folder, sprite) {
    trials.trial('files: write and read', async () => {
        const files = await folder();
        await files.writeFile('text.txt', 'grüße');
        assert.equal(await files.readFile('text.txt', 'utf8'), 'grüße');
        assert.deepEqual(await files.readFile('text.txt'), Buffer.from('grüße'));
        await files.writeFile('bytes', Buffer.from([0, 1, 255]));
        assert.deepEqual(await files.readFile('bytes', null), Buffer.from([0, 1, 255]));
        await files.writeFile('text.txt', 'new');
        assert.equal(await files.readFile('text.txt', 'utf8'), 'new');
        await files.writeFile('empty', '');
        assert.equal((await files.readFile('empty')).length, 0);
    });

    trials.trial('files: names of every kind', async () => {
        const files = await folder();
        for (const name of ['with space', 'ä€😀', 'a;b&c=d', '100%', 'plus+', '#hash?', "quote'\"", '.hidden'])
            await files.writeFile(name, name);
        for (const name of await files.readdir('.'))
            assert.equal(await files.readFile(name, 'utf8'), name);
        assert.equal((await files.readdir('.')).length, 8);
    });

    trials.trial('files: commands and calls see the same files', async () => {
        const files = await folder();
        await files.writeFile('called', 'by call');
        const shell = await (await sprite()).execFile('sh', ['-c', 'cat called; echo by command > run'],
            { cwd: files.workingDir });
        assert.equal(shell.stdout, 'by call');
        assert.equal(await files.readFile('run', 'utf8'), 'by command\n');
    });

    trials.trial('files: 64 MiB there and back', async () => {
        const files = await folder();
        const sent = randomBytes(64 * MiB);
        await files.writeFile('big', sent);
        assert.equal((await files.stat('big')).size, sent.length);
        assert.ok((await files.readFile('big')).equals(sent));
        await files.rm('big');
    }, 60);

    trials.trial('files: append', async () => {
        const files = await folder();
        await files.appendFile('log', 'one\n');
        await files.appendFile('log', Buffer.from('two\n'));
        assert.equal(await files.readFile('log', 'utf8'), 'one\ntwo\n');
    });

    trials.trial('files: JSON', async () => {
        const files = await folder();
        await files.writeJSON('data.json', { a: [1, 'ä'] }, { spaces: 2 });
        assert.deepEqual(await files.readJSON('data.json'), { a: [1, 'ä'] });
        assert.match(await files.readFile('data.json', 'utf8'), /\n {2}"a"/);
    });
}

function addTree(trials, folder, sprite) {
    trials.trial('files: folders', async () => {
        const files = await folder();
        await files.mkdir('plain', { recursive: true });
        await files.mkdir('a/b/c', { recursive: true, mode: 0o700 });
        await files.writeFile('a/b/c/deep.txt', 'deep');
        assert.deepEqual((await files.readdir('.')).sort(), ['a', 'plain']);
        assert.deepEqual(await files.readdir('plain'), []);
        const entries = await files.readdir('a/b', { withFileTypes: true });
        assert.deepEqual(entries.map(one => [one.name, one.isDirectory(), one.isFile(), one.isSymbolicLink()]),
            [['c', true, false, false]]);
        assert.equal(entries[0].parentPath, 'a/b');
        assert.equal((await (await sprite()).execFile('cat', ['a/b/c/deep.txt'], { cwd: files.workingDir })).stdout,
            'deep');
    });

    trials.trial('files: a folder without its parents', async () => {
        const files = await folder();
        await assert.rejects(files.mkdir('no/parents'), { code: 'ENOENT' });
    });

    trials.trial('files: list deeply and by pattern', async () => {
        const files = await folder();
        for (const name of ['one.txt', 'two.log', 'sub/three.txt'])
            await files.writeFile(name, name);
        assert.deepEqual((await files.readdir('.', { recursive: true })).sort(),
            ['one.txt', 'sub', 'three.txt', 'two.log']);
        assert.deepEqual((await files.readdir('.', { pattern: '*.txt' })).sort(), ['one.txt']);
        assert.deepEqual((await files.readdir('.', { recursive: true, pattern: '*.txt' })).sort(),
            ['one.txt', 'three.txt']);
    });

    trials.trial('files: rename', async () => {
        const files = await folder();
        await files.writeFile('old', 'content');
        await files.rename('old', 'new');
        assert.equal(await files.exists('old'), false);
        assert.equal(await files.readFile('new', 'utf8'), 'content');
        await files.writeFile('other', 'other');
        await files.rename('new', 'other');
        assert.equal(await files.readFile('other', 'utf8'), 'content');
        await files.mkdir('dir', { recursive: true });
        await files.rename('other', 'dir/other', { asRoot: true });
        assert.deepEqual(await files.readdir('dir'), ['other']);
    });

    trials.trial('files: copy', async () => {
        const files = await folder();
        await files.writeFile('from', 'content', { mode: 0o600 });
        await files.copyFile('from', 'to', { preserveAttrs: true });
        assert.equal(await files.readFile('to', 'utf8'), 'content');
        assert.equal((await files.stat('to')).mode & 0o777, 0o600);
        await files.writeFile('tree/sub/leaf', 'leaf');
        await files.copyFile('tree', 'copy', { recursive: true, asRoot: true });
        assert.equal(await files.readFile('copy/sub/leaf', 'utf8'), 'leaf');
    });

    trials.trial('files: remove', async () => {
        const files = await folder();
        await files.writeFile('file', '');
        await files.rm('file');
        assert.equal(await files.exists('file'), false);
        await files.rm('file', { force: true });
        await files.writeFile('tree/leaf', '');
        await assert.rejects(files.rm('tree'), { code: 'ENOTEMPTY' });
        await files.rm('tree', { recursive: true, asRoot: true });
        assert.equal(await files.exists('tree'), false);
    });
}

function addAttributes(trials, folder, sprite) {
    trials.trial('files: stat of a file', async () => {
        const files = await folder();
        await files.writeFile('file', 'four', { mode: 0o640 });
        const stat = await files.stat('file');
        assert.equal(stat.size, 4);
        assert.equal(stat.mode & 0o777, 0o640);
        assert.ok(stat.isFile() && !stat.isDirectory() && !stat.isSymbolicLink());
        for (const time of [stat.mtime, stat.atime, stat.birthtime])
            assert.ok(Math.abs(time.getTime() - Date.now()) < 60_000);
    });

    trials.trial('files: exists', async () => {
        const files = await folder();
        await files.writeFile('here', '');
        assert.equal(await files.exists('here'), true);
        assert.equal(await files.exists('not here'), false);
    });

    trials.trial('files: mode', async () => {
        const files = await folder();
        await files.writeFile('script', '#!/bin/sh\necho runs\n');
        await files.chmod('script', 0o755);
        assert.equal((await (await sprite()).execFile('./script', [], { cwd: files.workingDir })).stdout, 'runs\n');
        await files.writeFile('tree/leaf', '');
        await files.chmod('tree', 0o700, { recursive: true, asRoot: true });
        assert.equal((await files.stat('tree/leaf')).mode & 0o777, 0o700);
    });

    trials.trial('files: owner', async () => {
        const files = await folder();
        await files.writeFile('tree/leaf', '');
        await files.chown('tree', { uid: 'sprite', gid: 'sprite', recursive: true, asRoot: true });
        await files.chown('tree/leaf', { uid: 1001 });
        await files.chown('tree/leaf', { gid: 1001 });
        await assert.rejects(files.chown('tree', {}), TypeError);
        await assert.rejects(files.chown('missing', { uid: 1001 }), { code: 'ENOENT' });
    });

    trials.trial('files: a link', async () => {
        const files = await folder();
        await files.writeFile('target', 'aimed at');
        await (await sprite()).execFile('ln', ['-s', 'target', 'link'], { cwd: files.workingDir });
        assert.equal(await files.readFile('link', 'utf8'), 'aimed at');
        const link = (await files.readdir('.', { withFileTypes: true })).find(one => one.name === 'link');
        assert.equal(link.isSymbolicLink(), true);
        assert.equal(link.isFile(), false);
    });
}

function addRefusals(trials, folder, sdk) {
    trials.trial('files: what goes wrong has a code', async () => {
        const files = await folder();
        await files.writeFile('file', '');
        await files.writeFile('dir/leaf', '');
        const wrong = [
            [() => files.readFile('missing'), 'ENOENT'],
            [() => files.readFile('dir'), 'EISDIR'],
            [() => files.readFile('file/below'), 'ENOTDIR'],
            [() => files.writeFile('dir', 'x'), 'EISDIR'],
            [() => files.readdir('missing'), 'ENOENT'],
            [() => files.stat('missing'), 'ENOENT'],
            [() => files.rename('missing', 'x'), 'ENOENT'],
            [() => files.copyFile('missing', 'x'), 'ENOENT'],
            [() => files.copyFile('dir', 'x'), 'EISDIR'],
            [() => files.chmod('missing', 0o600), 'ENOENT'],
            [() => files.rm('missing'), 'ENOENT'],
        ];
        for (const [call, code] of wrong) {
            await assert.rejects(call(), error => {
                assert.ok(error instanceof sdk.FilesystemError);
                assert.equal(error.code, code, `${call}: ${error.code} ${error.message}`);
                assert.ok(error.path);
                return true;
            });
        }
    });
}

function addWatch(trials, folder) {
    trials.trial('files: watch a folder', async () => {
        const files = await folder();
        const watcher = await files.watch('.');
        const events = [];
        watcher.on('event', event => events.push(event));
        assert.equal(watcher.isClosed(), false);
        await until(() => events.some(event => event.type === 'subscribed'), 'the subscription');
        await files.writeFile('fresh', 'x');
        const seen = await until(() => events.find(event => event.type === 'event' && /fresh$/.test(event.path)),
            'news of the file');
        assert.match(seen.event, /^(create|write)$/);
        assert.equal(seen.isDir ?? false, false);
        await files.rm('fresh');
        await until(() => events.some(event => event.event === 'remove'), 'news of its end');
        watcher.close();
        assert.equal(watcher.isClosed(), true);
    });

    trials.trial('files: watch deeply, several paths, read by next and for-await', async () => {
        const files = await folder();
        await files.writeFile('one/sub/leaf', '');
        await files.writeFile('two/leaf', '');
        const watcher = await files.watch(['one', 'two'], { recursive: true });
        assert.equal((await watcher.next()).type, 'subscribed');
        await files.writeFile('one/sub/new', 'x');
        await files.writeFile('two/new', 'x');
        const paths = new Set();
        for await (const event of watcher) {
            paths.add(event.path);
            if ([...paths].some(path => /sub\/new$/.test(path)) && [...paths].some(path => /two\/new$/.test(path)))
                break;
        }
        assert.equal(watcher.isClosed(), true);
    });
}
