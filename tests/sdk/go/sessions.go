// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"io"
	"strings"
	"time"

	sprites "github.com/superfly/sprites-go"
)

// session is the one whose command has the word; nil while there is none.
func session(ctx context.Context, sprite *sprites.Sprite, word string) *sprites.Session {
	for _, session := range got(sprite.ListSessions(ctx)) {
		if strings.Contains(session.Command, word) {
			return session
		}
	}
	return nil
}

// leave starts a command, leaves it alone once it said "ready", and gives back its session.
func leave(ctx context.Context, sprite *sprites.Sprite, word string,
	start func(context.Context) *sprites.Cmd) *sprites.Session {
	near, cancel := context.WithCancel(ctx)
	defer cancel()
	var out heard
	command := start(near)
	command.Stdout = &out
	must(command.Start())
	until(ctx, "readiness", func() bool { return out.has("ready") })
	found := session(ctx, sprite, word)
	check(found != nil, "%s is not in the list", word)
	cancel()
	_ = command.Wait()
	return found
}

func addSessions(t *trialsOf) {
	addTerminalSessions(t)
	addPlainSessions(t)
	t.skip("sessions: kill told line by line", "the SDK has no call for it; signals of an attached command are tried")
}

func addTerminalSessions(t *trialsOf) {
	t.trial("sessions: come back to a terminal", func(ctx context.Context) {
		sprite := t.world.shared(ctx, "sessions")
		left := leave(ctx, sprite, "come-back", func(near context.Context) *sprites.Cmd {
			return terminal(near, sprite, "sh", "-c", "NAME=come-back; echo ready; read line; echo got $line; exit 6")
		})
		check(left.ID != "" && time.Since(left.Created) < time.Minute, "%+v", left)
		back := sprite.AttachSessionContext(ctx, left.ID)
		back.SetTTY(true)
		in := got(back.StdinPipe())
		var out heard
		back.Stdout = &out
		must(back.Start())
		until(ctx, "what was on the screen", func() bool { return out.has("ready") })
		got(io.WriteString(in, "this\n"))
		check(exitCode(back.Wait()) == 6 && out.has("got this"), "%q", out.text())
		until(ctx, "its end in the list", func() bool { return session(ctx, sprite, "come-back") == nil })
	})
	t.trial("sessions: text messages, and ports that open", func(ctx context.Context) {
		sprite := t.world.shared(ctx, "sessions")
		var texts heard
		command := terminal(ctx, sprite, "python3", "-c",
			"import socket, time; one = socket.create_server(('127.0.0.1', 7123)); time.sleep(60)")
		command.TextMessageHandler = func(text []byte) { _, _ = texts.Write(text) }
		must(command.Start())
		until(ctx, "the news of the port", func() bool { return texts.has("port_opened") && texts.has("7123") })
		must(command.Signal("KILL"))
		check(exitCode(command.Wait()) == 137, "another code")
	})
}

func addPlainSessions(t *trialsOf) {
	t.trial("sessions: come back to a command without a terminal", func(ctx context.Context) {
		sprite := t.world.shared(ctx, "sessions")
		left := leave(ctx, sprite, "plain-one", func(near context.Context) *sprites.Cmd {
			return sprite.CommandContext(near, "sh", "-c", "NAME=plain-one; echo ready; sleep 2; echo late; exit 3")
		})
		out, err := sprite.AttachSessionContext(ctx, left.ID).Output()
		check(exitCode(err) == 3 && strings.Contains(string(out), "late\n"), "%v %q", err, out)
	})
	t.trial("sessions: signal to one that was left", func(ctx context.Context) {
		sprite := t.world.shared(ctx, "sessions")
		left := leave(ctx, sprite, "to-signal", func(near context.Context) *sprites.Cmd {
			return terminal(near, sprite, "sh", "-c", "NAME=to-signal; echo ready; exec sleep 60")
		})
		back := sprite.AttachSessionContext(ctx, left.ID)
		back.SetTTY(true)
		must(back.Start())
		must(back.Signal("TERM"))
		check(exitCode(back.Wait()) == 143, "another code")
	})
	t.trial("sessions: one that is not there", func(ctx context.Context) {
		refused(t.world.shared(ctx, "sessions").AttachSessionContext(ctx, "999999").Run(), "404")
	})
}
