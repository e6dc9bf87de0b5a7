# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
"""The same calls by the asynchronous half of the SDK."""

import asyncio
import io
import secrets
from unittest import mock

import httpx
from checkpoints import assert_story
from services import TICKING, types
from sprites import (
    AsyncSpritesClient,
    DirectoryNotEmptyError,
    ExecError,
    FileNotFoundError_,
    FilesystemError,
    ListOptions,
    NetworkPolicy,
    NotFoundError,
    PolicyRule,
    URLSettings,
)
from sprites.exceptions import APIError
from sprites.exceptions import TimeoutError as SpriteTimeoutError


async def refused(kind, awaited):
    """The error of the kind that must come of what is awaited."""
    try:
        await awaited
    except kind as error:
        return error
    raise AssertionError(f"{kind.__name__} did not come")


def add(trials, world):
    def trial(name, seconds=30):
        """A trial that gets a client of its own."""

        def remember(run):
            async def with_client():
                async with AsyncSpritesClient(world.token, base_url=world.url) as client:
                    await run(client)

            trials.trial(f"async {name}", seconds)(lambda: asyncio.run(with_client()))

        return remember

    _add_sprites(trial, world)
    _add_commands(trial, world)
    _add_insides(trial, world)
    _add_files(trial, world)


def _add_sprites(trial, world):
    @trial("sprites: create, get, list, update, upgrade and delete")
    async def _(client):
        name = world.new_name("async")
        made = await client.create_sprite(name, labels=["one"], url_settings=URLSettings(auth="public"))
        assert made.labels == ["one"] and (await client.get_sprite(name)).id == made.id
        assert [one.name for one in (await client.list_sprites(ListOptions(prefix=name))).sprites] == [name]
        assert [one.name for one in await client.list_all_sprites(name)] == [name]
        assert (await made.update(labels=["two"])).labels == ["two"]
        assert (await client.update_sprite(name, labels=[])).labels == []
        await made.update_url_settings(URLSettings(auth="sprite"))
        await client.update_url_settings(name, URLSettings(auth="public"))
        assert (await client.get_sprite(name)).url_settings.auth == "public"
        await made.upgrade()
        await client.upgrade_sprite(name)
        await made.delete()
        await refused(NotFoundError, client.get_sprite(name))
        other = await client.create_sprite(world.new_name("async"))
        await other.destroy()
        await refused(NotFoundError, client.destroy_sprite(other.name))
        await refused(NotFoundError, client.delete_sprite(other.name))

    @trial("sprites: the client for calls of one's own")
    async def _(client):
        address = f"{world.url}/v1/sprites"
        name = world.new_name("own")
        assert (await client.http_client.post(address, json={"name": name})).status_code == 201
        assert (await client.http_client.get(f"{address}/{name}")).json()["name"] == name
        assert (await client.http_client.put(f"{address}/{name}", json={"labels": []})).status_code == 200
        assert (await client.http_client.delete(f"{address}/{name}")).status_code == 204

    @trial("sprites: a token for a Fly.io token")
    async def _(client):
        organization = (await client.create_sprite(world.new_name("token"))).organization_name
        real = httpx.AsyncClient.post

        async def led(self, address, **options):
            return await real(self, address.replace("https://api.sprites.dev", world.url), **options)

        with mock.patch.object(httpx.AsyncClient, "post", led):
            token = await AsyncSpritesClient.create_token("fm2_something", organization)
        other = AsyncSpritesClient(token, base_url=world.url)
        assert (await other.list_sprites()).sprites
        await other.aclose()


def _add_commands(trial, world):
    @trial("commands: run, output and combined output")
    async def _(client):
        sprite = client.sprite(world.shared("async").name)
        done = await sprite.run("sh", "-c", "echo out; echo err >&2; exit 3", capture_output=True)
        assert (done.stdout, done.stderr, done.returncode) == (b"out\n", b"err\n", 3)
        await refused(ExecError, sprite.run("false", check=True))
        await refused(ExecError, sprite.command("false").run())
        assert await sprite.command("cat", stdin=io.BytesIO(b"given")).output() == b"given"
        assert await sprite.command("sh", "-c", "echo o; echo e >&2", cwd="/").combined_output() == b"o\ne\n"
        assert b"20 30" in await sprite.command("stty", "size", tty=True, tty_rows=20, tty_cols=30).output()
        await refused(SpriteTimeoutError, sprite.command("sleep", "60", timeout=0.5).run())

    @trial("commands: fifty at once")
    async def _(client):
        sprite = client.sprite(world.shared("async").name)
        outputs = await asyncio.gather(*(sprite.command("echo", str(at)).output() for at in range(50)))
        assert outputs == [f"{at}\n".encode() for at in range(50)]

    @trial("commands: come back to a session")
    async def _(client):
        sprite = client.sprite(world.shared("async").name)
        script = "echo early; sleep 2; echo late"
        await refused(SpriteTimeoutError, sprite.run("sh", "-c", script, tty=True, timeout=0.7))
        session = next(one for one in await sprite.list_sessions() if "early" in one.command)
        output = await sprite.attach_session(session.id).output()
        assert b"early" in output and b"late" in output

    @trial("commands: without a control channel")
    async def _(_client):
        async with AsyncSpritesClient(world.token, base_url=world.url, control_mode=True) as client:
            sprite = client.sprite(world.shared("async").name)
            assert sprite.use_control_mode() is True
            assert await sprite.command("echo", "around").output() == b"around\n"
            assert sprite.has_control_connection() is False
            await refused(Exception, sprite.get_control_connection())
            await sprite.close_control_connection()


