import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { textAt } from '../../../kube/fields.ts';
import { type KubeObject, refOf, refText } from '../../../kube/kube-object.ts';
import { KubeferryError } from '../../base/errors.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { VolumeStorage } from '../../base/ports/volume-storage.ts';
import type { VolumeItem } from '../../base/run/envelope.ts';
import { keysOf } from '../../base/run/keys.ts';
import { findRecord, readRecord, writeRecord } from '../../base/run/records.ts';
import { decodeLines } from '../../base/shards.ts';
import { givesVolume } from '../../base/strategies.ts';
import { findMountingPods } from '../../plan/refresh/claim-users.ts';
import type { VolumeRecord } from '../../plan/volumes/volume-plan.ts';
import type { SourceIndex } from '../../translate/context.ts';
import { volumeSourceOf } from '../../translate/volume-source.ts';
import type { HandedOver } from './handed-over.ts';
import { attachedIn, claimUidOf, detachFromClaim, findVolume, notYet, policyOf, retain } from './source-volume.ts';

/** The source, which is at zero. */
export interface SourceSide {
  api: ClusterApi;
  storage: Pick<VolumeStorage, 'presentVolumes'>;
}

/** Whose volumes are handed over, and what the steps before have left of it. */
interface Handing {
  item: VolumeItem;
  handed: HandedOver;
}

/**
 * Has the source let go of the volumes that the target is to have. What it had is recorded first; then its PersistentVolumes are
 * retained, and once no pod, no VolumeAttachment and no instance of EC2 has the volumes, their claims are taken from them: in
 * that order, so that a volume is never where something could delete it or write to it twice. Throws NotYet while the source has
 * them still, VolumeFailed where it is not what was planned. Does nothing when none is handed over. `now`: ISO 8601.
 */
export async function handVolumesOver(
  open: () => Promise<SourceSide>,
  store: ObjectStore,
  cloneId: string,
  { now, stillOn }: { now: () => string; stillOn: () => Promise<void> },
): Promise<{ volumes: number }> {
  const items = await itemsOf(store, cloneId);
  if (items.length === 0) return { volumes: 0 };
  const side = await open();
  const all = await recorded(side.api, store, cloneId, items);
  const giving = all.filter(({ handed }) => handed.givenAt === undefined);
  for (const { handed } of giving) {
    await stillOn();
    await retainOwn(side.api, handed, cloneId);
  }
  await isFree(side, giving);
  for (const { handed } of giving) {
    await stillOn();
    await detachFromClaim(side.api, handed, cloneId);
  }
  // A pod may have come between the look and the write; from now on none can.
  const volumes = await isFree(side, giving);
  for (const { item, handed } of giving) {
    const found = volumes.get(handed.volumeId)!;
    await noteVolume(store, cloneId, item, found);
    await writeRecord(store, keysOf(cloneId).handedOver(handed.claim), { ...handed, givenAt: now() });
  }
  return { volumes: all.length };
}

async function itemsOf(store: ObjectStore, cloneId: string): Promise<VolumeItem[]> {
  const lines = await store.get(keysOf(cloneId).volumes);
  return lines ? decodeLines<VolumeItem>(lines).filter(givesVolume) : [];
}

/** As they were before the first change. */
async function recorded(
  api: ClusterApi,
  store: ObjectStore,
  cloneId: string,
  items: readonly VolumeItem[],
): Promise<Handing[]> {
  const keys = keysOf(cloneId);
  const { claims } = await readRecord<SourceIndex>(store, keys.index, 'export-manifests');
  const all: Handing[] = [];
  for (const item of items) {
    const { claim } = item;
    const known = await findRecord<HandedOver>(store, keys.handedOver(claim));
    all.push({ item, handed: known ?? (await asFound(api, item, claims[claim]?.volumeName ?? '')) });
  }
  for (const { handed } of all) await writeRecord(store, keys.handedOver(handed.claim), handed);
  return all;
}

async function asFound(api: ClusterApi, { claim, origin }: VolumeItem, name: string): Promise<HandedOver> {
  const volumeId = origin.kind === 'volume' ? origin.volumeId : '';
  const found = await api.get({ apiVersion: 'v1', kind: 'PersistentVolume', name });
  const bound = `${textAt(found ?? {}, 'spec.claimRef.namespace')}/${textAt(found ?? {}, 'spec.claimRef.name')}`;
  if (!found || volumeSourceOf(found).volumeId !== volumeId || bound !== claim)
    throw changed(`PersistentVolume ${name} of claim ${claim} is not on volume ${volumeId} any more`);
  const { uid = '' } = found.metadata;
  return {
    claim,
    volumeId,
    volume: { name, uid, reclaimPolicy: policyOf(found), claimUid: claimUidOf(found) },
  };
}

async function retainOwn(api: ClusterApi, handed: HandedOver, cloneId: string): Promise<void> {
  if (!(await findVolume(api, handed)))
    throw changed(`PersistentVolume ${handed.volume.name} of claim ${handed.claim} was deleted`);
  await retain(api, handed, cloneId);
}

/** No pod has them, no order to attach them is left, and EC2 has detached them. */
async function isFree({ api, storage }: SourceSide, all: readonly Handing[]) {
  const pods: KubeObject[] = await findMountingPods(api, new Set(all.map(({ handed }) => handed.claim)));
  if (pods.length > 0)
    throw notYet(
      `${pods.length} pods of the source still mount volumes that are handed over, the first is ${refText(refOf(pods[0]!))}. Look at their finalizers and grace periods.`,
    );
  const attached = await attachedIn(api);
  for (const { handed } of all) {
    const node = attached.get(handed.volume.name);
    if (node !== undefined)
      throw notYet(
        `PersistentVolume ${handed.volume.name} of claim ${handed.claim} is still attached to node ${node} of the source. If this lasts, look at its VolumeAttachment.`,
      );
  }
  const ids = all.map(({ handed }) => handed.volumeId);
  const volumes = new Map((await storage.presentVolumes(ids)).map((volume) => [volume.id, volume]));
  for (const { handed } of all) {
    const found = volumes.get(handed.volumeId);
    if (!found || found.state === 'deleted')
      throw changed(`Volume ${handed.volumeId} of claim ${handed.claim} is gone`);
    if (found.state !== 'available' || found.instanceIds.length > 0)
      throw notYet(
        `Volume ${found.id} of claim ${handed.claim} is ${found.state} (${found.instanceIds.join(', ') || 'no instance'}), and EC2 has to detach it first.`,
      );
  }
  return volumes;
}

/** From this the PersistentVolume of the target is made. */
async function noteVolume(
  store: ObjectStore,
  cloneId: string,
  { claim, origin, zone: planned }: VolumeItem,
  { id, zone, sizeGiB }: { id: string; zone: string; sizeGiB: number },
): Promise<void> {
  if (zone !== planned) throw changed(`Volume ${id} of claim ${claim} is in zone ${zone}, and ${planned} was planned`);
  const record: VolumeRecord = { claim, snapshotId: origin.snapshotId, volumeId: id, zone, sizeGiB, handedOver: true };
  await writeRecord(store, keysOf(cloneId).volume(claim), record);
}

const changed = (what: string) =>
  new KubeferryError(
    'VolumeFailed',
    `The source is not what the run was planned on: ${what}. Nothing more is handed over; start again with a new plan.`,
  );
