import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { type KubeObject, type ObjectRef, refOf, refText } from '../../../kube/kube-object.ts';
import { KubeferryError } from '../../base/errors.ts';
import { inParallel } from '../../base/in-parallel.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import { hooksOutside } from '../../base/request/beyond-selection.ts';
import { quiesces } from '../../base/request/quiesces.ts';
import type { Request } from '../../base/request/request.ts';
import { keysOf } from '../../base/run/keys.ts';
import { CUT_OVER_BY, FIELD_MANAGER, QUIESCED_BY } from '../../base/run/names.ts';
import { findRecord, writeRecord } from '../../base/run/records.ts';
import { deletesClaims, keepClaims } from '../../plan/quiesce/claim-retention.ts';
import { heldBy, quiesceMark, quiesceMarkOf } from '../../plan/quiesce/quiesce-mark.ts';
import { isScaled, isSuspended, listIn, replicasOf, SCALABLE } from '../../plan/quiesce/scalable.ts';
import { isSelected } from '../../translate/selection.ts';
import { hookPods, runHooks, withoutGone, withThese } from './hook-pods.ts';
import { operatorHooks } from './operator-hooks.ts';
import { othersAreGone } from './others-on-claims.ts';
import { podsAreGone } from './pods-gone.ts';
import { type Quiesced, type QuiescedWorkload, type ScaledDown, scaledDownOf } from './quiesced.ts';
import { refuseLosses } from './refuse-losses.ts';

/** Requests in flight, where no order is asked for. */
const IN_FLIGHT = 16;

/**
 * Quiesces the source: runs the hooks, has StatefulSets keep their claims, then scales the selected workloads to
 * zero, each with a mark by which other runs know why; for a cut-over it suspends the selected CronJobs as well. What it is about to change is recorded first, as it was on the
 * first attempt. Throws NotYet while their pods are still there, HookFailed when a command fails. A command runs again when
 * an attempt was killed before all had run. Does nothing when the request asks for nothing. `at`: ISO 8601, now.
 */
export async function quiesceSource(
  api: ClusterApi,
  store: ObjectStore,
  cloneId: string,
  request: Request,
  namespaces: string[],
  at?: string,
): Promise<ScaledDown> {
  const { scaleToZero } = request.quiesce;
  if (!quiesces(request.quiesce)) return { workloads: 0 };
  refuseOutside(request.quiesce.hooks, namespaces);
  const key = keysOf(cloneId).quiesced;
  let quiesced = await findRecord<Quiesced>(store, key);
  const hooks = quiesced?.hooksDone
    ? []
    : [...request.quiesce.hooks, ...(await operatorHooks(api, request, namespaces))];
  if (!quiesced) {
    if (scaleToZero) await refuseLosses(api, request, namespaces);
    quiesced = {
      ...(scaleToZero ? await whatRuns(api, namespaces, request) : { workloads: [] }),
      hooks: await hookPods(api, hooks),
      hooksDone: false,
    };
    await writeRecord(store, key, quiesced);
  } else if (!quiesced.hooksDone) {
    // Pods may have been replaced since: whatever a command runs in is recorded before.
    quiesced = { ...quiesced, hooks: withThese(quiesced.hooks, await hookPods(api, hooks)) };
    await writeRecord(store, key, quiesced);
  }
  if (!quiesced.hooksDone) {
    await runHooks(api, hooks, quiesced);
    quiesced = { ...quiesced, hooksDone: true, ...(at && quiesced.hooks.length > 0 ? { hooksAt: at } : {}) };
    await writeRecord(store, key, quiesced);
  }
  if (scaleToZero && at && !quiesced.downSince) {
    quiesced = { ...quiesced, downSince: at };
    await writeRecord(store, key, quiesced);
  }
  await scaleDown(api, quiesced, cloneId);
  if (quiesced.workloads.length > 0) {
    await podsAreGone(api, namespaces, quiesced);
    quiesced = { ...quiesced, hooks: await withoutGone(api, quiesced.hooks) };
  }
  if (request.cutOver) await othersAreGone(api, store, cloneId);
  const workloads = await atZero(api, quiesced.workloads);
  if (request.cutOver) quiesced = { ...quiesced, workloads, ...(at ? { stillSince: at } : {}) };
  if (quiesced.workloads.length > 0 || request.cutOver) await writeRecord(store, key, quiesced);
  return scaledDownOf({ ...quiesced, workloads });
}

/** The role that runs share may reach further at this moment than this run. */
function refuseOutside(hooks: Request['quiesce']['hooks'], namespaces: string[]): void {
  const problems = hooksOutside(hooks, namespaces);
  if (problems.length === 0) return;
  const list = problems.map(({ at, message }) => `${at}: ${message}`).join(' ');
  throw new KubeferryError('InvalidRequest', `No command was run. ${list}`, { problems });
}

