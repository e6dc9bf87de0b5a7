# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
"""The control channel, which a playground does not offer."""

import asyncio

from sprites import ControlConnection, OpConn, SpritesClient
from trials import raises


class _Recorder:
    """Stands where a channel would: keeps what an operation sends."""

    def __init__(self):
        self.sent = []

    async def _send_data(self, data):
        self.sent.append(data)

    _send_text = _send_data


def add(trials, world):
    def sprite():
        return SpritesClient(world.token, base_url=world.url, control_mode=True).sprite(world.shared("control").name)

    @trials.trial("control: commands run although there is no control channel")
    def _():
        one = sprite()
        assert one.use_control_mode() is True
        assert one.run("echo", "around", capture_output=True).stdout == b"around\n"
        assert one.use_control_mode() is False
        assert one.run("sh", "-c", "exit 5").returncode == 5
        assert one.has_control_connection() is False

    @trials.trial("control: a connection is refused")
    def _():
        one = sprite()
        raises(Exception, asyncio.run, one.get_control_connection())
        asyncio.run(one.close_control_connection())

        async def alone():
            connection = ControlConnection(one)
            try:
                await connection.connect()
            except Exception as error:
                assert "404" in str(error)
            else:
                raise AssertionError("it was connected")
            try:
                await connection.start_op("exec", cmd=["true"])
            except RuntimeError:
                pass
            await connection.close()
            assert connection.is_closed()

        asyncio.run(alone())

    @trials.trial("control: an operation speaks as commands do")
    def _():
        async def speak():
            channel = _Recorder()
            operation = OpConn(channel)
            await operation.write(b"in")
            await operation.send_eof()
            await operation.signal("TERM")
            operation.handle_data(b"\x01out")
            operation.handle_data(b"\x02err")
            operation.handle_data(b"\x03\x04")
            operation.handle_text('{"type":"session_info"}')
            assert (operation.get_stdout(), operation.get_stderr()) == (b"out", b"err")
            operation.complete(4)
            assert await operation.wait() == 4 == operation.get_exit_code() and operation.is_closed()
            assert channel.sent[:2] == [b"\x00in", b"\x04"]
            terminal = OpConn(channel, tty=True)
            await terminal.resize(80, 24)
            assert '"resize"' in channel.sent[-1]
            terminal.close()

        asyncio.run(speak())

    trials.skip("control: operations over a channel",
                "the playground answers 404 there, upon which every SDK uses one connection a command")
