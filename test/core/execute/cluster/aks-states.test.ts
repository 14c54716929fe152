import { expect, it } from 'vitest';
import type { AksFactory } from '../../../../core/base/ports/aks-factory.ts';
import { makeAksCluster } from '../../../../core/execute/cluster/make-aks-cluster.ts';
import { sealAksPlan } from '../../../../core/plan/cluster/aks/aks-plan.ts';
import { readAksBlueprint } from '../../../../core/plan/cluster/aks/read-aks-blueprint.ts';
import { someAks } from '../../plan/cluster/aks/some-aks.ts';

const TAGS = {
  'kubeferry:made-by': 'kubeferry',
  'kubeferry:step': 'target-cluster',
  'kubeferry:clone-id': 'run-1',
  'kubeferry:route': 'there',
};

/** How it ends to fill the cluster, which is in a state, and its pools in another one. */
async function ending(cluster: string | undefined, pools: string | undefined): Promise<string> {
  const described = { ...someAks(), tags: TAGS };
  const agentPoolProfiles = described.properties.agentPoolProfiles.map((pool) => ({
    ...pool,
    provisioningState: pools,
  }));
  const properties = { ...described.properties, agentPoolProfiles, provisioningState: cluster };
  const factory = { read: async () => ({ cluster: { ...described, properties }, federatedCredentials: [] }) };
  const { blueprint } = readAksBlueprint('prod', { cluster: someAks(), federatedCredentials: [] });
  const plan = sealAksPlan('prod', 'MC_made', blueprint);
  const origin = { cloneId: 'run-1', route: 'there' };
  try {
    await makeAksCluster(factory as unknown as AksFactory, plan, origin, 'nodes', async () => false);
    return 'made';
  } catch (error) {
    return (error as Error).name;
  }
}

it.each([
  ['Succeeded', 'Succeeded', 'made'],
  ['Succeeded', 'UpgradingNodeImageVersion', 'NotYet'],
  ['Succeeded', 'Canceled', 'ClusterFailed'],
  ['ReconcilingSomething', 'Succeeded', 'NotYet'],
  [undefined, 'Succeeded', 'NotYet'],
  ['Succeeded', undefined, 'made'],
  ['Deleting', 'Succeeded', 'ClusterFailed'],
  ['Failed', 'Creating', 'ClusterFailed'],
])('a cluster of AKS in state %s, with its pools in state %s: %s', async (cluster, pools, expected) => {
  expect(await ending(cluster, pools)).toBe(expected);
});
