# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
"""Services, by the sprite's own calls and by those of the module."""

from sprites import SpriteError
from sprites import services as module
from sprites.exceptions import APIError
from trials import raises
from world import until

TICKING = ["-c", "echo begun; n=0; while :; do n=$((n+1)); echo tick $n; sleep 0.1; done"]


def types(events):
    return [event.type for event in events]


def output(events):
    return "".join(event.data for event in events if event.type == "stdout")


def add(trials, world):
    _add_life(trials, world)
    _add_module(trials, world)
    trials.skip("services: logs and restart", "the SDK has no calls for them")


def _add_life(trials, world):
    @trials.trial("services: create, list and get")
    def _():
        sprite = world.sprite("services")
        assert sprite.list_services() == []
        events = list(sprite.create_service("clock", "sh", TICKING, duration=1))
        assert events[0].type == "started" and events[0].timestamp > 1e12
        assert "begun\ntick 1\n" in output(events)
        assert events[-1].type == "complete" and events[-1].log_files
        log = sprite.filesystem() / next(iter(events[-1].log_files.values()))
        assert "begun" in log.read_text()
        service = sprite.get_service("clock")
        assert (service.name, service.cmd, service.args, service.needs) == ("clock", "sh", TICKING, [])
        assert service.state.status == "running" and service.state.pid > 0
        assert service.state.started_at.year >= 2024
        assert [one.name for one in sprite.list_services()] == ["clock"]

    @trials.trial("services: environment, folder, dependency and port")
    def _():
        sprite = world.sprite("services")
        list(sprite.create_service("base", "sleep", ["600"], duration=0.2))
        script = ["-c", 'echo "$COLOUR $PWD"; exec sleep 600']
        events = list(sprite.create_service(
            "full", "/bin/sh", script, ["base"], 8081, 1, env={"COLOUR": "blue"}, dir="/tmp"))
        assert "blue /tmp\n" in output(events)
        full = sprite.get_service("full")
        assert (full.env, full.dir, full.needs, full.http_port) == ({"COLOUR": "blue"}, "/tmp", ["base"], 8081)

    @trials.trial("services: stop, start, signal and delete", 60)
    def _():
        sprite = world.sprite("services")
        list(sprite.create_service("clock", "sh", TICKING, duration=0.3))
        stopped = types(sprite.stop_service("clock", timeout=5))
        assert "stopping" in stopped and "stopped" in stopped and stopped[-1] == "complete", stopped
        assert sprite.get_service("clock").state.status == "stopped"
        assert types(sprite.start_service("clock", duration=0.5))[0] == "started"
        assert sprite.get_service("clock").state.status == "running"
        sprite.signal_service("clock", "TERM")
        sprite.delete_service("clock")
        assert sprite.list_services() == []

    @trials.trial("services: one that crashes is tried again")
    def _():
        sprite = world.sprite("services")
        events = list(sprite.create_service("crash", "sh", ["-c", "exit 3"], duration=3))
        assert next(event for event in events if event.type == "exit").exit_code == 3

        def waiting():
            state = sprite.get_service("crash").state
            return state if state.restart_count > 0 and state.next_restart_at else None

        assert "3" in until(waiting, "a next time").error

    @trials.trial("services: without a duration", 60)
    def _():
        sprite = world.sprite("services")
        assert types(sprite.create_service("plain", "sleep", ["600"]))[-1] == "complete"
        assert types(sprite.stop_service("plain"))[-1] == "complete"
        assert types(sprite.start_service("plain"))[-1] == "complete"

    @trials.trial("services: what is refused")
    def _():
        sprite = world.sprite("services")
        for call in (sprite.get_service, sprite.start_service, sprite.stop_service):
            assert raises(APIError, call, "none").status_code == 404
        assert "404" in str(raises(SpriteError, sprite.delete_service, "none"))
        assert raises(APIError, sprite.signal_service, "none", "TERM").status_code == 404
        assert raises(APIError, sprite.create_service, "empty", "").status_code == 400
        list(sprite.create_service("first", "sleep", ["600"], http_port=9001, duration=0.2))
        conflict = raises(APIError, sprite.create_service, "second", "sleep", ["600"], http_port=9002)
        assert conflict.status_code == 409 and "HTTP port" in conflict.response
        assert raises(APIError, sprite.signal_service, "first", "NOPE").status_code == 400
        list(sprite.stop_service("first"))
        assert raises(APIError, sprite.stop_service, "first").status_code == 409


def _add_module(trials, world):
    @trials.trial("services: by the functions of the module", 60)
    def _():
        sprite = world.sprite("services")
        seen = []
        with module.create_service(sprite, "clock", "sh", TICKING, duration=0.3) as stream:
            stream.process_all(lambda event: seen.append(event.type))
        assert seen[-1] == "complete"
        assert [one.name for one in module.list_services(sprite)] == ["clock"]
        assert module.get_service(sprite, "clock").state.status == "running"
        module.signal_service(sprite, "clock", "SIGUSR1")
        list(module.stop_service(sprite, "clock", 5))
        with module.start_service(sprite, "clock", 0.3) as stream:
            assert "started" in types(stream)
        module.delete_service(sprite, "clock")
        assert raises(APIError, module.delete_service, sprite, "clock").status_code == 404
