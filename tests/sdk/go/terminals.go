// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"io"
	"strings"

	sprites "github.com/superfly/sprites-go"
)

var terminalEnv = []string{"TERM=xterm", "PATH=/usr/bin:/bin", "HOME=/home/sprite", "PS1=> "}

// terminal is a command in one, of 33 rows and 101 columns.
func terminal(ctx context.Context, sprite *sprites.Sprite, words ...string) *sprites.Cmd {
	command := sprite.CommandContext(ctx, words[0], words[1:]...)
	command.Env = terminalEnv
	command.SetTTY(true)
	must(command.SetTTYSize(33, 101))
	return command
}

func addTerminals(t *trialsOf) {
	t.trial("terminals: one of the size asked for", func(ctx context.Context) {
		command := terminal(ctx, t.world.shared(ctx, "terminals"), "sh", "-c", "stty size; tty; echo $TERM; exit 4")
		out, err := command.Output()
		lines := strings.Split(string(out), "\r\n")
		check(exitCode(err) == 4, "%v", err)
		check(len(lines) == 4 && lines[0] == "33 101" && strings.HasPrefix(lines[1], "/dev/pts/") && lines[2] == "xterm",
			"%q", out)
	})
	t.trial("terminals: typing, and another size", func(ctx context.Context) {
		command := terminal(ctx, t.world.shared(ctx, "terminals"), "sh")
		in := got(command.StdinPipe())
		var out heard
		command.Stdout = &out
		must(command.Start())
		until(ctx, "the prompt", func() bool { return out.has("> ") })
		must(command.SetTTYSize(44, 99))
		got(io.WriteString(in, "echo \"$((6*7))\"; stty size\n"))
		until(ctx, "the answers", func() bool { return out.has("42\r\n") && out.has("44 99\r\n") })
		must(command.Resize(20, 60))
		got(io.WriteString(in, "stty size\n"))
		until(ctx, "the second size", func() bool { return out.has("20 60\r\n") })
		got(io.WriteString(in, "exit 5\n"))
		check(exitCode(command.Wait()) == 5, "another code")
	})
	t.trial("terminals: Ctrl+C", func(ctx context.Context) {
		command := terminal(ctx, t.world.shared(ctx, "terminals"), "sh", "-c", "echo ready; exec sleep 60")
		in := got(command.StdinPipe())
		var out heard
		command.Stdout = &out
		must(command.Start())
		until(ctx, "readiness", func() bool { return out.has("ready") })
		got(io.WriteString(in, "\x03"))
		check(exitCode(command.Wait()) == 130, "another code")
	})
	t.trial("terminals: only they have a size", func(ctx context.Context) {
		refused(t.world.shared(ctx, "terminals").CommandContext(ctx, "true").SetTTYSize(1, 1))
	})
}
