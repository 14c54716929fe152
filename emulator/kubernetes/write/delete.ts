import type { KubeObject } from '../../../kube/kube-object.ts';
import type { ResourceType } from '../discovery/resource-type.ts';
import { conflict } from '../errors/status.ts';
import { rulesOf } from '../kinds/index.ts';
import type { ClusterState } from '../store/cluster-state.ts';

export interface DeleteOptions {
  preconditions?: { uid?: string; resourceVersion?: string };
  propagationPolicy?: string;
  orphanDependents?: boolean;
  gracePeriodSeconds?: number;
  dryRun?: string[];
}

export interface Deletion {
  object: KubeObject;
  /** False while finalizers, a grace period, or a namespace's content keep it. */
  gone: boolean;
}

const FOREGROUND = 'foregroundDeletion';
const ORPHAN = 'orphan';
/** Kinds whose dependents stay unless the client says otherwise (`DefaultGarbageCollectionPolicy`). */
const ORPHANING = ['batch/jobs', '/replicationcontrollers'];

/** DELETE: removes an object, or marks it for those who must clean up first. Throws 409 on unmet preconditions. */
export function deleteObject(
  state: ClusterState,
  type: ResourceType,
  old: KubeObject,
  options: DeleteOptions,
): Deletion {
  checkPreconditions(type, old, options.preconditions ?? {});
  const finalizers = finalizersOf(type, old, options);
  const grace = gracePeriod(type, old, options);
  const waits = finalizers.length > 0 || grace > 0 || type.storage === '/namespaces';
  if (options.dryRun?.length) return { object: old, gone: !waits };
  if (!waits) {
    rulesOf(type.storage)?.release?.(old, state);
    return { object: state.store.remove(type.storage, old), gone: true };
  }
  return { object: markDeleted(state, type, old, finalizers, grace), gone: false };
}

function markDeleted(
  state: ClusterState,
  type: ResourceType,
  old: KubeObject,
  finalizers: string[],
  grace: number,
): KubeObject {
  const same = JSON.stringify(finalizers) === JSON.stringify(old.metadata.finalizers ?? []);
  const before = old.metadata.deletionGracePeriodSeconds as number | undefined;
  if (old.metadata.deletionTimestamp && same && (before === undefined || grace >= before)) return old;
  const metadata = {
    ...old.metadata,
    deletionTimestamp: old.metadata.deletionTimestamp ?? state.now(),
    deletionGracePeriodSeconds: grace,
    ...(finalizers.length > 0 ? { finalizers } : {}),
    ...(old.metadata.generation === undefined || old.metadata.deletionTimestamp
      ? {}
      : { generation: old.metadata.generation + 1 }),
  };
  const terminating =
    type.storage === '/namespaces' ? { status: { ...(old.status as object), phase: 'Terminating' } } : {};
  return state.store.put(type.storage, { ...old, ...terminating, metadata });
}

function checkPreconditions(
  type: ResourceType,
  old: KubeObject,
  wanted: { uid?: string; resourceVersion?: string },
): void {
  const { name, uid, resourceVersion } = old.metadata;
  if (wanted.uid && wanted.uid !== uid) {
    const why = `Precondition failed: UID in precondition: ${wanted.uid}, UID in object meta: ${uid}`;
    throw conflict(type, name, why);
  }
  if (wanted.resourceVersion && wanted.resourceVersion !== resourceVersion) {
    const versions = `ResourceVersion in precondition: ${wanted.resourceVersion}, ResourceVersion in object meta: ${resourceVersion}`;
    throw conflict(type, name, `Precondition failed: ${versions}`);
  }
}

function finalizersOf(type: ResourceType, old: KubeObject, options: DeleteOptions): string[] {
  const kept = (old.metadata.finalizers ?? []).filter((one) => one !== FOREGROUND && one !== ORPHAN);
  const policy = options.propagationPolicy ?? policyOf(type, old, options);
  if (policy === 'Foreground') return [...kept, FOREGROUND];
  if (policy === 'Orphan') return [...kept, ORPHAN];
  return kept;
}

function policyOf(type: ResourceType, old: KubeObject, options: DeleteOptions): string {
  if (options.orphanDependents !== undefined) return options.orphanDependents ? 'Orphan' : 'Background';
  if (old.metadata.finalizers?.includes(FOREGROUND)) return 'Foreground';
  if (old.metadata.finalizers?.includes(ORPHAN) || ORPHANING.includes(type.storage)) return 'Orphan';
  return 'Background';
}

/** Seconds that a pod gets to stop; 0 for pods that never ran on a node, and for all other kinds. */
function gracePeriod(type: ResourceType, old: KubeObject, options: DeleteOptions): number {
  const spec = old.spec as { nodeName?: string; terminationGracePeriodSeconds?: number } | undefined;
  const phase = (old.status as { phase?: string } | undefined)?.phase;
  if (type.storage !== '/pods' || !spec?.nodeName || phase === 'Succeeded' || phase === 'Failed') return 0;
  return options.gracePeriodSeconds ?? spec.terminationGracePeriodSeconds ?? 30;
}
