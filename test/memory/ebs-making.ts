import { KubeferryError } from '../../core/base/errors.ts';
import type {
  CopySnapshotRequest,
  CreateVolumeRequest,
  Snapshot,
  Volume,
} from '../../core/base/ports/volume-storage.ts';
import {
  type EbsWorld,
  isAt,
  type MemoryPlace,
  type MemorySnapshot,
  type MemoryVolume,
  newId,
  notThere,
  snapshotNow,
} from './ebs-world.ts';

/** https://docs.aws.amazon.com/ebs/latest/userguide/ebs-resource-quotas.html */
const PENDING_PER_VOLUME = 5;
const COPIES_AT_ONCE = 20;

type NewSnapshot = Pick<MemorySnapshot, 'blocks' | 'madeBy'> & Partial<MemorySnapshot>;

/** Adds a pending snapshot that is ready after the world's delay. */
export function addSnapshot(
  world: EbsWorld,
  place: MemoryPlace,
  described: Pick<Snapshot, 'volumeId' | 'sizeGiB' | 'encrypted' | 'kmsKeyArn' | 'tags'> &
    Partial<Pick<Snapshot, 'description'>>,
  held: NewSnapshot,
): MemorySnapshot {
  const snapshot: Snapshot = {
    id: newId(world, 'snap'),
    state: 'pending',
    ownerAccount: place.account,
    startedAt: world.clock.now().toISOString(),
    progress: '0%',
    description: '',
    ...described,
    tags: { ...described.tags },
  };
  const readyAt = world.clock.now().getTime() + world.delayMs;
  const added: MemorySnapshot = { ...place, snapshot, readyAt, endsAs: 'completed', sharedWith: new Set(), ...held };
  world.snapshots.set(snapshot.id, added);
  return added;
}

/** The data as it is at this moment, whatever is written later. */
export function createSnapshot(
  world: EbsWorld,
  place: MemoryPlace,
  source: MemoryVolume,
  tags: Record<string, string>,
  description: string,
): Snapshot {
  const { id: volumeId, sizeGiB, encrypted, kmsKeyArn } = source.volume;
  const pending = [...world.snapshots.values()].filter(
    (it) => it.snapshot.volumeId === volumeId && snapshotNow(world, it).state === 'pending',
  );
  if (pending.length >= PENDING_PER_VOLUME) {
    throw new KubeferryError('QuotaReached', `Volume ${volumeId} has ${pending.length} pending snapshots already.`);
  }
  const described = { volumeId, sizeGiB, encrypted, ...(kmsKeyArn ? { kmsKeyArn } : {}), tags, description };
  const added = addSnapshot(world, place, described, { blocks: new Map(source.blocks), madeBy: 'create' });
  return snapshotNow(world, added);
}

/** A key that does not exist, or off, is noticed only after the call, as in AWS. */
export function copySnapshot(world: EbsWorld, place: MemoryPlace, request: CopySnapshotRequest): string {
  const source = world.snapshots.get(request.sourceSnapshotId);
  const visible = source && (source.account === place.account || source.sharedWith.has(place.account));
  if (!visible || source.region !== request.sourceRegion) {
    throw notThere('snapshot', [request.sourceSnapshotId], { ...place, region: request.sourceRegion });
  }
  const { state, sizeGiB } = snapshotNow(world, source);
  if (state !== 'completed') {
    throw new KubeferryError(
      'NotYet',
      `Snapshot ${request.sourceSnapshotId} is ${state}; only a completed one is copied.`,
    );
  }
  const underWay = [...world.snapshots.values()].filter(
    (it) => it.madeBy === 'copy' && isAt(it, place) && snapshotNow(world, it).state === 'pending',
  );
  if (underWay.length >= COPIES_AT_ONCE) {
    throw new KubeferryError('QuotaReached', `${underWay.length} copies are under way to ${place.region} already.`);
  }
  const key = world.keys.get(request.kmsKeyArn);
  const usable = key?.enabled && isAt(key, place);
  const described = {
    volumeId: 'vol-ffffffff',
    sizeGiB,
    encrypted: true,
    kmsKeyArn: request.kmsKeyArn,
    tags: request.tags,
    description: request.description,
  };
  const end = usable ? {} : { endsAs: 'error' as const, endMessage: 'Given key ID is not accessible' };
  return addSnapshot(world, place, described, { blocks: new Map(source.blocks), madeBy: 'copy', ...end }).snapshot.id;
}

export function createVolume(world: EbsWorld, place: MemoryPlace, request: CreateVolumeRequest): Volume {
  const token = `${place.account}/${place.region}/${request.clientToken}`;
  const before = world.volumes.get(world.tokens.get(token) ?? '');
  if (before) return structuredClone(before.volume);
  const source = world.snapshots.get(request.snapshotId);
  if (!source || !isAt(source, place)) throw notThere('snapshot', [request.snapshotId], place);
  const volume: Volume = {
    id: newId(world, 'vol'),
    state: 'creating',
    zone: request.zone,
    sizeGiB: request.sizeGiB,
    type: request.type,
    ...(request.iops === undefined ? {} : { iops: request.iops }),
    ...(request.throughputMiBps === undefined ? {} : { throughputMiBps: request.throughputMiBps }),
    encrypted: true,
    kmsKeyArn: request.kmsKeyArn,
    instanceIds: [],
    ...(request.multiAttach ? { multiAttach: true } : {}),
    snapshotId: request.snapshotId,
    tags: { ...request.tags },
  };
  const availableAt = world.clock.now().getTime() + world.delayMs;
  world.volumes.set(volume.id, { ...place, volume, blocks: new Map(source.blocks), availableAt });
  world.tokens.set(token, volume.id);
  return structuredClone(volume);
}
