# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
"""A list of named trials, run one after the other."""

import faulthandler
import signal
import traceback
from pathlib import Path

_HERE = Path(__file__).parent
_TRIALS = {str(path) for path in _HERE.glob("*.py")} - {str(_HERE / name) for name in ("coverage_of_sdk.py", "trials.py")}


class TooLong(Exception):
    """A trial did not end in time."""


def _give_up(_signal, _frame):
    raise TooLong("no end in time")


def _place(error):
    """The last line of a trial that the error came by."""
    lines = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in _TRIALS]
    return f" in {Path(lines[-1].filename).name}:{lines[-1].lineno}" if lines else ""


class Trials:
    def __init__(self, words):
        self._list = []
        self._words = words
        faulthandler.enable()

    @property
    def is_whole(self):
        return not self._words

    def trial(self, name, seconds=30):
        """Decorates a function that fails by raising."""

        def remember(run):
            self._list.append((name, run, seconds, None))
            return run

        return remember

    def skip(self, name, reason):
        """Names what cannot be tried, and why."""
        self._list.append((name, None, 0, reason))

    def run(self):
        counts = {"passed": 0, "failed": 0, "skipped": 0}
        signal.signal(signal.SIGALRM, _give_up)
        for name, run, seconds, reason in self._list:
            if self._words and not any(word in name for word in self._words):
                continue
            if reason:
                counts["skipped"] += 1
                print(f"ok {name} # skipped: {reason}", flush=True)
                continue
            why = self._why(run, seconds)
            counts["failed" if why else "passed"] += 1
            print(f"not ok {name}: {why}" if why else f"ok {name}", flush=True)
        print("{passed} passed, {failed} failed, {skipped} skipped".format(**counts), flush=True)
        return counts["failed"] == 0

    @staticmethod
    def _why(run, seconds):
        signal.alarm(seconds)
        try:
            run()
        except Exception as error:
            return " ".join(f"{type(error).__name__}{_place(error)}: {error}".split())[:600]
        finally:
            signal.alarm(0)
        return ""


def raises(kind, call, *words, **options):
    """Calls, and gives back the error of the kind that must come of it."""
    try:
        call(*words, **options)
    except kind as error:
        return error
    raise AssertionError(f"{kind.__name__} did not come")
