import { beforeEach, describe, expect, it } from 'vitest';
import type { VolumeStorage } from '../../../../core/base/ports/volume-storage.ts';
import type { VolumeItem } from '../../../../core/base/run/envelope.ts';
import { keysOf } from '../../../../core/base/run/keys.ts';
import { readLines } from '../../../../core/base/run/records.ts';
import { snapshotVolumes } from '../../../../core/execute/capture/snapshot-volumes.ts';
import type { PlannedVolume } from '../../../../core/plan/volumes/volume-plan.ts';
import { readProgress } from '../../../../core/reporting/progress/read-progress.ts';
import { leapingClock } from '../../../memory/clock.ts';
import { addInstance, addVolume, type EbsWorld, ebsWorld } from '../../../memory/ebs-world.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { memoryVolumeStorage } from '../../../memory/volume-storage.ts';

const place = { account: '222233334444', region: 'us-east-1' };
let world: EbsWorld;
let planned: PlannedVolume[];

/** Two volumes on one node, beside a third that nobody clones, and one volume on no node. */
beforeEach(() => {
  world = ebsWorld(leapingClock());
  const make = () => addVolume(world, place, 'us-east-1a', 1);
  const [root, db, files, other, loose] = [make(), make(), make(), make(), make()];
  addInstance(world, place, root, [db, files, other]);
  planned = [db, files, loose].map(({ volume }, at) => plan(`shop/claim-${at}`, volume.id));
});

const plan = (claim: string, sourceVolumeId: string): PlannedVolume => ({
  claim,
  sourceVolumeId,
  strategy: 'share-and-copy',
  reason: '',
  sourceZone: 'us-east-1a',
  sizeGiB: 1,
  zone: 'eu-west-1a',
  volumeType: 'gp3',
  kmsKeyArn: 'arn:aws:kms:eu-west-1:444455556666:key/k',
  tags: {},
  dollars: 0,
  minutes: 0,
});

