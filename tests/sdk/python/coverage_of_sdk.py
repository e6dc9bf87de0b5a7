# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
"""Notes which calls of the SDK were made, so that a version of it with new ones does not go untried."""

import functools
import inspect

import sprites
import sprites.checkpoint
import sprites.policy
import sprites.services
import sprites.session

_MODULES = (sprites.checkpoint, sprites.policy, sprites.services, sprites.session)
# No call of the SDK gives out a DirEntry.
_NOT_TRIED = {"DirEntry.is_file"}


class Coverage:
    def __init__(self):
        self._missing = set()
        done = set()
        for name in sprites.__all__:
            for kind in getattr(getattr(sprites, name), "__mro__", ()):
                if kind.__module__.startswith("sprites.") and kind not in done:
                    done.add(kind)
                    self._watch(kind.__name__, kind)
        for module in _MODULES:
            self._watch(module.__name__, module)

    def add(self, trials):
        if trials.is_whole:

            @trials.trial("every call the SDK has was made")
            def _():
                assert not self._missing, ", ".join(sorted(self._missing))

    def _watch(self, name, holder):
        for key, value in list(vars(holder).items()):
            label = f"{name}.{key}"
            if key.startswith("_") or label in _NOT_TRIED:
                continue
            if isinstance(value, staticmethod):
                setattr(holder, key, staticmethod(self._noting(label, value.__func__)))
            elif isinstance(value, property):
                setattr(holder, key, property(self._noting(label, value.fget), doc=value.__doc__))
            elif inspect.isfunction(value) and value.__module__ == getattr(holder, "__module__", holder.__name__):
                setattr(holder, key, self._noting(label, value))

    def _noting(self, label, call):
        self._missing.add(label)

        @functools.wraps(call)
        def noting(*words, **options):
            self._missing.discard(label)
            return call(*words, **options)

        return noting