async function whatRuns(
  api: ClusterApi,
  namespaces: string[],
  { selection, cutOver }: Request,
): Promise<Pick<Quiesced, 'workloads' | 'cronJobs' | 'cutOver'>> {
  const { resources } = await api.discover();
  const workloads: QuiescedWorkload[] = [];
  for (const kind of SCALABLE)
    for await (const object of listIn(api, resources, { apiVersion: 'apps/v1', kind }, namespaces)) {
      refuseQuiesced(object, selection);
      if (isScaled(object, selection)) workloads.push(asItIs(object));
    }
  if (!cutOver) return { workloads };
  const cronJobs: Quiesced['cronJobs'] = [];
  for await (const object of listIn(api, resources, { apiVersion: 'batch/v1', kind: 'CronJob' }, namespaces))
    if (isSuspended(object, selection)) cronJobs.push({ ref: refOf(object), uid: object.metadata.uid ?? '' });
  return { workloads, cronJobs, cutOver: true };
}

/** What another run has at zero would work again in the middle of this one's snapshot. Throws NotYet. */
function refuseQuiesced(object: KubeObject, selection: Request['selection']): void {
  const mark = isSelected(object, selection) ? quiesceMarkOf(object) : undefined;
  if (!mark) return;
  throw new KubeferryError(
    'NotYet',
    `${refText(refOf(object))} is at zero for the snapshot of run ${mark.by}, which brings it back to ${mark.replicas} replicas. ` +
      `It is waited for; if that run was stopped, continue it or roll it back: kubeferry retry or kubeferry rollback, with its route and ${mark.by}; where that run is none any more, remove the annotation ${QUIESCED_BY}.`,
  );
}

const asItIs = (object: KubeObject): QuiescedWorkload => ({
  ref: refOf(object),
  ...(object.metadata.uid ? { uid: object.metadata.uid } : {}),
  replicas: replicasOf(object),
  ...(deletesClaims(object) ? { whenScaled: 'Delete' } : {}),
});

async function scaleDown(
  api: ClusterApi,
  { workloads, cronJobs = [], cutOver }: Quiesced,
  cloneId: string,
): Promise<void> {
  // Others plan and export meanwhile: they are to see why it is at zero, and what it was before.
  for (const { ref, replicas, whenScaled } of workloads) {
    const mark: Record<string, string> = cutOver
      ? { [CUT_OVER_BY]: cloneId }
      : { [QUIESCED_BY]: quiesceMark({ by: cloneId, replicas }) };
    const marked = await markOwn(api, ref, cloneId, mark);
    if (!whenScaled && deletesClaims(marked)) throw deletesByNow(ref);
  }
  const deleting = workloads.filter((workload) => workload.whenScaled);
  await keepClaims(
    api,
    deleting.map(({ ref }) => ref),
  );
  await inParallel(cronJobs, IN_FLIGHT, ({ ref }) =>
    api.merge(ref, { spec: { suspend: true } }, { manager: FIELD_MANAGER }),
  );
  await inParallel(workloads, IN_FLIGHT, ({ ref }) =>
    api.merge(ref, { spec: { replicas: 0 } }, { manager: FIELD_MANAGER, subresource: 'scale' }),
  );
}

/**
 * Of two runs that have looked at once, the first one to mark a workload has it: the resourceVersion in the patch is a precondition.
 * All runs mark in one order, so that none waits for one that waits for it. Throws NotYet where another one was first.
 */
async function markOwn(
  api: ClusterApi,
  ref: ObjectRef,
  cloneId: string,
  mark: Record<string, string>,
): Promise<KubeObject> {
  const found = await api.get(ref);
  const by = found && heldBy(found);
  if (by !== undefined && by !== cloneId) throw taken(ref, by);
  // By an attempt that came no further: of thousands of workloads the next one marks the rest.
  if (found && Object.entries(mark).every(([name, value]) => found.metadata.annotations?.[name] === value))
    return found;
  const { resourceVersion } = found?.metadata ?? {};
  const patch = { metadata: { annotations: mark, ...(resourceVersion ? { resourceVersion } : {}) } };
  return api.merge(ref, patch, { manager: FIELD_MANAGER }).catch(async (error: unknown) => {
    const now = await api.get(ref);
    if (!now || now.metadata.resourceVersion === resourceVersion) throw error;
    const first = heldBy(now);
    // Its own, whose answer was lost.
    if (first !== cloneId) throw taken(ref, first ?? 'another writer');
    return now;
  });
}

/** Hooks may take long: what it was when the run looked is recorded, and what it is now decides what a scaling does. */
const deletesByNow = (ref: ObjectRef) =>
  new KubeferryError(
    'VerificationFailed',
    `${refText(ref)} was set to delete the claims of replicas that are scaled away (persistentVolumeClaimRetentionPolicy.whenScaled: Delete) since the run has looked at it, so that it was not scaled. Start again.`,
  );

const taken = (ref: ObjectRef, by: string) =>
  new KubeferryError('NotYet', `${refText(ref)} was changed by ${by} in this very moment; it is looked at again.`);

/** With the generation that each has at zero. Throws NotYet when somebody has scaled one back: the next attempt scales again. */
async function atZero(api: ClusterApi, workloads: QuiescedWorkload[]): Promise<QuiescedWorkload[]> {
  return inParallel(workloads, IN_FLIGHT, async (workload) => {
    const object = await api.get(workload.ref);
    if (object && replicasOf(object) > 0)
      throw new KubeferryError(
        'NotYet',
        `${refText(workload.ref)} was scaled back to ${replicasOf(object)} replicas by something else. Pause what scales it (an autoscaler, an operator, a GitOps tool), and start again.`,
      );
    const generation = object?.metadata.generation;
    return generation === undefined ? workload : { ...workload, generation };
  });
}
