#!/bin/sh
# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
#
# Runs a command inside a bus session with an unlocked, empty keyring.
printf 'test' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
exec "$@"
