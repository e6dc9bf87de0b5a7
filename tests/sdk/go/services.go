// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	sprites "github.com/superfly/sprites-go"
)

var (
	ticking = &sprites.ServiceRequest{Cmd: "sh",
		Args: []string{"-c", "echo begun; n=0; while :; do n=$((n+1)); echo tick $n; sleep 0.1; done"}}
	deaf = &sprites.ServiceRequest{Cmd: "sh",
		Args: []string{"-c", "trap : USR1; while :; do sleep 0.1; done"}}
	idle = &sprites.ServiceRequest{Cmd: "sleep", Args: []string{"600"}}
)

// news reads a stream of events to its end.
func news(stream *sprites.ServiceStream) []*sprites.ServiceLogEvent {
	defer stream.Close()
	var all []*sprites.ServiceLogEvent
	for {
		event, err := stream.Next()
		if errors.Is(err, io.EOF) {
			return all
		}
		must(err)
		all = append(all, event)
	}
}

func kinds(events []*sprites.ServiceLogEvent) []string {
	var kinds []string
	for _, event := range events {
		kinds = append(kinds, event.Type)
	}
	return kinds
}

func said(events []*sprites.ServiceLogEvent) string {
	var text strings.Builder
	for _, event := range events {
		if event.Type == "stdout" {
			text.WriteString(event.Data)
		}
	}
	return text.String()
}

func last[T any](all []T) T {
	check(len(all) > 0, "nothing came")
	return all[len(all)-1]
}

func addServices(t *trialsOf) {
	addLives(t)
	addRefusals(t)
	t.skip("services: logs and restart", "the SDK has no calls for them")
}

func addLives(t *trialsOf) {
	t.trial("services: create, list and get", func(ctx context.Context) {
		sprite := t.world.sprite(ctx, "services")
		check(len(got(sprite.ListServices(ctx))) == 0, "some at first")
		events := news(got(sprite.CreateServiceWithDuration(ctx, "clock", ticking, time.Second)))
		check(events[0].Type == "started" && events[0].Timestamp > 1e12, "%+v", events[0])
		check(strings.Contains(said(events), "begun\ntick 1\n"), "%q", said(events))
		end := last(events)
		check(end.Type == "complete" && len(end.LogFiles) > 0, "%+v", end)
		for _, path := range end.LogFiles {
			check(strings.Contains(string(got(sprite.Filesystem().ReadFile(path))), "begun"), "the log %s", path)
		}
		clock := got(sprite.GetService(ctx, "clock"))
		check(clock.Name == "clock" && clock.Cmd == "sh" && slices.Equal(clock.Args, ticking.Args), "%+v", clock)
		check(clock.State != nil && clock.State.Status == "running" && clock.State.PID > 0 &&
			clock.State.StartedAt.Year() >= 2024, "%+v", clock.State)
		check(len(got(sprite.ListServices(ctx))) == 1, "not one in the list")
	})
	t.trial("services: dependency and port", func(ctx context.Context) {
		sprite := t.world.sprite(ctx, "services")
		news(got(sprite.CreateServiceWithDuration(ctx, "base", idle, 200*time.Millisecond)))
		port := 8081
		news(got(sprite.CreateServiceWithDuration(ctx, "full", &sprites.ServiceRequest{Cmd: "sleep", Args: []string{"600"},
			Needs: []string{"base"}, HTTPPort: &port}, 200*time.Millisecond)))
		full := got(sprite.GetService(ctx, "full"))
		check(slices.Equal(full.Needs, []string{"base"}) && full.HTTPPort != nil && *full.HTTPPort == port, "%+v", full)
	})
	t.long("services: stop, start, signal and delete", 2*usualTime, func(ctx context.Context) {
		sprite := t.world.sprite(ctx, "services")
		news(got(sprite.CreateService(ctx, "clock", ticking)))
		stopped := kinds(news(got(sprite.StopServiceWithTimeout(ctx, "clock", 5*time.Second))))
		check(slices.Contains(stopped, "stopping") && slices.Contains(stopped, "stopped") && last(stopped) == "complete",
			"%v", stopped)
		check(got(sprite.GetService(ctx, "clock")).State.Status == "stopped", "it is not")
		started := kinds(news(got(sprite.StartServiceWithDuration(ctx, "clock", 300*time.Millisecond))))
		check(started[0] == "started" && last(started) == "complete", "%v", started)
		must(sprite.SignalService(ctx, "clock", "TERM"))
		must(sprite.DeleteService(ctx, "clock"))
		check(len(got(sprite.ListServices(ctx))) == 0, "some are left")
	})
	t.trial("services: one that crashes is tried again", func(ctx context.Context) {
		sprite := t.world.sprite(ctx, "services")
		events := news(got(sprite.CreateServiceWithDuration(ctx, "crash",
			&sprites.ServiceRequest{Cmd: "sh", Args: []string{"-c", "exit 3"}}, 3*time.Second)))
		at := slices.IndexFunc(events, func(event *sprites.ServiceLogEvent) bool { return event.Type == "exit" })
		check(at >= 0 && events[at].ExitCode != nil && *events[at].ExitCode == 3, "%v", kinds(events))
		until(ctx, "a next time", func() bool {
			state := got(sprite.GetService(ctx, "crash")).State
			return state != nil && state.RestartCount > 0 && !state.NextRestartAt.IsZero()
		})
	})
	t.long("services: by the calls of the client", 2*usualTime, func(ctx context.Context) {
		client, name := t.world.client, t.world.sprite(ctx, "services").Name()
		var types []string
		must(got(client.CreateService(ctx, name, "deaf", deaf)).ProcessAll(func(event *sprites.ServiceLogEvent) error {
			types = append(types, event.Type)
			return nil
		}))
		check(last(types) == "complete", "%v", types)
		check(len(got(client.ListServices(ctx, name))) == 1, "not one in the list")
		must(client.SignalService(ctx, name, "deaf", "USR1"))
		news(got(client.StopService(ctx, name, "deaf")))
		news(got(client.StartService(ctx, name, "deaf")))
		check(got(client.GetService(ctx, name, "deaf")).State.Status == "running", "it is not")
		must(client.DeleteService(ctx, name, "deaf"))
	})
}

func addRefusals(t *trialsOf) {
	t.trial("services: what is refused", func(ctx context.Context) {
		sprite := t.world.sprite(ctx, "services")
		_, err := sprite.GetService(ctx, "none")
		refused(err, "not found")
		_, err = sprite.StartService(ctx, "none")
		refused(err, "not found")
		_, err = sprite.StopService(ctx, "none")
		refused(err, "not found")
		refused(sprite.DeleteService(ctx, "none"), "not found")
		refused(sprite.SignalService(ctx, "none", "TERM"), "not found")
		_, err = sprite.CreateService(ctx, "empty", &sprites.ServiceRequest{})
		refused(err, "400")
		one, two := 9001, 9002
		news(got(sprite.CreateServiceWithDuration(ctx, "first",
			&sprites.ServiceRequest{Cmd: "sleep", Args: []string{"600"}, HTTPPort: &one}, 200*time.Millisecond)))
		_, err = sprite.CreateService(ctx, "second",
			&sprites.ServiceRequest{Cmd: "sleep", Args: []string{"600"}, HTTPPort: &two})
		refused(err, "conflict")
		refused(sprite.SignalService(ctx, "first", "NOPE"), "invalid signal")
		news(got(sprite.StopService(ctx, "first")))
		_, err = sprite.StopService(ctx, "first")
		refused(err, "not running")
	})
}
