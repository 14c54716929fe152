import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { refText } from '../../../kube/kube-object.ts';
import { KubeferryError, type Problem } from '../../base/errors.ts';
import { inParallel } from '../../base/in-parallel.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import { nameOfHook } from '../../base/request/hooks/commands-of.ts';
import { keysOf } from '../../base/run/keys.ts';
import { CUT_OVER_BY, FIELD_MANAGER, QUIESCED_BY } from '../../base/run/names.ts';
import { findRecord } from '../../base/run/records.ts';
import { whenScaled } from '../../plan/quiesce/claim-retention.ts';
import { heldBy } from '../../plan/quiesce/quiesce-mark.ts';
import { replicasOf } from '../../plan/quiesce/scalable.ts';
import { type Quiesced, type QuiescedWorkload, type ScaledDown, scaledDownOf } from './quiesced.ts';

/** A source of thousands of workloads comes back within a function's five minutes. */
const IN_FLIGHT = 16;

/**
 * Brings back everything that quiescing changed, and deletes the record when all of it is back: harmless at any time.
 * `open` is called only when there is something to resume. Throws HookFailed after having tried everything.
 */
export async function resumeSource(
  open: () => Promise<ClusterApi>,
  store: ObjectStore,
  cloneId: string,
): Promise<ScaledDown> {
  const key = keysOf(cloneId).quiesced;
  const quiesced = await findRecord<Quiesced>(store, key);
  if (!quiesced) return { workloads: 0 };
  const api = await open();
  const mark = quiesced.cutOver ? CUT_OVER_BY : QUIESCED_BY;
  const scaled = await inParallel(quiesced.workloads, IN_FLIGHT, (workload) =>
    attempt(refText(workload.ref), () => scaleBack(api, workload, cloneId, mark)),
  );
  const unsuspended = await inParallel(quiesced.cronJobs ?? [], IN_FLIGHT, ({ ref, uid }) =>
    attempt(refText(ref), async () => {
      if ((await api.get(ref))?.metadata.uid === uid)
        await api.merge(ref, { spec: { suspend: false } }, { manager: FIELD_MANAGER });
    }),
  );
  // Commands have an order.
  const undone = await inParallel(quiesced.hooks, 1, (hook) => {
    const { namespace, pod, uid, container, use, after, timeoutSeconds } = hook;
    return attempt(`pod ${namespace}/${pod}`, async () => {
      // A pod that was scaled down is gone, and with it whatever the hook held; a StatefulSet's next one has its name.
      const found = await api.get({ apiVersion: 'v1', kind: 'Pod', namespace, name: pod });
      if (!found || (uid && found.metadata.uid !== uid)) return;
      const { exitCode, stderr } = await api.exec({ namespace, name: pod, container }, after, timeoutSeconds);
      if (exitCode !== 0)
        throw new Error(`command ${nameOfHook({ use }, after)} ended with ${exitCode}: ${stderr.slice(0, 300)}`);
    });
  });
  const problems = [...scaled, ...unsuspended, ...undone].filter((each) => each !== undefined);
  if (problems.length > 0) {
    const list = problems.map(({ at, message }) => `${at}: ${message}`).join('; ');
    throw new KubeferryError(
      'HookFailed',
      `The source could not be resumed in full: ${list}. Run the roll-back machine again, or resume these by hand; the record is ${key}.`,
      { problems },
    );
  }
  await store.delete(key);
  return scaledDownOf(quiesced);
}

/**
 * What something else has scaled up meanwhile is not scaled down; nor is changed what somebody has re-created and runs. A
 * StatefulSet that deletes the claims of replicas that are scaled away gets its policy back in the very write that
 * scales it back: with the policy and at zero, it would delete those of pods that are still ending.
 */
async function scaleBack(api: ClusterApi, workload: QuiescedWorkload, cloneId: string, mark: string): Promise<void> {
  const { ref, uid } = workload;
  const found = await api.get(ref);
  if (!found) return;
  // It was recorded, and another run was first: that one has it at zero, and brings it back.
  const by = heldBy(found);
  if (by !== undefined && by !== cloneId) return;
  const isSame = uid === undefined || found.metadata.uid === uid;
  if (!isSame && replicasOf(found) > 0) return;
  const replicas = Math.max(replicasOf(found), workload.replicas);
  const policy = isSame && workload.whenScaled ? whenScaled(workload.whenScaled) : undefined;
  if (policy) await api.merge(ref, { spec: { replicas, ...policy } }, { manager: FIELD_MANAGER });
  else await api.merge(ref, { spec: { replicas } }, { manager: FIELD_MANAGER, subresource: 'scale' });
  if (found.metadata.annotations?.[mark] !== undefined)
    await api.merge(ref, { metadata: { annotations: { [mark]: null } } }, { manager: FIELD_MANAGER });
}

async function attempt(at: string, run: () => Promise<void>): Promise<Problem | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    if (error instanceof KubeferryError && error.name === 'ClusterUnreachable') throw error;
    return { at, message: error instanceof Error ? error.message : String(error) };
  }
}
