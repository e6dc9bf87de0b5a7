#!/bin/sh
# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
#
# usage: tour.sh BUILD_FOLDER OUT_FOLDER [light]
# Runs the real program through its main job, once per look, each with a fresh home and playground, and leaves one
# picture a step: OUT/light, dark, light-200, pseudo, rtl. With a third word only a short walk of that look.
set -eu
build=$1; out=$2; only=${3:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The platform without a screen is 800x800 unless it is told otherwise.
cat >"$work/screen.json" <<'JSON'
{"screens": [{"name": "tour", "x": 0, "y": 0, "width": 1600, "height": 1000, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}]}
JSON
sed 's/1600/3200/; s/1000/2000/' "$work/screen.json" >"$work/screen-200.json"

# look NAME SCREEN SCALE ARGUMENTS...
look() {
    name=$1; screen=$2; scale=$3; shift 3
    mkdir -p -m 700 "$work/$name/run" "$work/$name/home"
    rm -rf "${out:?}/$name"
    mkdir -p "$out/$name"
    env -u DISPLAY -u WAYLAND_DISPLAY -u SPRITE_TOKEN -u SPRITES_API_URL -u SPRITE_URL \
        HOME="$work/$name/home" XDG_RUNTIME_DIR="$work/$name/run" XDG_CONFIG_HOME="$work/$name/home/.config" \
        XDG_DATA_HOME="$work/$name/home/.local/share" XDG_CACHE_HOME="$work/$name/home/.cache" \
        LANG=C.UTF-8 LC_ALL=C.UTF-8 QT_SCALE_FACTOR="$scale" \
        QT_LOGGING_RULES="qt.qpa.*=false" QT_QPA_PLATFORM="offscreen:configfile=$work/$screen.json" \
        "$build/bin/spritarium-tour" "$out/$name" "$@"
}

if [ -n "$only" ]; then
    look "$only" screen 1 --theme "$only" --short
    exit
fi

# Two at a time: most of a walk is waiting for what shall appear.
both() {
    failed=0
    "$1" & first=$!
    "$2" || failed=1
    wait $first || failed=1
    [ $failed = 0 ]
}
light() { look light screen 1 --theme light; }
dark() { look dark screen 1 --theme dark; }
double() { look light-200 screen-200 2 --theme light --short; }
words() { look pseudo screen 1 --language pseudo --short && look rtl screen 1 --language pseudo-rtl --short; }
both light dark
both double words
echo "pictures: $out"
