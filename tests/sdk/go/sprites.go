// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"slices"

	sprites "github.com/superfly/sprites-go"
)

func addSprites(t *trialsOf) {
	client := t.world.client

	t.trial("sprites: a handle needs no call", func(ctx context.Context) {
		sprite := client.Sprite("never-made")
		check(sprite.Name() == "never-made" && sprite.Client() == client && sprite.Organization() == nil, "%v", sprite)
	})
	t.trial("sprites: create and get", func(ctx context.Context) {
		name := t.world.newName("create")
		config := &sprites.SpriteConfig{RamMB: 512, CPUs: 1, Region: "ams", StorageGB: 1}
		made := got(client.CreateSprite(ctx, name, config))
		check(made.Name() == name, "name %q", made.Name())
		seen := got(client.GetSprite(ctx, name))
		check(seen.Name() == name && seen.ID != "" && seen.OrganizationName != "", "%+v", seen)
		check(slices.Contains([]string{"cold", "warm", "running"}, seen.Status), "status %q", seen.Status)
		check(seen.CreatedAt.Year() >= 2024 && seen.UpdatedAt.Year() >= 2024, "%v %v", seen.CreatedAt, seen.UpdatedAt)
	})
	t.trial("sprites: list in pages", func(ctx context.Context) {
		prefix := t.world.newName("page")
		for _, letter := range "abcde" {
			got(client.CreateSprite(ctx, prefix+string(letter), nil))
		}
		var names []string
		options := &sprites.ListOptions{Prefix: prefix, MaxResults: 2}
		for _, size := range []int{2, 2, 1} {
			page := got(client.ListSprites(ctx, options))
			check(len(page.Sprites) == size && page.HasMore == (size == 2), "%d, more: %v", len(page.Sprites), page.HasMore)
			for _, sprite := range page.Sprites {
				names = append(names, sprite.Name)
			}
			options.ContinuationToken = page.NextContinuationToken
		}
		slices.Sort(names)
		check(slices.Equal(names, []string{prefix + "a", prefix + "b", prefix + "c", prefix + "d", prefix + "e"}), "%v", names)
	})
	t.trial("sprites: list without options", func(ctx context.Context) {
		name := t.world.sprite(ctx, "list").Name()
		page := got(client.ListSprites(ctx, nil))
		check(slices.ContainsFunc(page.Sprites, func(info sprites.SpriteInfo) bool { return info.Name == name }), "%v", page)
	})
	t.long("sprites: list all of more than one page", 2*usualTime, func(ctx context.Context) {
		prefix := t.world.newName("many")
		for at := range 103 {
			got(client.CreateSprite(ctx, fmt.Sprintf("%s-%d", prefix, at), nil))
		}
		all := got(client.ListAllSprites(ctx, prefix))
		check(len(all) == 103, "%d", len(all))
		for _, sprite := range all {
			must(sprite.Delete(ctx))
		}
		check(len(got(client.ListAllSprites(ctx, prefix))) == 0, "some are left")
	})
	t.trial("sprites: address", func(ctx context.Context) {
		sprite := t.world.sprite(ctx, "address")
		for _, auth := range []string{"public", "sprite"} {
			must(sprite.UpdateURLSettings(ctx, &sprites.URLSettings{Auth: auth}))
			page := got(client.ListSprites(ctx, &sprites.ListOptions{Prefix: sprite.Name()}))
			check(len(page.Sprites) == 1 && page.Sprites[0].URLSettings.Auth == auth, "%+v", page.Sprites)
		}
		refused(sprite.UpdateURLSettings(ctx, &sprites.URLSettings{Auth: "everybody"}), "400")
	})
	t.trial("sprites: upgrade", func(ctx context.Context) {
		sprite := t.world.sprite(ctx, "upgrade")
		must(sprite.Upgrade(ctx))
		must(client.UpgradeSprite(ctx, sprite.Name()))
		check(string(got(sprite.Command("echo", "up").Output())) == "up\n", "it does not run")
	})
	t.trial("sprites: delete and destroy", func(ctx context.Context) {
		must(t.world.sprite(ctx, "gone").Destroy())
		sprite := t.world.sprite(ctx, "gone")
		must(client.DeleteSprite(ctx, sprite.Name()))
		_, err := client.GetSprite(ctx, sprite.Name())
		refused(err, "not found")
	})
	t.skip("sprites: exchange of a token", "the SDK sends it to the service's own address only")
}
