# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
"""Commands that live on, and the way back to them."""

from sprites import ExecError
from sprites import session as module
from sprites.exceptions import APIError, TimeoutError as SpriteTimeoutError
from trials import raises
from world import until

ENV = {"TERM": "xterm", "PATH": "/usr/bin:/bin"}


def leave(sprite, *words):
    """Starts a command in a terminal, leaves it alone, and gives back its session."""
    before = {session.id for session in sprite.list_sessions()}
    raises(SpriteTimeoutError, sprite.run, *words, tty=True, env=ENV, timeout=0.7)
    return next(session for session in sprite.list_sessions() if session.id not in before)


def add(trials, world):
    def sprite():
        return world.shared("sessions")

    @trials.trial("sessions: a terminal that was left is listed")
    def _():
        one = sprite()
        session = leave(one, "sleep", "60")
        assert session.tty is True
        assert "sleep" in session.command
        assert session.workdir == "/home/sprite"
        assert session.created.year >= 2024
        assert session.bytes_per_second >= 0
        assert [other.id for other in module.list_sessions(one)] == [other.id for other in one.list_sessions()]
        list(module.kill_session(one, session.id, "SIGKILL"))

    @trials.trial("sessions: come back to it")
    def _():
        one = sprite()
        session = leave(one, "sh", "-c", "echo early; sleep 3; echo late; exit 6")
        back = one.attach_session(session.id, timeout=20)
        error = raises(ExecError, back.output)
        assert error.exit_code() == 6
        assert b"early" in error.stdout and b"late" in error.stdout
        assert back.tty is True

    @trials.trial("sessions: come back to a command without a terminal")
    def _():
        one = sprite()
        raises(SpriteTimeoutError, one.run, "sh", "-c", "sleep 2; echo still here", timeout=0.5)
        session = until(lambda: [s for s in one.list_sessions() if "still" in s.command], "the session")[0]
        assert session.tty is False
        assert b"still here\n" in one.attach_session(session.id).output()

    @trials.trial("sessions: one that is not there")
    def _():
        assert raises(APIError, sprite().attach_session("999999").output).status_code == 404
        assert raises(APIError, module.kill_session, sprite(), "999999").status_code in (404, 410)

    @trials.trial("sessions: kill tells what it does")
    def _():
        one = sprite()
        session = leave(one, "sleep", "60")
        with module.kill_session(one, session.id) as stream:
            types = [message.type for message in stream]
        assert types[0] == "signal" and "exited" in types and types[-1] == "complete", types
        until(lambda: session.id not in [other.id for other in one.list_sessions()], "its end in the list")

    @trials.trial("sessions: kill with a signal and a time")
    def _():
        one = sprite()
        session = leave(one, "sh", "-c", 'trap "" TERM; sleep 60; sleep 60')
        types = []
        module.kill_session(one, session.id, "SIGKILL", 5).process_all(lambda message: types.append(message.type))
        # The SDK sends both in a body, which the service is not known to read.
        assert types[-1] == "complete", types
        assert "timeout" not in types, types
        until(lambda: session.id not in [other.id for other in one.list_sessions()], "its end in the list")
