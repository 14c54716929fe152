import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { mapAt } from '../../../kube/fields.ts';
import { type KubeObject, type ObjectRef, refOf, refText } from '../../../kube/kube-object.ts';
import { claimRef } from '../../base/claim-ref.ts';
import { KubeferryError } from '../../base/errors.ts';
import { inParallel } from '../../base/in-parallel.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import { keysOf } from '../../base/run/keys.ts';
import { withMarkOf } from '../../base/run/made-by-run.ts';
import { FIELD_MANAGER } from '../../base/run/names.ts';
import { findRecord, readShard, writeRecord } from '../../base/run/records.ts';
import { formerPlanOf, mayRestore, type Parked, type ScaledDown } from '../../plan/refresh/former.ts';
import { memberKey } from '../../plan/refresh/members.ts';
import { reinstate } from '../../plan/refresh/superseded.ts';
import { volumeSourceOf } from '../../translate/volume-source.ts';
import { withLivingOwners } from '../owners/living-owners.ts';
import { type Kept, keptBy } from '../undo/kept.ts';
import { type AppliedByFormer, appliedByFormer } from './applied-by-former.ts';
import { correctLedgers } from './correct-ledgers.ts';
import { volumeRef } from './park-former-clone.ts';
import { bare, putBackObject, unplaced } from './put-back-object.ts';
import { bringBack } from './scale-down.ts';

type ParkedSwap = Parked['swaps'][number];

/** As many as the function has connections. */
const IN_FLIGHT = 32;

const NOTHING: Parked = { swaps: [], rested: [], pods: [] };

/** What an invocation keeps for its end: the objects that are under way, and pods, replicas and ledgers after them. */
export const RESTORE_RESERVE_MS = 180_000;

/** `former/put-back/…`: a shard of former versions that is back as it was. */
interface PutBack {
  objects: number;
  withOtherUid: ObjectRef[];
}

/**
 * Brings the former clones back as they were before the run, after what the run made is gone: their claims on their own
 * EBS volumes, their objects in their former versions, and then their workloads with the replicas that they had. Throws
 * NotYet while claims are being bound, or when the time of the invocation is nearly over (`isOver`): what is back is noted, and the
 * next one goes on behind it. RollBackIncomplete when a new volume is still in the way. Does nothing when the
 * run refreshed nothing, and never again once it is done.
 */
export async function restoreFormerClone(
  open: () => Promise<ClusterApi>,
  store: ObjectStore,
  cloneId: string,
  isOver: () => boolean = () => false,
): Promise<{ restored: number }> {
  if (!(await mayRestore(store, cloneId))) return { restored: 0 };
  const keys = keysOf(cloneId).former;
  const plan = (await formerPlanOf(store, cloneId))!;
  const parked = (await findRecord<Parked>(store, keys.parked)) ?? NOTHING;
  const versions: string[] = [];
  for await (const key of store.list(keys.objects)) versions.push(key);
  let restored = 0;
  if (parked !== NOTHING || versions.length > 0) {
    const api = await open();
    await restoreVolumes(api, parked.swaps, await keptBy(store, cloneId, 'objects'));
    const applied = await appliedByFormer(store, plan.clones);
    const { objects, recreated } = await putBackAll(versions, isOver, {
      find: (key) => findRecord<PutBack>(store, keys.putBack(key)),
      putBack: (key) => putBackShard(api, store, applied, parked.rested, key),
      note: (key, putBack) => writeRecord(store, keys.putBack(key), putBack),
    });
    restored += objects;
    await restorePods(api, applied, parked.pods);
    await bringBack(api, parked.rested);
    await correctLedgers(api, store, plan.clones, parked, recreated);
    restored += parked.swaps.length;
  }
  await reinstate(store, plan.clones, cloneId);
  await writeRecord(store, keys.restored, { restored });
  return { restored };
}

interface Shards {
  find(key: string): Promise<PutBack | undefined>;
  putBack(key: string): Promise<PutBack>;
  note(key: string, putBack: PutBack): Promise<void>;
}

/** Each invocation puts back one shard at least, and so comes to an end. */
async function putBackAll(versions: readonly string[], isOver: () => boolean, shards: Shards) {
  let objects = 0;
  let worked = false;
  const recreated: ObjectRef[] = [];
  for (const [at, key] of versions.entries()) {
    let putBack = await shards.find(key);
    if (!putBack) {
      if (worked && isOver()) throw goesOn(at, versions.length);
      putBack = await shards.putBack(key);
      await shards.note(key, putBack);
      worked = true;
    }
    objects += putBack.objects;
    recreated.push(...putBack.withOtherUid);
  }
  return { objects, recreated };
}

const goesOn = (done: number, all: number) =>
  new KubeferryError(
    'NotYet',
    `The former clone is being brought back: ${done} of ${all} parts of its objects are as they were.`,
  );

