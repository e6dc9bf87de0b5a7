# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
"""Calls on sprites themselves."""

import concurrent.futures
from unittest import mock

import httpx
from sprites import ListOptions, NotFoundError, SpriteConfig, SpritesClient, URLSettings
from trials import raises
from world import until


def add(trials, world):
    client = world.client

    @trials.trial("sprites: a handle needs no call")
    def _():
        sprite = client.sprite("never-made")
        assert sprite.name == "never-made" and sprite.client is client

    @trials.trial("sprites: create")
    def _():
        name = world.new_name()
        sprite = client.create_sprite(name)
        assert sprite.name == name
        assert sprite.id.startswith("sprite-")
        assert sprite.status in ("cold", "warm", "running")
        assert sprite.organization_name
        assert sprite.created_at and sprite.updated_at
        assert sprite.url.startswith("http")
        assert sprite.url_settings.auth == "sprite"

    @trials.trial("sprites: create with every option")
    def _():
        sprite = world.sprite(
            "full",
            config=SpriteConfig(ram_mb=512, cpus=1, region="ams", storage_gb=1),
            url_settings=URLSettings(auth="public", private_access="admins"),
            labels=["one", "two"],
            wait_for_capacity=True,
            runtime="default",
        )
        assert sorted(sprite.labels) == ["one", "two"]
        assert sprite.url_settings.auth == "public"
        assert world.sprite("dev", runtime="dev").id

    @trials.trial("sprites: get")
    def _():
        made = world.sprite("get", labels=["seen"])
        got = client.get_sprite(made.name)
        assert got.id == made.id and got.labels == ["seen"]

    @trials.trial("sprites: list in pages")
    def _():
        prefix = world.new_name("page")
        for letter in "abcde":
            client.create_sprite(prefix + letter)
        names = []
        token = None
        for size in (2, 2, 1):
            page = client.list_sprites(ListOptions(prefix=prefix, max_results=2, continuation_token=token))
            assert len(page.sprites) == size
            names += [one.name for one in page.sprites]
            token = page.next_continuation_token
        assert not token
        assert sorted(names) == [prefix + letter for letter in "abcde"]

    @trials.trial("sprites: list without options, and for bulk loading")
    def _():
        made = world.sprite("bulk")
        everything = client.list_sprites()
        assert all(isinstance(count, int) for count in (everything.running, everything.warm, everything.cold))
        bulk = client.list_sprites(ListOptions(prefix=made.name, bulk_load=True))
        assert [one.name for one in bulk.sprites] == [made.name]

    @trials.trial("sprites: list all of more than one page", 60)
    def _():
        prefix = world.new_name("many")
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            made = list(pool.map(client.create_sprite, [f"{prefix}-{at}" for at in range(103)]))
            found = client.list_all_sprites(prefix)
            assert {one.name for one in found} == {one.name for one in made}
            list(pool.map(lambda one: one.destroy(), found))
        assert client.list_all_sprites(prefix) == []

    @trials.trial("sprites: update")
    def _():
        sprite = world.sprite("update", labels=["old"])
        labelled = sprite.update(labels=["new", "newer"])
        assert sorted(labelled.labels) == ["new", "newer"] and labelled.url_settings.auth == "sprite"
        opened = client.update_sprite(sprite.name, url_settings=URLSettings(auth="public"))
        assert opened.url_settings.auth == "public" and sorted(opened.labels) == ["new", "newer"]
        assert sprite.update(labels=[]).labels == []
        sprite.update_url_settings(URLSettings(auth="sprite"))
        assert client.get_sprite(sprite.name).url_settings.auth == "sprite"
        client.update_url_settings(sprite.name, URLSettings(auth="public"))
        assert client.get_sprite(sprite.name).url_settings.auth == "public"
        raises(ValueError, client.update_sprite, sprite.name)

    @trials.trial("sprites: upgrade")
    def _():
        sprite = world.sprite("upgrade")
        sprite.upgrade()
        client.upgrade_sprite(sprite.name)
        assert sprite.run("echo", "up", capture_output=True).stdout == b"up\n"

    @trials.trial("sprites: delete and destroy")
    def _():
        for end in ("delete", "destroy"):
            sprite = world.sprite(end)
            getattr(sprite, end)()
            raises(NotFoundError, client.get_sprite, sprite.name)
        for end in (client.delete_sprite, client.destroy_sprite):
            sprite = world.sprite("client")
            end(sprite.name)
            raises(NotFoundError, client.get_sprite, sprite.name)

    @trials.trial("sprites: a token for a Fly.io token")
    def _():
        organization = client.list_sprites().sprites[0].organization
        # The SDK has the address of this call built in, so the call is led to the playground.
        real = httpx.Client.post

        def led(self, address, **options):
            return real(self, address.replace("https://api.sprites.dev", world.url), **options)

        with mock.patch.object(httpx.Client, "post", led):
            token = SpritesClient.create_token("fm2_something", organization)
            assert SpritesClient.create_token("fm2_something", organization, "code")
        with SpritesClient(token, base_url=world.url) as other:
            assert other.list_sprites().sprites

    @trials.trial("sprites: the client for calls of one's own")
    def _():
        own = client.http_client
        address = f"{world.url}/v1/sprites"
        name = world.new_name("own")
        assert own.post(address, json={"name": name}).status_code == 201
        assert own.get(f"{address}/{name}").json()["name"] == name
        assert own.put(f"{address}/{name}", json={"labels": ["own"]}).json()["labels"] == ["own"]
        assert own.delete(f"{address}/{name}").status_code == 204

    @trials.trial("sprites: the first command wakes a sprite that sleeps", 60)
    def _():
        sprite = world.sprite("sleep")
        sprite.run("true")
        until(lambda: client.get_sprite(sprite.name).status != "running", "sleep", 40)
        assert sprite.run("echo", "awake", capture_output=True).stdout == b"awake\n"
        assert client.get_sprite(sprite.name).status == "running"

    trials.skip("sprites: environment of a sprite", "the SDK neither sends nor reads it")
    trials.skip("sprites: restart, check and watch", "the SDK has no calls for them")
    trials.skip("proxy and ports", "the SDK has no calls for them")
