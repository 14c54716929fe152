import { beforeEach, expect, it } from 'vitest';
import type { ObjectStore } from '../../../../core/base/ports/object-store.ts';
import type { VolumeStorage } from '../../../../core/base/ports/volume-storage.ts';
import { tagsFor } from '../../../../core/base/run/names.ts';
import { removeSnapshots } from '../../../../core/execute/undo/remove-snapshots.ts';
import { rollBackVolumes } from '../../../../core/execute/undo/roll-back-volumes.ts';
import { noteMade } from '../../../../core/execute/volumes/ebs-ledger.ts';
import { leapingClock } from '../../../memory/clock.ts';
import { addVolume, type EbsWorld, ebsWorld } from '../../../memory/ebs-world.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { memoryVolumeStorage } from '../../../memory/volume-storage.ts';

const DEV = { account: '444455556666', region: 'eu-west-1' };

let world: EbsWorld;
let store: ObjectStore;
let storage: VolumeStorage;
beforeEach(() => {
  world = ebsWorld(leapingClock());
  store = memoryObjectStore();
  const real = memoryVolumeStorage(world, DEV);
  const asked = new Set<string>();
  /** EC2 answers the first deletion of what is fresh with NotFound, which a deletion takes for done. */
  const late = (deletion: (id: string) => Promise<void>) => async (id: string) => {
    if (asked.has(id)) await deletion(id);
    asked.add(id);
  };
  storage = { ...real, deleteSnapshot: late(real.deleteSnapshot), deleteVolume: late(real.deleteVolume) };
});

// Promise: late-looks-undo-nothing
it('deletes a snapshot again whose first deletion found nothing', async () => {
  const { volume } = addVolume(world, DEV, 'eu-west-1a', 1);
  const { id } = await storage.createSnapshot(volume.id, tagsFor('run-1', 'shop/db', 'target-snapshot'), 'of run-1');
  await noteMade(store, 'run-1', 'target-snapshot', [{ claim: 'shop/db', id }]);
  const remove = () => removeSnapshots({ storage, step: 'target-snapshot' }, store, 'run-1');
  await expect(remove()).rejects.toMatchObject({ name: 'NotYet', message: expect.stringContaining(id) });
  expect(await remove()).toBe(1);
  expect(world.snapshots.size).toBe(0);
});

// Promise: late-looks-undo-nothing
it('deletes a volume again whose first deletion found nothing', async () => {
  const { volume } = addVolume(world, DEV, 'eu-west-1a', 1);
  Object.assign(volume, { tags: tagsFor('run-1', 'shop/db', 'target-volume') });
  await noteMade(store, 'run-1', 'target-volume', [{ claim: 'shop/db', id: volume.id }]);
  const rollBack = () => rollBackVolumes(storage, store, 'run-1');
  await expect(rollBack()).rejects.toMatchObject({ name: 'NotYet', message: expect.stringContaining(volume.id) });
  expect(await rollBack()).toEqual({ deleted: 1 });
  expect(world.volumes.size).toBe(0);
});

// Promise: late-looks-undo-nothing
it('takes nobody to have removed tags that EC2 only shows later than the snapshot', async () => {
  const { volume } = addVolume(world, DEV, 'eu-west-1a', 1);
  const real = memoryVolumeStorage(world, DEV);
  const { id } = await real.createSnapshot(volume.id, tagsFor('run-1', 'shop/db', 'target-snapshot'), 'of run-1');
  await noteMade(store, 'run-1', 'target-snapshot', [{ claim: 'shop/db', id }]);
  let looks = 0;
  const late: VolumeStorage = {
    ...real,
    findSnapshots: async () => [],
    presentSnapshots: async (ids) => {
      looks += 1;
      return (await real.presentSnapshots(ids)).map((each) => (looks === 1 ? { ...each, tags: {} } : each));
    },
  };
  expect(await removeSnapshots({ storage: late, step: 'target-snapshot' }, store, 'run-1')).toBe(1);
  expect(world.snapshots.size).toBe(0);
});
