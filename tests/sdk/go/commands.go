// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	sprites "github.com/superfly/sprites-go"
)

const mebibyte = 1 << 20

// exitCode is that of a command that did not end with 0; anything else ends the trial.
func exitCode(err error) int {
	var exit *sprites.ExitError
	if !errors.As(err, &exit) {
		panic(place(2) + fmt.Sprintf("not an exit: %v", err))
	}
	return exit.ExitCode()
}

func addCommands(t *trialsOf) {
	run := func(ctx context.Context, words ...string) *sprites.Cmd {
		return t.world.shared(ctx, "commands").CommandContext(ctx, words[0], words[1:]...)
	}
	addOutputs(t, run)
	addStreams(t, run)
	addEnds(t, run)
}

func addOutputs(t *trialsOf, run func(context.Context, ...string) *sprites.Cmd) {
	t.trial("commands: run, output and both together", func(ctx context.Context) {
		must(run(ctx, "true").Run())
		script := []string{"sh", "-c", "echo out; sleep 0.2; echo err >&2"}
		check(string(got(run(ctx, script...).Output())) == "out\n", "output")
		check(string(got(run(ctx, script...).CombinedOutput())) == "out\nerr\n", "combined output")
	})
	t.trial("commands: the exit code", func(ctx context.Context) {
		command := run(ctx, "sh", "-c", "echo out; exit 42")
		check(command.ExitCode() == -1, "before it ran: %d", command.ExitCode())
		out, err := command.Output()
		check(exitCode(err) == 42 && command.ExitCode() == 42 && string(out) == "out\n", "%v %q", err, out)
		check(exitCode(run(ctx, "sh", "-c", "exit 255").Run()) == 255, "255")
	})
	t.trial("commands: arguments arrive as they are", func(ctx context.Context) {
		odd := []string{"a b", "; rm", "&c=d", "%20", "+", "ä€😀", "'", `"`, "", "\n", "#", "?"}
		out := got(run(ctx, append([]string{"printf", "[%s]"}, odd...)...).Output())
		check(string(out) == "["+strings.Join(odd, "][")+"]", "%q", out)
	})
	t.trial("commands: environment and folder", func(ctx context.Context) {
		command := run(ctx, "/bin/sh", "-c", `echo "$ONE|$PWD"`)
		command.Env = []string{"ONE=1=1 & ;"}
		command.Dir = "/tmp"
		check(string(got(command.Output())) == "1=1 & ;|/tmp\n", "given")
		plain := got(run(ctx, "sh", "-c", `echo "$PWD|$HOME"`).Output())
		check(string(plain) == "/home/sprite|/home/sprite\n", "%q", plain)
	})
	t.trial("commands: 32 MiB of output", func(ctx context.Context) {
		out := got(run(ctx, "head", "-c", fmt.Sprint(32*mebibyte), "/dev/zero").Output())
		check(len(out) == 32*mebibyte, "%d", len(out))
	})
	t.trial("commands: fast ones lose nothing", func(ctx context.Context) {
		for at := range 40 {
			check(string(got(run(ctx, "echo", fmt.Sprint(at)).Output())) == fmt.Sprintln(at), "%d", at)
		}
	})
	t.trial("commands: twenty at once", func(ctx context.Context) {
		sprite := t.world.shared(ctx, "commands")
		outs, errs := [20][]byte{}, [20]error{}
		var all sync.WaitGroup
		for at := range outs {
			all.Add(1)
			go func() {
				defer all.Done()
				outs[at], errs[at] = sprite.CommandContext(ctx, "echo", fmt.Sprint(at)).Output()
			}()
		}
		all.Wait()
		for at, out := range outs {
			must(errs[at])
			check(string(out) == fmt.Sprintln(at), "%d: %q", at, out)
		}
	})
	t.trial("commands: without control connections", func(ctx context.Context) {
		plain := sprites.New(t.world.token, sprites.WithBaseURL(t.world.url), sprites.WithDisableControl())
		sprite := plain.Sprite(t.world.shared(ctx, "commands").Name())
		check(string(got(sprite.CommandContext(ctx, "echo", "plain").Output())) == "plain\n", "output")
	})
}

