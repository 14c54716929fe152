import type { KubeObject, ObjectRef } from '../../../kube/kube-object.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord } from '../../base/run/records.ts';

/** An object that an earlier clone made, as its ledger has it. */
export interface Member {
  ref: ObjectRef;
  uid: string;
}

/** One claim of the target that gets a new volume under the same name. */
export interface Swap {
  /** Claim in the target, `namespace/name`. */
  claim: string;
  claimUid: string;
  /** PersistentVolume. */
  volumeName: string;
  volumeUid: string;
  /** `vol-…`. */
  volumeId: string;
}

/** `former/plan.json`: which clones a refreshing run takes the place of; nothing was changed yet. */
export interface FormerPlan {
  /** Run ids of the clones that made what is in the target now. */
  clones: string[];
  swaps: Swap[];
  /** What those clones made and this one does not apply. */
  leftOver: Member[];
}

/** A workload that is scaled down while its volumes are swapped, and how it comes back. */
export interface ScaledDown {
  ref: ObjectRef;
  uid: string;
  /**
   * Merge patch of its spec: the replicas it had, with the claim policy of a StatefulSet that deletes the claims of
   * replicas that are scaled away (it is Retain meanwhile); or that it was not suspended.
   */
  back: { replicas: number; persistentVolumeClaimRetentionPolicy?: { whenScaled: string } } | { suspend: boolean };
}

/** `former/parked.json`: the complete manifests of what makes way, written before anything does. */
export interface Parked {
  swaps: (Swap & { claimObject: KubeObject; volumeObject: KubeObject })[];
  rested: ScaledDown[];
  /** Pods that nothing would make again. */
  pods: KubeObject[];
}

/** `former/retired.json`: from here on there is no way back to the former clones. */
export interface Retired {
  at: string;
  done: boolean;
}

/** What a run refreshes; undefined when it refreshes nothing. */
export const formerPlanOf = (store: ObjectStore, cloneId: string) =>
  findRecord<FormerPlan>(store, keysOf(cloneId).former.plan);

export const retirementOf = (store: ObjectStore, cloneId: string) =>
  findRecord<Retired>(store, keysOf(cloneId).former.retired);

/** True when a failure, or a roll-back, of the run has to bring the former clones back. */
export async function mayRestore(store: ObjectStore, cloneId: string): Promise<boolean> {
  if (!(await formerPlanOf(store, cloneId)) || (await retirementOf(store, cloneId))) return false;
  return (await store.get(keysOf(cloneId).former.restored)) === undefined;
}
