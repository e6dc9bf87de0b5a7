# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
"""The playground under trial, and the sprites that trials make there."""

import json
import secrets
import time
import urllib.request

from sprites import ListOptions, SpritesClient


class World:
    def __init__(self, url, token):
        self.url = url.rstrip("/")
        self.token = token
        self.client = SpritesClient(token, base_url=url)
        self.prefix = f"py-{secrets.token_hex(3)}-"
        self._count = 0
        self._shared = {}

    def new_name(self, word="sprite"):
        self._count += 1
        return f"{self.prefix}{word}-{self._count}"

    def sprite(self, word="sprite", **options):
        """A sprite of one's own."""
        return self.client.create_sprite(self.new_name(word), **options)

    def shared(self, group):
        """The sprite that all trials of a group use."""
        if group not in self._shared:
            self._shared[group] = self.sprite(group)
        return self._shared[group]

    def fault(self, **fault):
        """Makes the playground misbehave with the next requests that match; see its manual."""
        request = urllib.request.Request(
            f"{self.url}/playground/faults",
            data=json.dumps(fault).encode(),
            headers={"Authorization": f"Bearer {self.token}"},
        )
        with urllib.request.urlopen(request) as answer:
            assert answer.status == 200

    def tidy(self):
        while names := [one.name for one in self.client.list_sprites(ListOptions(prefix=self.prefix)).sprites]:
            for name in names:
                self.client.delete_sprite(name)
        self.client.close()


def until(is_so, what, seconds=15):
    """Waits until `is_so` answers something true, and returns that."""
    end = time.monotonic() + seconds
    while True:
        answer = is_so()
        if answer:
            return answer
        if time.monotonic() > end:
            raise AssertionError(f"never came: {what}")
        time.sleep(0.05)
