#!/bin/sh
# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
#
# usage: runtests.sh FOLDER [CTEST ARGUMENTS]
#
# Runs the tests of a build folder. Up to three that failed are asked once more, one after the other, so that a
# defect can be told from the bad luck of a busy machine; those that pass then are named at the end, because a test
# that fails now and then is a defect too. More than three failures are no bad luck, and neither is a crash, nor
# what a sanitizer found.
set -eu
folder=$1; shift
kept=$(mktemp -d)
trap 'rm -rf "$kept"' EXIT
: >"$kept/begun"
# Through a file, because a pipe tells only how its last part ended.
{
    status=0
    ctest --test-dir "$folder" --output-on-failure "$@" || status=$?
    echo "$status" >"$kept/status"
} | tee "$kept/out"
status=$(cat "$kept/status")
[ "$status" = 8 ] || exit "$status"
! grep -q -e '\*\*\*Exception' -e 'Sanitizer' -e 'runtime error:' "$kept/out" || exit "$status"
list=$folder/Testing/Temporary/LastTestsFailed.log
[ -s "$list" ] && [ -n "$(find "$list" -newer "$kept/begun")" ] || exit "$status"
failed=$(sed 's/^[0-9]*://' "$list")
[ "$(printf '%s\n' "$failed" | wc -l)" -le 3 ] || exit "$status"
printf '\nOnce more, by itself, what failed:\n'
ctest --test-dir "$folder" --output-on-failure -j 1 --rerun-failed
printf '\nFailed once and passed by itself, to be mended all the same:\n'
printf '%s\n' "$failed" | sed 's/^/  /'
