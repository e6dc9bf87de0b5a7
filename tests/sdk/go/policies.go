// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"slices"

	sprites "github.com/superfly/sprites-go"
)

func addPolicies(t *trialsOf) {
	t.trial("policies: network", func(ctx context.Context) {
		rules := []sprites.NetworkPolicyRule{{Domain: "api.example.com", Action: "allow"}, {Include: "defaults"},
			{Domain: "*", Action: "deny"}}
		sprite := t.world.sprite(ctx, "policies")
		check(len(got(sprite.GetNetworkPolicy(ctx)).Rules) == 0, "rules at first")
		must(sprite.UpdateNetworkPolicy(ctx, &sprites.NetworkPolicy{Rules: rules}))
		now := got(t.world.client.GetNetworkPolicy(ctx, sprite.Name()))
		check(slices.Equal(now.Rules, rules), "%+v", now.Rules)
		must(t.world.client.UpdateNetworkPolicy(ctx, sprite.Name(),
			&sprites.NetworkPolicy{Rules: []sprites.NetworkPolicyRule{}}))
		refused(sprite.UpdateNetworkPolicy(ctx,
			&sprites.NetworkPolicy{Rules: []sprites.NetworkPolicyRule{{Domain: "x"}}}), "invalid policy")
	})
	t.skip("policies: privileges and resources", "the SDK has no calls for them")
}
