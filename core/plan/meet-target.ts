import type { Finding } from '../../kube/finding.ts';
import type { KubeObject, ObjectRef } from '../../kube/kube-object.ts';
import { keysOf } from '../base/run/keys.ts';
import { readShards } from '../base/run/records.ts';
import type { TranslationContext } from '../translate/context.ts';
import { findConflicts } from './conflicts.ts';
import type { PlanInputs } from './inputs.ts';
import type { TargetLook } from './look-at-target.ts';
import { findUnchangeable } from './refresh/find-unchangeable.ts';
import { findFormerMembers } from './refresh/former-members.ts';
import { planRefresh, type RefreshPlan } from './refresh/plan-refresh.ts';
import type { PlannedVolume } from './volumes/volume-plan.ts';
import { withoutEchoes } from './without-echoes.ts';

export interface MetTarget {
  refresh?: RefreshPlan;
  conflicts: Finding[];
}

/** What the run comes to apply. */
export interface Arriving {
  volumes: PlannedVolume[];
  /** As they are applied. */
  targets: ObjectRef[];
  /** Of the source. */
  namespaces: string[];
  context: TranslationContext;
  /** What the target said already to what it has. */
  saidOf?: TargetLook['saidOf'];
}

/** What the target has already of what would be applied; a cluster that the run makes has nothing. */
export async function meetTarget(
  { clone, request, store, target }: PlanInputs,
  { volumes, targets, namespaces, context, saidOf }: Arriving,
): Promise<MetTarget> {
  if (!('api' in target) || request.driftOf) return { conflicts: [] };
  const { api, storage } = target;
  const { onConflict } = request;
  if (onConflict !== 'refresh') {
    const homes = namespaces.map((each) => request.mappings.namespaces[each] ?? each);
    const former = onConflict === 'fail' ? await findFormerMembers(store, clone, homes) : undefined;
    return { conflicts: await findConflicts(api, targets, onConflict, former) };
  }
  const refresh = await planRefresh({ clone, request, store, api, storage, volumes, targets, namespaces });
  const conflicts = await findConflicts(api, targets, 'refresh', refresh.members);
  const claims = refresh.findings.filter(({ object }) => object.kind === 'PersistentVolumeClaim');
  const shards = readShards<KubeObject>(store, keysOf(clone.cloneId).planExport);
  const unchangeable = await findUnchangeable(api, shards, context, refresh.members, saidOf);
  return { refresh, conflicts: [...withoutEchoes(conflicts, claims), ...unchangeable] };
}
