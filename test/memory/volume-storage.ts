import { KubeferryError } from '../../core/base/errors.ts';
import type { VolumeStorage } from '../../core/base/ports/volume-storage.ts';
import { copySnapshot, createSnapshot, createVolume } from './ebs-making.ts';
import { type EbsWorld, isAt, type MemoryPlace, notThere, snapshotNow, volumeNow } from './ebs-world.ts';

/** EBS in memory, as one account sees one Region. */
export function memoryVolumeStorage(world: EbsWorld, place: MemoryPlace): VolumeStorage {
  const volume = (id: string) => find(world.volumes, 'volume', id, place);
  const snapshot = (id: string) => find(world.snapshots, 'snapshot', id, place);
  const instance = (id: string) => find(world.instances, 'instance', id, place);
  const own = <T extends MemoryPlace>(things: Map<string, T>) => [...things.values()].filter((it) => isAt(it, place));

  return {
    async describeVolumes(ids) {
      const missing = ids.filter((id) => !own(world.volumes).some((it) => it.volume.id === id));
      if (missing.length > 0) throw notThere('volume', missing, place);
      return ids.map((id) => volumeNow(world, volume(id)));
    },

    async presentVolumes(ids) {
      const there = own(world.volumes).filter((it) => ids.includes(it.volume.id));
      return there.map((it) => volumeNow(world, it));
    },

    async findVolumes(tags) {
      const all = own(world.volumes).map((it) => volumeNow(world, it));
      return all.filter((it) => carries(it.tags, tags));
    },

    async describeSnapshot(id) {
      const held = world.snapshots.get(id);
      if (held?.region === place.region && held.sharedWith.has(place.account)) return snapshotNow(world, held);
      return snapshotNow(world, snapshot(id));
    },

    async presentSnapshots(ids) {
      const there = own(world.snapshots).filter((it) => ids.includes(it.snapshot.id));
      return there.map((it) => snapshotNow(world, it));
    },

    async findSnapshots(tags) {
      const all = own(world.snapshots).map((it) => snapshotNow(world, it));
      return all.filter((it) => carries(it.tags, tags));
    },

    async snapshotsOf(volumeIds) {
      const all = own(world.snapshots).map((it) => snapshotNow(world, it));
      return all.filter((it) => volumeIds.includes(it.volumeId));
    },

    createSnapshot: async (volumeId, tags, description) =>
      createSnapshot(world, place, volume(volumeId), tags, description),

    async createSnapshots(instanceId, excludeVolumeIds, tags, description) {
      if (excludeVolumeIds.length > 40) {
        const sentence = `ExcludeDataVolumeIds has ${excludeVolumeIds.length} ids: at most 40 data volumes can be excluded.`;
        throw new KubeferryError('SnapshotFailed', sentence);
      }
      const ids = instance(instanceId).dataVolumeIds.filter((id) => !excludeVolumeIds.includes(id));
      return ids.map((id) => createSnapshot(world, place, volume(id), tags, description));
    },

    instanceTags: async (ids) =>
      new Map(ids.filter((id) => world.instances.has(id)).map((id) => [id, { ...instance(id).tags }])),

    attachedDataVolumes: async (instanceId) => [...instance(instanceId).dataVolumeIds],

    async tagSnapshot(id, tags) {
      Object.assign(snapshot(id).snapshot.tags, tags);
    },

    async shareSnapshot(id, account) {
      const held = snapshot(id);
      const key = world.keys.get(held.snapshot.kmsKeyArn ?? '');
      if (held.snapshot.encrypted && !key?.customerManaged) {
        throw new KubeferryError('AccessDenied', `Snapshot ${id} is encrypted with aws/ebs: it cannot be shared.`);
      }
      held.sharedWith.add(account);
    },

    sharedWith: async (id) => [...snapshot(id).sharedWith],

    async unshareSnapshot(id, account) {
      world.snapshots.get(id)?.sharedWith.delete(account);
    },

    copySnapshot: async (request) => copySnapshot(world, place, request),

    createVolume: async (request) => createVolume(world, place, request),

    async deleteSnapshot(id) {
      if (own(world.snapshots).some((it) => it.snapshot.id === id)) world.snapshots.delete(id);
    },

    async deleteVolume(id) {
      const held = world.volumes.get(id);
      if (!held || !isAt(held, place)) return;
      if (held.volume.state === 'in-use') throw new KubeferryError('NotYet', `Volume ${id} is still attached.`);
      world.volumes.delete(id);
    },

    async zones(subnetIds) {
      if (subnetIds.length === 0) return [...(world.zones.get(place.region) ?? [])].sort();
      return [...new Set(subnetIds.flatMap((id) => world.subnets.get(id) ?? []))].sort();
    },
  };
}

function find<T extends MemoryPlace>(things: Map<string, T>, kind: string, id: string, place: MemoryPlace): T {
  const held = things.get(id);
  if (!held || !isAt(held, place)) throw notThere(kind, [id], place);
  return held;
}

const carries = (tags: Record<string, string>, wanted: Record<string, string>) =>
  Object.entries(wanted).every(([key, value]) => tags[key] === value);