/** Bound again before the reclaim policy is what it was: until then nothing may take the EBS volume away. */
async function restoreVolumes(api: ClusterApi, swaps: ParkedSwap[], kept: readonly Kept[]): Promise<void> {
  for (const swap of swaps) await restoreVolume(api, swap, kept);
  const claims = await Promise.all(swaps.map((swap) => api.get(claimRef(swap.claim))));
  const waiting = swaps.filter((_, at) => (claims[at]?.status as { phase?: string } | undefined)?.phase !== 'Bound');
  if (waiting.length > 0) {
    throw new KubeferryError(
      'NotYet',
      `${waiting.length} former claims are not bound yet, the first is ${waiting[0]!.claim}.`,
    );
  }
  for (const swap of swaps) {
    const { persistentVolumeReclaimPolicy } = swap.volumeObject.spec as { persistentVolumeReclaimPolicy?: string };
    await api.merge(volumeRef(swap), { spec: { persistentVolumeReclaimPolicy } }, { manager: FIELD_MANAGER });
  }
}

async function restoreVolume(api: ClusterApi, swap: ParkedSwap, kept: readonly Kept[]): Promise<void> {
  const [volume, claim] = await Promise.all([api.get(volumeRef(swap)), api.get(claimRef(swap.claim))]);
  if (volume && volumeSourceOf(volume).volumeId !== swap.volumeId) throw inTheWay(volume, swap, kept);
  const going = [volume, claim].find((each) => each?.metadata.deletionTimestamp);
  if (going) throw new KubeferryError('NotYet', `${refText(refOf(going))} is still being deleted.`);
  const options = { manager: FIELD_MANAGER, force: true };
  if (!volume) await api.apply(unbound(await withLivingOwners(api, swap.volumeObject)), options);
  else await release(api, volume, claim);
  if (!claim) await api.apply(unbound(await withLivingOwners(api, swap.claimObject)), options);
}

function inTheWay(volume: KubeObject, swap: ParkedSwap, kept: readonly Kept[]): KubeferryError {
  const hold = kept.find(({ at }) => at === refText(claimRef(swap.claim)));
  const wayOut = hold
    ? `${hold.at} of the run was kept, since ${hold.why}. Move them off that claim, and run the roll-back machine again, which removes it`
    : 'Delete it and its claim, and run the roll-back machine again';
  return new KubeferryError(
    'RollBackIncomplete',
    `${refText(volumeRef(swap))} is on EBS volume ${volumeSourceOf(volume).volumeId} and in the way of the former one, ${swap.volumeId}, which is kept. ${wayOut}.`,
  );
}

/** A volume that outlived its claim still waits for that one, by its uid. */
async function release(api: ClusterApi, volume: KubeObject, claim: KubeObject | undefined): Promise<void> {
  const { uid } = mapAt(volume, 'spec.claimRef');
  if (uid === undefined || uid === claim?.metadata.uid) return;
  const claimRef = { uid: null, resourceVersion: null };
  await api.merge(refOf(volume), { spec: { claimRef } }, { manager: FIELD_MANAGER });
}

/** The manifest as before it was bound: a claim or volume that says it is bound to what is gone would be lost. */
function unbound(object: KubeObject): KubeObject {
  const { metadata, ...content } = bare(object);
  const { finalizers: _, annotations = {}, ...kept } = metadata;
  const marks = Object.entries(annotations).filter(([name]) => !BINDING.includes(name));
  const spec = { ...(content.spec as Record<string, unknown>) };
  if (object.kind === 'PersistentVolume') {
    const { namespace, name } = (spec.claimRef ?? {}) as { namespace?: string; name?: string };
    spec.claimRef = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name };
    spec.persistentVolumeReclaimPolicy = 'Retain';
  }
  return {
    ...content,
    apiVersion: object.apiVersion,
    kind: object.kind,
    metadata: { ...kept, ...(marks.length > 0 ? { annotations: Object.fromEntries(marks) } : {}) },
    spec,
  };
}

const BINDING = ['pv.kubernetes.io/bind-completed', 'pv.kubernetes.io/bound-by-controller'];

async function putBackShard(
  api: ClusterApi,
  store: ObjectStore,
  appliedTo: AppliedByFormer,
  rested: readonly ScaledDown[],
  key: string,
): Promise<PutBack> {
  const objects = (await readShard<KubeObject>(store, key)).map((object) => awake(object, rested));
  const applied = await appliedTo(objects);
  const results = await inParallel(objects, IN_FLIGHT, (object) =>
    putBackObject(api, object, applied.get(memberKey(refOf(object)))),
  );
  return { objects: objects.length, withOtherUid: objects.filter((_, at) => results[at]!.isRecreated).map(refOf) };
}

/** The version that was kept may have been seen scaled down. */
function awake(object: KubeObject, rested: readonly ScaledDown[]): KubeObject {
  const own = rested.find(({ uid }) => uid === object.metadata.uid);
  return own ? { ...object, spec: { ...(object.spec as object), ...own.back } } : object;
}

async function restorePods(api: ClusterApi, appliedTo: AppliedByFormer, pods: KubeObject[]): Promise<void> {
  const applied = await appliedTo(pods);
  for (const pod of pods) {
    const was = applied.get(memberKey(refOf(pod)));
    await api.create(was ? withMarkOf(pod, was) : unplaced(pod), { manager: FIELD_MANAGER });
  }
}
