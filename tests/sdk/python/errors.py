# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
"""How the SDK tells what goes wrong."""

from sprites import AuthenticationError, NetworkError, NotFoundError, SpriteError, SpritesClient, URLSettings
from sprites.checkpoint import create_checkpoint
from sprites.exceptions import APIError, FileNotFoundError_, parse_api_error
from sprites.services import list_services
from trials import raises


def add(trials, world):
    client = world.client

    @trials.trial("errors: a wrong token is 401")
    def _():
        with SpritesClient("wrong", base_url=world.url) as stranger:
            raises(AuthenticationError, stranger.list_sprites)
            assert "401" in str(raises(SpriteError, stranger.sprite("any").list_checkpoints))
            assert raises(APIError, stranger.sprite("any").run, "true").status_code == 401

    @trials.trial("errors: an unknown sprite is 404 everywhere")
    def _():
        nobody = client.sprite(world.new_name("nobody"))
        raises(NotFoundError, client.get_sprite, nobody.name)
        raises(NotFoundError, nobody.delete)
        raises(NotFoundError, nobody.upgrade)
        raises(NotFoundError, nobody.update, labels=[])
        for call in (nobody.list_checkpoints, nobody.list_sessions, nobody.get_network_policy):
            assert "sprite not found" in str(raises(SpriteError, call))
        assert raises(APIError, list_services, nobody).status_code == 404
        assert raises(APIError, create_checkpoint, nobody).status_code == 404
        raises(FileNotFoundError_, (nobody.filesystem() / "x").read_bytes)
        assert raises(APIError, nobody.run, "true").status_code == 404

    @trials.trial("errors: a name that is taken is 409, a bad one 400")
    def _():
        sprite = world.sprite("taken")
        error = raises(SpriteError, client.create_sprite, sprite.name)
        assert "409" in str(error) and "already exists" in str(error)
        assert "400" in str(raises(SpriteError, client.create_sprite, "Not A Name"))
        assert "400" in str(raises(SpriteError, sprite.update, url_settings=URLSettings(auth="everybody")))

    @trials.trial("errors: a refused connection has every figure of the limit")
    def _():
        sprite = world.sprite("limit")
        world.fault(kind="status", status=429, method="GET", path=f"/v1/sprites/{sprite.name}/exec")
        error = raises(APIError, sprite.run, "true")
        assert error.is_rate_limit_error()
        assert error.is_creation_rate_limited() or error.is_concurrent_limit_exceeded()
        assert error.get_retry_after_seconds() > 0
        assert error.retry_after_header and error.rate_limit_limit is not None
        assert error.rate_limit_remaining is not None and error.rate_limit_reset

    @trials.trial("errors: an answer that does not come ends at the time-out")
    def _():
        world.fault(kind="stall", method="GET", path="/v1/sprites")
        with SpritesClient(world.token, base_url=world.url, timeout=0.5) as hasty:
            raises(NetworkError, hasty.list_sprites)

    @trials.trial("errors: a server that is not there")
    def _():
        with SpritesClient("any", base_url="http://127.0.0.1:9") as lost:
            raises(NetworkError, lost.list_sprites)
            raises(NetworkError, lost.sprite("any").run, "true")

    @trials.trial("errors: texts are read as the SDK reads them")
    def _():
        assert parse_api_error(409, b'{"error":"taken"}', {}).error_code == "taken"
        assert parse_api_error(200, b"", {}) is None
