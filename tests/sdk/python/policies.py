# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0
"""Network policies, by the sprite's own calls and by those of the module."""

from sprites import NetworkPolicy, PolicyRule, SpriteError
from sprites import policy as module
from sprites.exceptions import APIError
from trials import raises

RULES = [PolicyRule(domain="api.example.com", action="allow"), PolicyRule(include="defaults"),
         PolicyRule(domain="*", action="deny")]


def add(trials, world):
    @trials.trial("policies: network")
    def _():
        sprite = world.sprite("policies")
        assert sprite.get_network_policy().rules == []
        sprite.update_network_policy(NetworkPolicy(rules=RULES))
        assert sprite.get_network_policy().rules == RULES
        sprite.update_network_policy(NetworkPolicy(rules=[]))
        assert sprite.get_network_policy().rules == []
        wrong = NetworkPolicy(rules=[PolicyRule(domain="x")])
        assert "400" in str(raises(SpriteError, sprite.update_network_policy, wrong))

    @trials.trial("policies: by the functions of the module")
    def _():
        sprite = world.sprite("policies")
        module.update_network_policy(sprite, NetworkPolicy(rules=RULES))
        assert module.get_network_policy(sprite).rules == RULES
        wrong = NetworkPolicy(rules=[PolicyRule(include="unheard-of")])
        assert raises(APIError, module.update_network_policy, sprite, wrong).status_code == 400

    trials.skip("policies: privileges and resources", "the SDK has no calls for them")
