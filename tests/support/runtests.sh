#!/bin/sh
# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
#
# usage: runtests.sh FOLDER [CTEST ARGUMENTS]
#
# Runs the tests of a build folder. Up to three that failed are asked once more, one after the other, so that a
# defect can be told from the bad luck of a busy machine; those that pass then are named at the end, because a test
# that fails now and then is a defect too. More than three failures are no bad luck.
set -eu
folder=$1; shift
list=$folder/Testing/Temporary/LastTestsFailed.log
rm -f "$list"
status=0
ctest --test-dir "$folder" --output-on-failure "$@" || status=$?
[ "$status" = 8 ] && [ -s "$list" ] || exit "$status"
failed=$(sed 's/^[0-9]*://' "$list")
[ "$(printf '%s\n' "$failed" | wc -l)" -le 3 ] || exit "$status"
printf '\nOnce more, by itself, what failed:\n'
ctest --test-dir "$folder" --output-on-failure -j 1 --rerun-failed
printf '\nFailed once and passed by itself, to be mended all the same:\n'
printf '%s\n' "$failed" | sed 's/^/  /'
