// SPDX-FileCopyrightText: The Spritarium authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';

export default function addPolicies(trials, world) {
    const sprite = () => world.shared('policies');

    trials.trial('policies: network', async () => {
        const one = await sprite();
        assert.ok(Array.isArray((await one.getNetworkPolicy()).rules));
        const policy = { rules: [{ domain: 'api.example.com', action: 'allow' }, { include: 'defaults' },
            { domain: '*', action: 'deny' }] };
        await one.updateNetworkPolicy(policy);
        assert.deepEqual(await one.getNetworkPolicy(), policy);
        await one.updateNetworkPolicy({ rules: [] });
        assert.deepEqual(await one.getNetworkPolicy(), { rules: [] });
    });

    trials.trial('policies: a wrong network policy is 400', async () => {
        const one = await sprite();
        for (const policy of [{}, { rules: [{ domain: 'x' }] }, { rules: [{ action: 'deny' }] },
            { rules: [{ include: 'unheard-of' }] }, { rules: [], more: 1 }])
            await assert.rejects(one.updateNetworkPolicy(policy), /Invalid policy/);
    });

    trials.trial('policies: privileges', async () => {
        const one = await sprite();
        const policy = { profile: 'minimal', devices: ['fuse'], noNewPrivileges: true };
        await one.updatePrivilegesPolicy(policy);
        assert.deepEqual(await one.getPrivilegesPolicy(), policy);
        await one.deletePrivilegesPolicy();
        assert.ok(!(await one.getPrivilegesPolicy()).profile);
    });

    trials.trial('policies: resources', async () => {
        const one = await sprite();
        await one.updateResourcesPolicy({ memory: { limitMB: 512, autoscale: false } });
        assert.deepEqual(await one.getResourcesPolicy(), { memory: { limitMB: 512, autoscale: false } });
        await one.deleteResourcesPolicy();
        assert.equal((await one.getResourcesPolicy()).memory, undefined);
    });
}