describe('the snapshots of a capture', () => {
  // Promise: one-point-in-time-per-node
  it('take the volumes of one node in one call, and none that nobody clones', async () => {
    const store = memoryObjectStore();
    const calls: string[] = [];
    await snapshotVolumes(recording(calls), store, 'run', planned);
    expect(calls.filter((call) => call.startsWith('create'))).toEqual(['createSnapshots', 'createSnapshot']);
    const items = await readLines<VolumeItem>(store, keysOf('run').volumes, 'test');
    const volumes = items.map((item) => world.snapshots.get(item.origin.snapshotId)?.snapshot.volumeId);
    expect(volumes).toEqual(planned.map((volume) => volume.sourceVolumeId));
    expect(world.snapshots.size).toBe(3);
  });

  it('count in the time that is left of a volume, where the plan expects them to take long', async () => {
    const store = memoryObjectStore();
    const slow = planned.map((volume, at) => (at === 1 ? { ...volume, snapshotMinutes: 67 } : volume));
    await snapshotVolumes(memoryVolumeStorage(world, place), store, 'run', slow);
    const [usual, first] = (await readProgress(store, 'run', true)).map(({ plannedSeconds }) => plannedSeconds);
    expect(first! - usual!).toBe(67 * 60);
  });

  it('have files of a backup written to the end of a volume that is to be larger, and blocks to the end of the snapshot', async () => {
    const store = memoryObjectStore();
    const files: PlannedVolume['origin'] = {
      kind: 'files',
      name: 'nightly',
      repository: { type: 'restic', bucket: 'b', prefix: 'p' },
      snapshotId: 'a1',
      takenAt: '',
      losses: [],
    };
    const [first, second] = planned.map((volume) => ({ ...volume, sizeGiB: 20, grownFromGiB: 1 }));
    const grown: PlannedVolume[] = [first!, { ...second!, strategy: 'write-image', origin: files }];
    await snapshotVolumes(memoryVolumeStorage(world, place), store, 'run', grown);
    const items = await readLines<VolumeItem>(store, keysOf('run').volumes, 'test');
    expect(items.map(({ sizeGiB, sourceGiB }) => [sizeGiB, sourceGiB])).toEqual([
      [20, 1],
      [20, undefined],
    ]);
  });

  it.each([
    ['before the call', 'createSnapshots'],
    ['between the look and the call', 'attachedDataVolumes'],
  ] as const)('are taken singly of volumes that leave their node %s', async (_, last) => {
    const store = memoryObjectStore();
    const calls: string[] = [];
    const storage = recording(calls);
    const leaving = new Proxy(storage, {
      get:
        (target, name: keyof VolumeStorage) =>
        async (...inputs: unknown[]) => {
          if (name === 'createSnapshots') {
            for (const { sourceVolumeId } of planned) {
              Object.assign(world.volumes.get(sourceVolumeId)!.volume, { state: 'available', instanceIds: [] });
            }
            if (last === 'createSnapshots') throw new Error('No volumes are left to snapshot after the exclusions');
            return [];
          }
          return (target[name] as (...args: unknown[]) => Promise<unknown>)(...inputs);
        },
    });
    await snapshotVolumes(leaving, store, 'run', planned);
    expect(calls.filter((call) => call === 'createSnapshot')).toHaveLength(3);
    expect(await readLines<VolumeItem>(store, keysOf('run').volumes, 'test')).toHaveLength(3);
  });

  it('are taken singly on a node with more other volumes than one call can leave out', async () => {
    const more = Array.from({ length: 45 }, () => addVolume(world, place, 'us-east-1a', 1));
    const [instance] = world.instances.values();
    instance!.dataVolumeIds.push(...more.map(({ volume }) => volume.id));
    const calls: string[] = [];
    await snapshotVolumes(recording(calls), memoryObjectStore(), 'run', planned);
    expect(calls.filter((call) => call.startsWith('create'))).toEqual(Array(3).fill('createSnapshot'));
    expect(world.snapshots.size).toBe(3);
  });

  it('leave a skipped volume alone', async () => {
    const skipping = planned.map((volume): PlannedVolume => ({ ...volume, strategy: 'skip' }));
    await expect(snapshotVolumes(recording([]), memoryObjectStore(), 'run', skipping)).resolves.toEqual({ volumes: 0 });
    expect(world.snapshots.size).toBe(0);
  });

  // Promise: waits-for-capacity
  it('are waited for by name while EC2 takes no more of a volume at a time, and no longer', async () => {
    const store = memoryObjectStore();
    const storage = memoryVolumeStorage(world, place);
    const [, , loose] = planned;
    world.delayMs = 3_600_000;
    for (let at = 0; at < 5; at++) await storage.createSnapshot(loose!.sourceVolumeId, {}, 'of others');
    await expect(snapshotVolumes(storage, store, 'run', planned)).rejects.toMatchObject({ name: 'QuotaReached' });
    const waiting = await readProgress(store, 'run', true);
    expect(waiting.map(({ claim, stage, waitingFor }) => [claim, stage, waitingFor])).toEqual([
      ['shop/claim-0', 'waiting', undefined],
      ['shop/claim-1', 'waiting', undefined],
      ['shop/claim-2', 'waiting', expect.stringMatching(/^a free place among the snapshots that may be pending/)],
    ]);
    expect(await readProgress(store, 'run', false), 'of a run that is over').toEqual([]);

    for (const each of world.snapshots.values()) each.readyAt = 0;
    await snapshotVolumes(storage, store, 'run', planned);
    for (const volume of await readProgress(store, 'run', true)) expect(volume).not.toHaveProperty('waitingFor');
    expect(await store.get(keysOf('run').snapshotsWait)).toBeUndefined();
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'are the same when the function dies after its call number %i and runs again',
    async (last) => {
      const store = memoryObjectStore();
      await snapshotVolumes(recording([], last), store, 'run', planned).catch((error) =>
        expect(String(error)).toContain('killed'),
      );
      await snapshotVolumes(recording([]), store, 'run', planned);
      const items = await readLines<VolumeItem>(store, keysOf('run').volumes, 'test');
      expect(world.snapshots.size).toBe(3);
      for (const item of items) {
        const { volumeId, tags } = world.snapshots.get(item.origin.snapshotId)!.snapshot;
        expect([volumeId, tags['kubeferry:claim']]).toEqual([
          planned.find(({ claim }) => claim === item.claim)?.sourceVolumeId,
          item.claim,
        ]);
      }
    },
  );
});

/** The memory EC2, noting each call, and dying after the n-th one had its effect. */
function recording(calls: string[], dieAfter = Number.POSITIVE_INFINITY): VolumeStorage {
  const storage = memoryVolumeStorage(world, place);
  return new Proxy(storage, {
    get:
      (target, name: keyof VolumeStorage) =>
      async (...inputs: unknown[]) => {
        const output = await (target[name] as (...args: unknown[]) => Promise<unknown>)(...inputs);
        calls.push(name);
        if (calls.length === dieAfter) throw new Error('killed');
        return output;
      },
  });
}
