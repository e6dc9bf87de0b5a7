// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"io"
	"slices"

	sprites "github.com/superfly/sprites-go"
)

// next is what both kinds of streams have.
type next interface {
	Next() (*sprites.StreamMessage, error)
	Close() error
}

// story reads a stream to its end.
func story(stream next) []*sprites.StreamMessage {
	defer stream.Close()
	var all []*sprites.StreamMessage
	for {
		message, err := stream.Next()
		if errors.Is(err, io.EOF) {
			return all
		}
		must(err)
		all = append(all, message)
	}
}

// isGood says whether a stream began with a word and ended well.
func isGood(all []*sprites.StreamMessage) bool {
	return len(all) > 1 && all[0].Type == "info" && all[0].Data != "" && all[len(all)-1].Type == "complete" &&
		!slices.ContainsFunc(all, func(message *sprites.StreamMessage) bool { return message.Type == "error" })
}

func ids(all []*sprites.Checkpoint) []string {
	var ids []string
	for _, checkpoint := range all {
		ids = append(ids, checkpoint.ID)
	}
	return ids
}

func addCheckpoints(t *trialsOf) {
	t.trial("checkpoints: create, list and get", func(ctx context.Context) {
		sprite := t.world.sprite(ctx, "checkpoints")
		first := story(got(sprite.CreateCheckpointWithComment(ctx, "the first ä")))
		check(isGood(first), "%v", first)
		check(isGood(story(got(sprite.CreateCheckpoint(ctx)))), "the second")
		all := ids(got(sprite.ListCheckpoints(ctx, "")))
		check(slices.Contains(all, "Current") && slices.Contains(all, "v1") && slices.Contains(all, "v2"), "%v", all)
		one := got(sprite.GetCheckpoint(ctx, "v1"))
		check(one.ID == "v1" && one.Comment == "the first ä" && one.CreateTime.Year() >= 2024 && !one.IsAuto, "%+v", one)
		_, err := sprite.GetCheckpoint(ctx, "v99")
		refused(err)
	})
	t.trial("checkpoints: history and automatic ones", func(ctx context.Context) {
		sprite := t.world.sprite(ctx, "checkpoints")
		for range 2 {
			story(got(sprite.CreateCheckpoint(ctx)))
		}
		before := ids(got(sprite.ListCheckpoints(ctx, "v2")))
		check(slices.Contains(before, "v1"), "%v", before)
		all := got(sprite.ListCheckpointsWithOptions(ctx, sprites.ListCheckpointsOptions{IncludeAuto: true}))
		check(slices.Contains(ids(all), "v2"), "%v", ids(all))
	})
	t.trial("checkpoints: restore brings files back", func(ctx context.Context) {
		sprite := t.world.sprite(ctx, "restore")
		files := sprite.FilesystemAt("/home/sprite")
		must(files.WriteFile("kept", []byte("as it was"), 0o644))
		story(got(sprite.CreateCheckpoint(ctx)))
		must(files.WriteFile("kept", []byte("spoiled"), 0o644))
		all := story(got(sprite.RestoreCheckpoint(ctx, "v1")))
		check(isGood(all), "%v", all)
		check(string(got(files.ReadFile("kept"))) == "as it was", "by call")
		check(string(got(sprite.CommandContext(ctx, "cat", "kept").Output())) == "as it was", "by command")
	})
	t.trial("checkpoints: a restore of none is told in the stream", func(ctx context.Context) {
		all := story(got(t.world.sprite(ctx, "restore").RestoreCheckpoint(ctx, "nonexistent")))
		check(len(all) > 0 && all[len(all)-1].Type == "error" && all[len(all)-1].Error != "", "%v", all)
	})
	t.trial("checkpoints: by the calls of the client", func(ctx context.Context) {
		client, name := t.world.client, t.world.sprite(ctx, "checkpoints").Name()
		var types []string
		note := func(message *sprites.StreamMessage) error { types = append(types, message.Type); return nil }
		must(got(client.CreateCheckpointWithComment(ctx, name, "by client")).ProcessAll(note))
		must(got(client.CreateCheckpoint(ctx, name)).ProcessAll(note))
		check(got(client.GetCheckpoint(ctx, name, "v1")).Comment == "by client", "comment")
		check(slices.Contains(ids(got(client.ListCheckpoints(ctx, name, ""))), "v2"), "list")
		must(got(client.RestoreCheckpoint(ctx, name, "v1")).ProcessAll(note))
		check(len(types) > 0 && types[len(types)-1] == "complete", "%v", types)
		halt := errors.New("halt")
		err := got(client.CreateCheckpoint(ctx, name)).ProcessAll(func(*sprites.StreamMessage) error { return halt })
		check(errors.Is(err, halt), "%v", err)
	})
}
