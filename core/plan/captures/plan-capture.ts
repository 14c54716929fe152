import type { Finding } from '../../../kube/finding.ts';
import { groupOf, type KubeObject, refOf } from '../../../kube/kube-object.ts';
import { keysOf } from '../../base/run/keys.ts';
import { readShards, writeRecord } from '../../base/run/records.ts';
import { neverExported } from '../../translate/tables/never-exported.ts';
import { readClusterFacts } from '../cluster/read-facts.ts';
import { findEmpty } from '../empty-selection.ts';
import { brokenApi } from '../export/broken-api.ts';
import { exportManifests } from '../export/export-manifests.ts';
import { headingOf } from '../heading.ts';
import type { PlanInputs } from '../inputs.ts';
import { beyondLimits } from '../limits.ts';
import { type Plan, sealPlan } from '../plan.ts';
import type { PlannedObject } from '../planned-object.ts';
import { findQuiesceObstacles } from '../quiesce/may-quiesce.ts';
import { operatedData } from '../quiesce/operated-data.ts';
import { readReactions } from '../quiesce/read-reactions.ts';
import { quiesceFindings } from '../quiesce-findings.ts';
import { findCrowdedNodes } from '../volumes/crowded-nodes.ts';
import { readInstances, readSourceVolumes } from '../volumes/read-source.ts';
import { tellAzure } from '../volumes/tell-azure.ts';
import { planCapturedVolumes } from './plan-captured-volumes.ts';

export type CaptureInputs = Pick<PlanInputs, 'clone' | 'request' | 'store' | 'invocation'> & {
  source: Pick<Extract<PlanInputs['source'], { info: unknown }>, 'api' | 'info' | 'storage'>;
};

/**
 * Decides a whole capture and changes nothing: which objects it keeps, which volumes it snapshots, and what they cost
 * until it is removed. Of a target nothing is asked: each clone of the capture is planned by itself. Writes plan.json.
 */
export async function planCapture({ clone, request, store, source, invocation }: CaptureInputs): Promise<Plan> {
  const keys = keysOf(clone.cloneId);
  const { api, info, storage } = source;
  const facts = await readClusterFacts(api, info, clone.route.source, async () => []);
  const pausing = invocation && { ...invocation, key: keys.planExportSoFar };
  const place = { store, prefix: keys.planExport, indexKey: keys.planIndex, cloud: facts.cloud, pausing };
  const exported = await exportManifests(api, request.selection, place);
  await writeRecord(store, keys.sourceFacts, facts);

  const found = await readSourceVolumes(storage, exported.index);
  const instances = await readInstances(storage, found.values());
  const { volumes, findings } = planCapturedVolumes({ clone, request, index: exported.index, found, instances });
  const objects = await objectsIn(readShards<KubeObject>(store, keys.planExport));
  const { namespaces } = exported;
  const reactions = request.quiesce.scaleToZero ? await readReactions(api, request, namespaces) : undefined;
  const draft = {
    ...headingOf(clone, request, namespaces),
    objects,
    volumes,
    findings: [
      ...findings,
      ...tellAzure(clone.route, request, volumes),
      ...(await findCrowdedNodes(storage, volumes, found)),
      ...(reactions ? quiesceFindings(reactions, request, volumes) : []),
      ...(await findQuiesceObstacles(api, clone.route, request, reactions?.scaled ?? [])),
      ...operatedData(request, objects, volumes),
      ...findEmpty(request.selection, namespaces, objects),
      ...exported.failed.map(brokenApi),
    ] satisfies Finding[],
  };
  const limited = beyondLimits(clone.route, volumes, sealPlan(draft).dollars);
  const plan = sealPlan({ ...draft, findings: [...draft.findings, ...limited] });
  await writeRecord(store, keys.plan, plan);
  return plan;
}

/** What is kept is kept as it is: the rules run for each clone, with what its target has. */
async function objectsIn(shards: AsyncIterable<KubeObject[]>): Promise<PlannedObject[]> {
  const objects: PlannedObject[] = [];
  for await (const shard of shards)
    for (const object of shard) {
      const why = neverExported(groupOf(object.apiVersion), object.kind);
      const outcome = why === undefined ? ({ outcome: 'apply' } as const) : ({ outcome: 'drop', reason: why } as const);
      objects.push({ ref: refOf(object), ...outcome, rules: [] });
    }
  return objects;
}