def _add_insides(trial, world):
    @trial("checkpoints: create, list, get and restore")
    async def _(client):
        sprite = await client.create_sprite(world.new_name("async"))
        assert_story(list(await sprite.create_checkpoint("first", timeout=60)))
        assert "v1" in [one.id for one in await sprite.list_checkpoints()]
        assert isinstance(await sprite.list_checkpoints("v1"), list)
        assert (await sprite.get_checkpoint("v1")).comment == "first"
        await refused(NotFoundError, sprite.get_checkpoint("v99"))
        assert_story(list(await sprite.restore_checkpoint("v1")))
        assert list(await sprite.restore_checkpoint("nonexistent"))[-1].type == "error"

    @trial("services: every call", 60)
    async def _(client):
        sprite = await client.create_sprite(world.new_name("async"))
        assert await sprite.list_services() == []
        assert types(await sprite.create_service("clock", "sh", TICKING, duration=0.3))[0] == "started"
        assert (await sprite.get_service("clock")).state.status == "running"
        await sprite.signal_service("clock", "USR2")
        assert "stopped" in types(await sprite.stop_service("clock", timeout=5))
        assert "started" in types(await sprite.start_service("clock", duration=0.3))
        await sprite.delete_service("clock")
        assert (await refused(APIError, sprite.get_service("clock"))).status_code == 404

    @trial("policies: network")
    async def _(client):
        sprite = await client.create_sprite(world.new_name("async"))
        policy = NetworkPolicy(rules=[PolicyRule(domain="*", action="deny")])
        await sprite.update_network_policy(policy)
        assert await sprite.get_network_policy() == policy


def _add_files(trial, world):
    def fresh(client):
        return client.sprite(world.shared("async").name).filesystem(f"/home/sprite/{secrets.token_hex(4)}")

    @trial("files: contents")
    async def _(client):
        fs = fresh(client)
        await (fs / "text").write_text("grüße", mode=0o640)
        assert await (fs / "text").read_text() == "grüße"
        await (fs / "bytes").write_bytes(b"\0\xff")
        assert await (fs / "bytes").read_bytes() == b"\0\xff"
        stat = await (fs / "text").stat()
        assert int(stat.mode, 8) & 0o777 == 0o640 and stat.size == 7
        assert await (fs / "text").exists() and await (fs / "text").is_file() and not await (fs / "text").is_dir()
        await (fs / "text").chmod(0o600)
        assert int((await (fs / "text").stat()).mode, 8) & 0o777 == 0o600
        await (fs / "touched").touch()
        await refused(FilesystemError, (fs / "touched").touch(exist_ok=False))

    @trial("files: the tree")
    async def _(client):
        fs = fresh(client)
        await (fs / "a/b").mkdir(parents=True)
        await (fs / "a/b").mkdir(exist_ok=True)
        assert await (fs / "a").listdir() == ["b"]
        assert [path.name async for path in (fs / "a").iterdir()] == ["b"]
        await (fs / "a/b").rmdir()
        await (fs / "tree/leaf").write_text("leaf")
        await refused(DirectoryNotEmptyError, (fs / "tree").rmdir())
        moved = await (fs / "tree/leaf").rename("moved")
        replaced = await moved.replace(fs / "tree/replaced")
        copied = await replaced.copy_to(fs / "copied")
        assert await copied.read_text() == "leaf"
        await copied.unlink()
        await refused(FileNotFoundError_, copied.unlink())
        await copied.unlink(missing_ok=True)
        await (fs / "tree").rmtree()
        assert str(fs.root) == "/" and str(fs.path("x")) != str(fs.cwd)
