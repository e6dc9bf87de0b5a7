// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';

export default function addControl(trials, world) {
    const { sdk } = world;
    const sprite = async () => {
        const plain = await world.shared('control');
        return new sdk.SpritesClient(world.token, { baseURL: world.url, controlMode: true }).sprite(plain.name);
    };

    trials.trial('control: commands run although there is no control channel', async () => {
        const one = await sprite();
        assert.equal(one.useControlMode(), true);
        assert.equal((await one.exec('echo around')).stdout, 'around\n');
        await assert.rejects(one.execFile('sh', ['-c', 'exit 5']), { exitCode: 5 });
        assert.equal(one.hasControlConnection(), false);
        one.closeControlConnection();
    });

    trials.trial('control: a connection is refused', async () => {
        const one = await sprite();
        await assert.rejects(one.getControlConnection(), /WebSocket/);
        const connection = new sdk.ControlConnection(one);
        await assert.rejects(connection.connect(), /WebSocket/);
        await assert.rejects(connection.startOp('exec', { cmd: ['true'] }), /not connected|closed/);
        assert.throws(() => connection.sendData(Buffer.from('x')), /not connected/);
        connection.close();
        assert.equal(connection.isClosed(), true);
    });

    trials.trial('control: an operation speaks as commands do', async () => {
        // Without a channel to run on, its own half of the protocol is what can be tried.
        const sent = [];
        const operation = new sdk.OpConn({ sendData: data => sent.push(data) }, false);
        const out = [];
        operation.on('stdout', data => out.push(data.toString()));
        operation.write(Buffer.from('in'));
        operation.sendEOF();
        operation.signal('TERM');
        operation.handleData(Buffer.from('\x01out'));
        operation.handleData(Buffer.from([3, 4]));
        operation.handleText('{"type":"session_info"}');
        assert.deepEqual(out, ['out']);
        assert.equal(operation.getExitCode(), 4);
        operation.complete(4);
        assert.equal(await operation.wait(), 4);
        assert.equal(operation.isClosed(), true);
        assert.deepEqual([...sent[0]], [0, ...Buffer.from('in')]);
        assert.deepEqual([...sent[1]], [4]);
        const terminal = new sdk.OpConn({ sendData: data => sent.push(data) }, true);
        terminal.resize(80, 24);
        assert.match(sent.at(-1).toString(), /"resize"/);
        terminal.close();
    });

    trials.skip('control: operations over a channel',
        'the playground answers 404 there, upon which every SDK uses one connection a command');
}
