import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { type KubeObject, type ObjectRef, refOf, refText } from '../../../kube/kube-object.ts';
import { claimRef } from '../../base/claim-ref.ts';
import { KubeferryError } from '../../base/errors.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { VolumeStorage } from '../../base/ports/volume-storage.ts';
import { keysOf } from '../../base/run/keys.ts';
import { FIELD_MANAGER } from '../../base/run/names.ts';
import { findRecord, writeRecord } from '../../base/run/records.ts';
import { findClaimUsers, findMountingPods } from '../../plan/refresh/claim-users.ts';
import { type FormerPlan, formerPlanOf, type Parked, type Swap } from '../../plan/refresh/former.ts';
import { readVolumes } from '../../plan/volumes/read-source.ts';
import { scaleDown } from './scale-down.ts';

export interface ParkSide {
  api: ClusterApi;
  storage: VolumeStorage;
}

/**
 * Makes room for the new volumes: scales down the workloads that mount the former claims, and deletes those claims and
 * their PersistentVolumes; the EBS volumes stay. Everything is recorded whole before the first change. Throws NotYet
 * while pods end, volumes are detached or deletions are under way, VerificationFailed when the target is not what was
 * planned any more, RunIsOver as soon as the run is being rolled back. Does nothing when the run refreshes nothing.
 */
export async function parkFormerClone(
  open: () => Promise<ParkSide>,
  store: ObjectStore,
  cloneId: string,
  stillOn: () => Promise<void>,
): Promise<{ parked: number }> {
  const plan = await formerPlanOf(store, cloneId);
  if (!plan || plan.swaps.length === 0) return { parked: 0 };
  const { api, storage } = await open();
  const key = keysOf(cloneId).former.parked;
  const parked = (await findRecord<Parked>(store, key)) ?? (await look(api, plan));
  await writeRecord(store, key, parked);

  // First of all: what scaling down sets off must not delete a volume.
  for (const swap of parked.swaps) {
    await stillOn();
    await retain(api, swap);
  }
  for (const workload of parked.rested) {
    await stillOn();
    await scaleDown(api, [workload]);
  }
  await stillOn();
  for (const pod of parked.pods) await api.delete(refOf(pod), { uid: pod.metadata.uid });
  await podsAreGone(api, parked);
  await areDetached(storage, parked);
  await stillOn();
  await areDeleted(api, parked);
  return { parked: parked.swaps.length };
}

async function look(api: ClusterApi, { swaps }: FormerPlan): Promise<Parked> {
  const { workloads, pods, unscalable } = await findClaimUsers(api, claimsOf(swaps));
  if (unscalable.length > 0) {
    const { ref, why } = unscalable[0]!;
    throw changed(`${refText(ref)} mounts a claim by now, and ${why}`);
  }
  return {
    swaps: await Promise.all(
      swaps.map(async (swap) => ({
        ...swap,
        claimObject: await planned(api, claimRef(swap.claim), swap.claimUid),
        volumeObject: await planned(api, volumeRef(swap), swap.volumeUid),
      })),
    ),
    rested: workloads,
    pods,
  };
}

async function planned(api: ClusterApi, ref: ObjectRef, uid: string): Promise<KubeObject> {
  const found = await api.get(ref);
  if (found?.metadata.uid === uid) return found;
  throw changed(`${refText(ref)} ${found ? 'is another one now' : 'no longer exists'}`);
}

const changed = (what: string) =>
  new KubeferryError(
    'VerificationFailed',
    `The target is not what the run was planned on: ${what}. Nothing was swapped; start again with a new plan.`,
  );

async function retain(api: ClusterApi, swap: Swap): Promise<void> {
  const ref = volumeRef(swap);
  const found = await api.get(ref);
  if (found?.metadata.uid !== swap.volumeUid) return;
  const policy = { spec: { persistentVolumeReclaimPolicy: 'Retain' } };
  await api.merge(ref, policy, { manager: FIELD_MANAGER });
}

async function podsAreGone(api: ClusterApi, { swaps }: Parked): Promise<void> {
  const still = await findMountingPods(api, claimsOf(swaps));
  if (still.length > 0)
    throw notYet(
      `${still.length} pods still mount the former volumes, the first is ${refText(refOf(still[0]!))}. Look at their finalizers and grace periods.`,
    );
}

async function areDetached(storage: VolumeStorage, { swaps }: Parked): Promise<void> {
  const volumes = await readVolumes(
    storage,
    swaps.map(({ volumeId }) => volumeId),
  );
  const attached = [...volumes.values()].filter(({ state }) => state === 'in-use');
  if (attached.length > 0)
    throw notYet(
      `${attached.length} former volumes are still attached, the first is ${attached[0]!.id} (to ${attached[0]!.instanceIds.join(', ') || 'an instance'}).`,
    );
}

/** Claims first: a volume goes when it is bound no more. */
async function areDeleted(api: ClusterApi, { swaps }: Parked): Promise<void> {
  for (const refAndUid of [
    swaps.map((swap) => [claimRef(swap.claim), swap.claimUid] as const),
    swaps.map((swap) => [volumeRef(swap), swap.volumeUid] as const),
  ]) {
    const states = await Promise.all(refAndUid.map(([ref, uid]) => api.delete(ref, { uid })));
    const going = refAndUid.filter((_, at) => states[at] === 'deleting');
    if (going.length > 0)
      throw notYet(
        `${going.length} former claims or volumes are being deleted, the first is ${refText(going[0]![0])}.`,
      );
  }
}

const notYet = (message: string) => new KubeferryError('NotYet', message);

const claimsOf = (swaps: readonly Swap[]) => new Set(swaps.map(({ claim }) => claim));

export const volumeRef = ({ volumeName }: Swap): ObjectRef => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  name: volumeName,
});
