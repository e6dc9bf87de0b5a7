// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"io/fs"

	sprites "github.com/superfly/sprites-go"
)

func addErrors(t *trialsOf) {
	t.trial("errors: a wrong token is 401", func(ctx context.Context) {
		stranger := sprites.New("wrong", sprites.WithBaseURL(t.world.url))
		_, err := stranger.ListSprites(ctx, nil)
		refused(err)
		_, err = stranger.Sprite("any").ListSessions(ctx)
		refused(err, "401")
		refused(stranger.Sprite("any").CommandContext(ctx, "true").Run(), "401")
	})
	t.trial("errors: an unknown sprite is 404", func(ctx context.Context) {
		nobody := t.world.client.Sprite(t.world.newName("nobody"))
		_, err := t.world.client.GetSprite(ctx, nobody.Name())
		refused(err, "not found")
		_, err = nobody.ListServices(ctx)
		refused(err, "404")
		refused(nobody.CommandContext(ctx, "true").Run(), "404")
		_, err = nobody.Filesystem().ReadFile("/x")
		check(errors.Is(err, fs.ErrNotExist), "%v", err)
	})
	t.trial("errors: a name that is taken, and a bad one", func(ctx context.Context) {
		sprite := t.world.sprite(ctx, "taken")
		_, err := t.world.client.CreateSprite(ctx, sprite.Name(), nil)
		refused(err, "already exists")
		_, err = t.world.client.CreateSprite(ctx, "Not A Name", nil)
		refused(err)
	})
	t.trial("errors: a limit has every figure", func(ctx context.Context) {
		t.world.fault(ctx, map[string]any{"kind": "status", "status": 429, "method": "GET", "path": "/v1/sprites"})
		answer, body := t.world.call(ctx, "GET", "/v1/sprites", nil)
		limit := sprites.ParseAPIError(answer, body)
		check(limit != nil && limit.StatusCode == 429 && limit.IsRateLimitError(), "%+v", limit)
		check(limit.IsCreationRateLimited() || limit.IsConcurrentLimitExceeded(), "code %q", limit.ErrorCode)
		check(limit.GetRetryAfterSeconds() > 0 && limit.RetryAfterHeader > 0, "%+v", limit)
		check(limit.RateLimitLimit > 0 && limit.RateLimitReset > 0, "%+v", limit)
		check(sprites.IsRateLimitErr(limit) == limit && limit.Error() != "", "%v", limit)
	})
	t.trial("errors: a limit met by a call", func(ctx context.Context) {
		t.world.fault(ctx, map[string]any{"kind": "status", "status": 429, "method": "POST", "path": "/v1/sprites"})
		_, err := t.world.client.CreateSprite(ctx, t.world.newName("limit"), nil)
		refused(err)
		limit := sprites.IsRateLimitErr(err)
		check(limit != nil && limit.GetRetryAfterSeconds() > 0, "%T: %v", err, err)
	})
	t.trial("errors: a server that is not there", func(ctx context.Context) {
		lost := sprites.New("any", sprites.WithBaseURL("http://127.0.0.1:9"))
		_, err := lost.ListSprites(ctx, nil)
		refused(err, "refused")
		refused(lost.Sprite("any").CommandContext(ctx, "true").Run())
	})
}