func addStreams(t *trialsOf, run func(context.Context, ...string) *sprites.Cmd) {
	t.trial("commands: streams of one's own", func(ctx context.Context) {
		sent := random(3 * mebibyte)
		var out, err bytes.Buffer
		command := run(ctx, "sh", "-c", "cat; echo done >&2")
		command.Stdin, command.Stdout, command.Stderr = bytes.NewReader(sent), &out, &err
		must(command.Run())
		check(bytes.Equal(out.Bytes(), sent) && err.String() == "done\n", "%d bytes, %q", out.Len(), err.String())
	})
	t.trial("commands: pipes, while it runs", func(ctx context.Context) {
		command := run(ctx, "sh", "-c", "echo asked; read answer; echo got $answer; echo bad >&2")
		in, out, bad := got(command.StdinPipe()), got(command.StdoutPipe()), got(command.StderrPipe())
		must(command.Start())
		asked := make([]byte, len("asked\n"))
		got(io.ReadFull(out, asked))
		errors := make(chan string, 1)
		go func() { text, _ := io.ReadAll(bad); errors <- string(text) }()
		rest := make(chan string, 1)
		go func() { text, _ := io.ReadAll(out); rest <- string(text) }()
		got(io.WriteString(in, "this\n"))
		must(in.Close())
		must(command.Wait())
		check(string(asked) == "asked\n" && <-rest == "got this\n" && <-errors == "bad\n", "other output")
	})
	t.trial("commands: input ends where nothing is given", func(ctx context.Context) {
		check(len(got(run(ctx, "cat").Output())) == 0, "output came")
	})
}

func addEnds(t *trialsOf, run func(context.Context, ...string) *sprites.Cmd) {
	t.trial("commands: wrong order", func(ctx context.Context) {
		command := run(ctx, "true")
		check(errors.Is(command.Wait(), sprites.ErrNotStarted), "waited for nothing")
		refused(command.Signal("TERM"))
		must(command.Run())
		refused(command.Start())
		refused(command.Signal("TERM"))
	})
	t.trial("commands: signals", func(ctx context.Context) {
		for signal, code := range map[string]int{"TERM": 143, "INT": 130, "HUP": 129, "USR1": 138, "KILL": 137} {
			var out heard
			command := run(ctx, "sh", "-c", "echo ready; exec sleep 60")
			command.Stdout = &out
			must(command.Start())
			until(ctx, "readiness", func() bool { return out.has("ready") })
			must(command.Signal(signal))
			err := command.Wait()
			check(exitCode(err) == code, "%s: %v", signal, err)
		}
	})
	t.trial("commands: one that hears a signal goes on", func(ctx context.Context) {
		var out heard
		command := run(ctx, "sh", "-c", "trap 'echo heard; exit 7' USR2; echo ready; while :; do sleep 0.05; done")
		command.Stdout = &out
		must(command.Start())
		until(ctx, "readiness", func() bool { return out.has("ready") })
		must(command.Signal("USR2"))
		check(exitCode(command.Wait()) == 7 && out.has("heard"), "%q", out.text())
	})
	t.trial("commands: a context that ends", func(ctx context.Context) {
		short, cancel := context.WithTimeout(ctx, 500*time.Millisecond)
		defer cancel()
		began := time.Now()
		refused(t.world.shared(ctx, "commands").CommandContext(short, "sleep", "60").Run())
		check(time.Since(began) < 10*time.Second, "it took %v", time.Since(began))
	})
	t.trial("commands: a program that is not there", func(ctx context.Context) {
		refused(run(ctx, "no-such-program").Run())
	})
}
