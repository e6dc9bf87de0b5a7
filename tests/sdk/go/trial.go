// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0

// Tries what the official Go SDK can do against a playground.
//
//	SPRITES_API_URL=http://127.0.0.1:PORT SPRITE_TOKEN=TOKEN sdktrial [WORD...]
//
// With words, only trials whose names have one of them run. Prints one line a trial and a summary; the exit code
// is 1 if any trial failed.
//
// Written from the SDK's documentation and not yet run with the SDK itself: a failure here may be the trial's.
package main

import (
	"fmt"
	"os"
)

func main() { os.Exit(try()) }

func try() int {
	url, token := os.Getenv("SPRITES_API_URL"), os.Getenv("SPRITE_TOKEN")
	if url == "" || token == "" {
		fmt.Fprintln(os.Stderr, "SPRITES_API_URL and SPRITE_TOKEN say which playground to try")
		return 2
	}
	world := newWorld(url, token)
	defer world.tidy()
	trials := &trials{words: os.Args[1:]}
	for _, add := range []func(*trialsOf){addSprites, addErrors, addCommands, addTerminals, addSessions, addCheckpoints,
		addServices, addFiles, addPorts, addPolicies} {
		add(&trialsOf{trials, world})
	}
	if !trials.run() {
		return 1
	}
	return 0
}
