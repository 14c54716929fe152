import { eksClusterFactory } from '../../adapters/aws/cluster-factory.ts';
import type { Described } from '../../core/base/ports/cluster-factory.ts';
import type { ObjectStore } from '../../core/base/ports/object-store.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { findRecord } from '../../core/base/run/records.ts';
import type { AksClusterPlan } from '../../core/plan/cluster/aks/aks-plan.ts';
import { compareAks } from '../../core/plan/cluster/aks/compare-aks.ts';
import { readAksBlueprint } from '../../core/plan/cluster/aks/read-aks-blueprint.ts';
import { compareBlueprints } from '../../core/plan/cluster/compare.ts';
import { readBlueprint } from '../../core/plan/cluster/read-blueprint.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { Cloud } from '../../local/cloud.ts';
import type { DemoResult } from './result.ts';

/** Compares the cluster that the run made, as EKS describes it now, with the blueprint of the plan; nothing when it made none. */
export async function proveCluster(
  { accounts: { target }, azure }: Cloud,
  store: ObjectStore,
  cloneId: string,
): Promise<Pick<DemoResult, 'targetCluster'>> {
  const plan = await findRecord<Plan>(store, keysOf(cloneId).plan);
  if (!plan?.cluster) return {};
  if (plan.cluster.cloud) return proveAks(azure, plan.cluster);
  const { name, blueprint } = plan.cluster;
  const { id: account, region, credentials } = target;
  const admin = {
    account,
    region,
    roleArn: `arn:aws:iam::${account}:user/admin`,
    credentials: async () => credentials,
  };
  const found = await eksClusterFactory(admin).read(name);
  if (!found)
    return { targetCluster: { name, created: false, matchesBlueprint: false, differences: ['it does not exist'] } };
  const comparison = compareBlueprints(blueprint, readBlueprint(name, found).blueprint);
  return { targetCluster: { name, created: true, ...comparison } };
}

/** As Azure describes it, with whom the identities of the plan trust. */
function proveAks(azure: Cloud['azure'], { name, blueprint }: AksClusterPlan): Pick<DemoResult, 'targetCluster'> {
  const found = azure?.clusters.find(({ id }) => id.endsWith(`/managedClusters/${name}`));
  if (!found)
    return { targetCluster: { name, created: false, matchesBlueprint: false, differences: ['it does not exist'] } };
  const identities = new Set(blueprint.workloadIdentities.map(({ identity }) => identity));
  const federatedCredentials = [...identities].flatMap((identity) => azure?.trustedBy(identity) ?? []);
  const description = { cluster: found.described as Described, federatedCredentials };
  const comparison = compareAks(blueprint, readAksBlueprint(name, description).blueprint);
  return { targetCluster: { name, created: true, ...comparison } };
}
