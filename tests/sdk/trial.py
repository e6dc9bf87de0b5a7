# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
"""Tries everything the official Python SDK can do against a playground.

    SPRITES_API_URL=http://127.0.0.1:PORT SPRITE_TOKEN=TOKEN python3 tests/sdk/trial.py [WORD...]

With words, only trials whose names have one of them run. Prints one line a trial and a summary; the exit code
is 1 if any trial failed.
"""

import os
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parent / "python"))

import asynchronous  # noqa: E402
import checkpoints  # noqa: E402
import commands  # noqa: E402
import control  # noqa: E402
import errors  # noqa: E402
import files  # noqa: E402
import policies  # noqa: E402
import services  # noqa: E402
import sessions  # noqa: E402
import sprite_calls  # noqa: E402
from coverage_of_sdk import Coverage  # noqa: E402
from trials import Trials  # noqa: E402
from world import World  # noqa: E402


def main():
    url = os.environ.get("SPRITES_API_URL") or os.environ.get("SPRITARIUM_URL")
    token = os.environ.get("SPRITE_TOKEN") or os.environ.get("SPRITARIUM_TOKEN")
    if not url or not token:
        print("SPRITES_API_URL and SPRITE_TOKEN say which playground to try", file=sys.stderr)
        return 2
    coverage = Coverage()
    world = World(url, token)
    trials = Trials(sys.argv[1:])
    for part in (sprite_calls, errors, commands, sessions, checkpoints, services, files, policies, control, asynchronous):
        part.add(trials, world)
    coverage.add(trials)
    is_good = trials.run()
    world.tidy()
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
