# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
"""Commands in each form the SDK has."""

import concurrent.futures
import io
import secrets

from sprites import ExecError
from sprites.exceptions import TimeoutError as SpriteTimeoutError
from trials import raises

MIB = 1024 * 1024


def add(trials, world):
    def sprite():
        return world.shared("commands")

    _add_run(trials, sprite)
    _add_command(trials, sprite)
    _add_terminal(trials, sprite)
    trials.skip("commands: signals, and a new size while it runs", "the SDK has no calls for them")


def _add_run(trials, sprite):
    @trials.trial("run: output, errors and the code")
    def _():
        done = sprite().run("sh", "-c", "echo out; echo err >&2; exit 3", capture_output=True)
        assert (done.stdout, done.stderr, done.returncode) == (b"out\n", b"err\n", 3)
        assert done.args == ["sh", "-c", "echo out; echo err >&2; exit 3"]
        silent = sprite().run("echo", "unheard")
        assert silent.stdout is None and silent.returncode == 0

    @trials.trial("run: arguments arrive as they are")
    def _():
        odd = ["a b", "; rm", "&c=d", "%20", "+", "ä€😀", "'", '"', "", "\n", "#", "?"]
        done = sprite().run("printf", "[%s]", *odd, capture_output=True)
        assert done.stdout.decode() == "".join(f"[{one}]" for one in odd)

    @trials.trial("run: checked")
    def _():
        error = raises(ExecError, sprite().run, "sh", "-c", "echo o; echo e >&2; exit 42", check=True, capture_output=True)
        assert (error.exit_code(), error.stdout, error.stderr) == (42, b"o\n", b"e\n")

    @trials.trial("run: environment and folder")
    def _():
        done = sprite().run("/bin/sh", "-c", 'echo "$ONE|$PWD"', env={"ONE": "1=1 & ;"}, cwd="/tmp", capture_output=True)
        assert done.stdout == b"1=1 & ;|/tmp\n"
        plain = sprite().run("sh", "-c", 'echo "$PWD|$HOME"', capture_output=True)
        assert plain.stdout == b"/home/sprite|/home/sprite\n"

    @trials.trial("run: a time-out")
    def _():
        raises(SpriteTimeoutError, sprite().run, "sleep", "60", timeout=0.5)

    @trials.trial("run: 32 MiB of output")
    def _():
        done = sprite().run("sh", "-c", f"head -c {32 * MIB} /dev/zero", capture_output=True)
        assert len(done.stdout) == 32 * MIB and done.returncode == 0

    @trials.trial("run: fast commands lose nothing")
    def _():
        for at in range(40):
            assert sprite().run("echo", str(at), capture_output=True).stdout == f"{at}\n".encode()

    @trials.trial("run: twenty at once")
    def _():
        one = sprite()
        with concurrent.futures.ThreadPoolExecutor(20) as pool:
            outputs = pool.map(lambda at: one.run("echo", str(at), capture_output=True).stdout, range(20))
            assert list(outputs) == [f"{at}\n".encode() for at in range(20)]

    @trials.trial("run: a program that is not there")
    def _():
        raises(Exception, sprite().run, "no-such-program", check=True)


def _add_command(trials, sprite):
    @trials.trial("command: run")
    def _():
        good = sprite().command("true")
        assert good.exit_code == -1
        good.run()
        assert good.exit_code == 0
        raises(RuntimeError, good.run)
        assert raises(ExecError, sprite().command("false").run).exit_code() == 1

    @trials.trial("command: output, alone and together with errors")
    def _():
        script = ("sh", "-c", "echo out; echo err >&2")
        assert sprite().command(*script).output() == b"out\n"
        assert sprite().command(*script).combined_output() == b"out\nerr\n"
        error = raises(ExecError, sprite().command("sh", "-c", "echo o; echo e >&2; exit 2").output)
        assert error.exit_code() == 2 and error.stdout == b"o\n"

    @trials.trial("command: streams of one's own")
    def _():
        out, err = io.BytesIO(), io.BytesIO()
        sent = secrets.token_bytes(3 * MIB)
        command = sprite().command("sh", "-c", "cat; echo done >&2", stdin=io.BytesIO(sent), stdout=out, stderr=err)
        command.run()
        assert out.getvalue() == sent and err.getvalue() == b"done\n"

    @trials.trial("command: environment, folder and time-out")
    def _():
        command = sprite().command("/bin/sh", "-c", "echo $WHO $PWD", env={"WHO": "me"}, cwd="/", timeout=20)
        assert command.output() == b"me /\n"
        raises(SpriteTimeoutError, sprite().command("sleep", "60", timeout=0.5).run)

    @trials.trial("command: input ends where nothing is given")
    def _():
        assert sprite().command("cat").output() == b""


def _add_terminal(trials, sprite):
    env = {"TERM": "xterm", "PATH": "/usr/bin:/bin"}

    @trials.trial("terminal: it is one, of the size asked for")
    def _():
        done = sprite().run(
            "sh", "-c", "stty size; tty; echo $TERM; exit 4",
            tty=True, tty_rows=33, tty_cols=101, env=env, capture_output=True,
        )
        lines = done.stdout.decode().split("\r\n")
        assert lines[0] == "33 101" and lines[1].startswith("/dev/pts/") and lines[2] == "xterm"
        assert done.returncode == 4

    @trials.trial("terminal: set by calls")
    def _():
        command = sprite().command("stty", "size", env=env)
        command.set_tty(True)
        command.set_tty_size(12, 34)
        assert command.output() == b"12 34\r\n"
        raises(RuntimeError, command.set_tty, False)

    @trials.trial("terminal: typing")
    def _():
        command = sprite().command("sh", tty=True, env=env, stdin=io.BytesIO(b'echo "$((6*7))"\nexit 5\n'))
        error = raises(ExecError, command.combined_output)
        assert error.exit_code() == 5 and b"42\r\n" in error.stdout
