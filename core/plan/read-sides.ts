import { keysOf } from '../base/run/keys.ts';
import { writeRecord } from '../base/run/records.ts';
import type { ClusterFacts } from '../translate/context.ts';
import { plannedAksFacts } from './cluster/aks/planned-aks-facts.ts';
import { plannedFacts } from './cluster/planned-facts.ts';
import { readClusterFacts } from './cluster/read-facts.ts';
import { readNetworkPolicy } from './cluster/read-network-policy.ts';
import { type Export, exportManifests } from './export/export-manifests.ts';
import type { PlanInputs } from './inputs.ts';
import { findKeptClaims } from './kept-claims.ts';
import { type NewClusterPlan, planNewCluster } from './plan-new-cluster.ts';
import { requireOtherNamespaces } from './require-other-namespaces.ts';

/** What is known of both ends before anything is decided. */
export interface Sides {
  source: ClusterFacts;
  target: ClusterFacts;
  exported: Export;
  /** The cluster that the run makes, or what becomes of one that was there. */
  cluster: NewClusterPlan;
}

/** Reads both clusters' facts and exports the selection beside the run; the facts are kept for the steps that follow. */
export async function readSides(inputs: PlanInputs): Promise<Sides> {
  const { clone, request, store } = inputs;
  const keys = keysOf(clone.cloneId);
  if ('info' in inputs.source && 'api' in inputs.target)
    await requireOtherNamespaces(clone.route, request, { source: inputs.source.api, target: inputs.target.api });
  const source = await sourceFacts(inputs);
  const seen = await targetFacts(inputs, source);
  const madeByRun = 'planned' in inputs.target || inputs.made !== undefined;
  const pausing = inputs.invocation && { ...inputs.invocation, key: keys.planExportSoFar };
  const place = { store, prefix: keys.planExport, indexKey: keys.planIndex, withNodePools: madeByRun, pausing };
  const exported = await exportManifests(inputs.source.api, request.selection, {
    ...place,
    served: seen.served,
    cloud: source.cloud,
  });
  const cluster = await planNewCluster(inputs, exported.index, source.nodeLabels);
  const keptClaims = 'api' in inputs.target ? await findKeptClaims(inputs.target.api, exported.index, request) : {};
  const target = { ...seen, podIdentities: cluster.podIdentities, keptClaims, ...(madeByRun ? { madeByRun } : {}) };
  await writeRecord(store, keys.sourceFacts, source);
  await writeRecord(store, keys.targetFacts, target);
  return { source, target, exported, cluster };
}

/** Of a cluster as it is now, or as it was when it was kept. */
async function sourceFacts({ source, clone }: PlanInputs): Promise<ClusterFacts> {
  if ('facts' in source) return source.facts;
  return readClusterFacts(source.api, source.info, clone.route.source, async () => []);
}

async function targetFacts({ clone, request, target }: PlanInputs, source: ClusterFacts): Promise<ClusterFacts> {
  if ('planned' in target) {
    const { plan } = target.planned;
    return plan.cloud
      ? plannedAksFacts(plan, source, clone.route.target)
      : plannedFacts(plan, source, clone.route.target);
  }
  // Volumes go where nodes can run: a target without a node makes its first ones in the subnets of the cluster.
  const facts = await readClusterFacts(target.api, target.info, clone.route.target, () =>
    target.storage.zones(target.info.network.subnetIds),
  );
  const networkPolicy =
    request.isolate || clone.route.masking
      ? await readNetworkPolicy(target.api, target.info.autoModeStorage === true)
      : undefined;
  return { ...facts, ...(networkPolicy ? { networkPolicy } : {}) };
}
