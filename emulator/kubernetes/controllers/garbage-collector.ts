import type { KubeObject, OwnerReference } from '../../../kube/kube-object.ts';
import type { ClusterState } from '../store/cluster-state.ts';
import { deleteObject } from '../write/delete.ts';
import type { Controller } from './controller.ts';
import { update } from './writes.ts';

const FOREGROUND = 'foregroundDeletion';
const ORPHAN = 'orphan';

type Held = { storage: string; object: KubeObject };

/**
 * Deletes objects whose owners are all gone (also those that were created with owners that never were), and finishes
 * foreground and orphaning deletions (https://kubernetes.io/docs/concepts/architecture/garbage-collection/).
 * Keys are uids.
 */
export const garbageCollector: Controller = {
  name: 'garbage collector',
  watches: {
    '*': ({ type, object, previous }, state) => {
      const { uid, ownerReferences, deletionTimestamp } = object.metadata;
      const ending = type === 'DELETED' || (deletionTimestamp !== undefined && previous !== undefined);
      const dependents = ending ? state.store.dependents(uid!).map((one) => one.object.metadata.uid!) : [];
      const owners = type === 'DELETED' ? (ownerReferences ?? []).map((owner) => owner.uid) : [];
      const own = type !== 'DELETED' && (ownerReferences?.length || deletionTimestamp) ? [uid!] : [];
      return [...own, ...dependents, ...owners];
    },
  },
  reconcile(uid, state) {
    const held = state.store.byUid(uid);
    if (!held) return undefined;
    if (held.object.metadata.deletionTimestamp) finishDeletion(state, held);
    else if (held.object.metadata.ownerReferences?.length) collect(state, held);
    return undefined;
  },
};

function collect(state: ClusterState, { storage, object }: Held): void {
  const owners = object.metadata.ownerReferences ?? [];
  const gone = owners.filter((owner) => isGone(state, object, owner));
  const left = owners.filter((owner) => !gone.includes(owner));
  const waiting = left.filter((owner) =>
    state.store.byUid(owner.uid)?.object.metadata.finalizers?.includes(FOREGROUND),
  );
  if (left.length === 0 || (waiting.length > 0 && waiting.length === left.length)) {
    const propagationPolicy =
      waiting.length > 0 && state.store.dependents(object.metadata.uid!).length > 0 ? 'Foreground' : 'Background';
    deleteObject(state, state.registry.ofStorage(storage), object, { propagationPolicy });
  } else if (gone.length > 0) {
    update(state, storage, object, { ...object, metadata: { ...object.metadata, ownerReferences: left } });
  }
}

/** An owner of a kind that nobody serves may come back; one in another namespace never counts. */
function isGone(state: ClusterState, object: KubeObject, owner: OwnerReference): boolean {
  if (!state.registry.findKind(owner.apiVersion, owner.kind)) return false;
  const found = state.store.byUid(owner.uid)?.object;
  if (!found || found.kind !== owner.kind || found.metadata.name !== owner.name) return true;
  return found.metadata.namespace !== undefined && found.metadata.namespace !== object.metadata.namespace;
}

function finishDeletion(state: ClusterState, { storage, object }: Held): void {
  const finalizers = object.metadata.finalizers ?? [];
  const dependents = state.store.dependents(object.metadata.uid!);
  if (finalizers.includes(ORPHAN)) {
    for (const dependent of dependents) {
      const ownerReferences = dependent.object.metadata.ownerReferences?.filter(
        (owner) => owner.uid !== object.metadata.uid,
      );
      const metadata = { ...dependent.object.metadata, ownerReferences: ownerReferences ?? [] };
      update(state, dependent.storage, dependent.object, { ...dependent.object, metadata });
    }
    withoutFinalizer(state, storage, object, ORPHAN);
  } else if (finalizers.includes(FOREGROUND)) {
    const blocking = dependents.filter((dependent) => blocks(dependent.object, object.metadata.uid!));
    if (blocking.length === 0) withoutFinalizer(state, storage, object, FOREGROUND);
  }
}

function blocks(dependent: KubeObject, uid: string): boolean {
  return Boolean(dependent.metadata.ownerReferences?.some((owner) => owner.uid === uid && owner.blockOwnerDeletion));
}

/** Takes a finalizer away; the last one ends the object. */
export function withoutFinalizer(state: ClusterState, storage: string, object: KubeObject, finalizer: string): void {
  const finalizers = (object.metadata.finalizers ?? []).filter((one) => one !== finalizer);
  update(state, storage, object, { ...object, metadata: { ...object.metadata, finalizers } });
}
