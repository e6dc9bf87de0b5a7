#!/bin/sh
# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
#
# usage: bench.sh BUILD_FOLDER [--quick]   - prints the figures of the program in that build folder; asserts nothing
set -eu

build=$1
shift
export QT_QPA_PLATFORM="${QT_QPA_PLATFORM:-offscreen}"
printf '%s, %s processors, load %s\n' "$(uname -sm)" "$(getconf _NPROCESSORS_ONLN)" \
    "$(cut -d' ' -f1-3 /proc/loadavg 2>/dev/null || echo unknown)"
"$build/bin/spritarium-bench" all "$@"
if [ -x "$build/tests/bench_models" ]; then
    printf '\nThe models alone\n'
    "$build/tests/bench_models"
fi
