import { afterEach, expect, it } from 'vitest';
import { azureDiskStorage } from '../../../adapters/azure/disk-storage.ts';
import type { Clone } from '../../../core/base/run/envelope.ts';
import { keysOf } from '../../../core/base/run/keys.ts';
import { writeRecord } from '../../../core/base/run/records.ts';
import { snapshotVolumes } from '../../../core/execute/capture/snapshot-volumes.ts';
import { removeSnapshots } from '../../../core/execute/undo/remove-snapshots.ts';
import type { PlannedVolume } from '../../../core/plan/volumes/volume-plan.ts';
import { leapingClock } from '../../memory/clock.ts';
import { memoryObjectStore } from '../../memory/object-store.ts';
import { armOf, DISKS, PLACE, type StandIn, standIn } from './stand-in.ts';

const RUN = 'clone-of-pull-request-7';
const DISK = `${DISKS}/pvc-1`;
const PLANNED = { claim: 'shop/db', strategy: 'copy-blocks', sourceVolumeId: DISK, sizeGiB: 1 } as PlannedVolume;
const HUNDRED_DAYS_MS = 100 * 86_400_000;

let world: StandIn;
afterEach(() => world.azure.stop());

/** A run of that name, of whose earlier one no record is left. */
async function run() {
  const store = memoryObjectStore();
  const storage = azureDiskStorage(armOf(world), PLACE);
  const clone = { cloneId: RUN, startedAt: world.clock.now().toISOString() } as Clone;
  await writeRecord(store, keysOf(RUN).clone, { clone });
  await world.clock.sleep(60_000);
  return {
    take: () => snapshotVolumes(storage, store, RUN, [PLANNED]),
    remove: () => removeSnapshots({ storage, step: 'source-snapshot' }, store, RUN),
  };
}

// Promise: namesakes-are-others
it('clones no disk as it was for an earlier run of the same name, whose snapshot is kept, and removes none of it', async () => {
  world = await standIn({ clock: leapingClock() });
  world.azure.addDisk({ id: DISK, location: 'westeurope', sizeGiB: 1, sku: 'Premium_LRS', tags: {} });
  await (await run()).take();
  const kept = world.azure.inventory();
  await world.clock.sleep(HUNDRED_DAYS_MS);
  const { take, remove } = await run();
  await expect(take()).rejects.toMatchObject({
    name: 'InvalidRequest',
    message: expect.stringMatching(/of an earlier run that was called clone-of-pull-request-7 too.*another name/),
  });
  await remove();
  expect(world.azure.inventory()).toEqual(kept);
});

it('finds its own again, whose answer was lost', async () => {
  world = await standIn({ clock: leapingClock() });
  world.azure.addDisk({ id: DISK, location: 'westeurope', sizeGiB: 1, sku: 'Premium_LRS', tags: {} });
  const before = world.azure.inventory();
  const { take, remove } = await run();
  world.faults.add({ on: 'azure:snapshots-write', nth: 1, effect: { kind: 'kill-after' } });
  await expect(take()).rejects.toMatchObject({ name: 'Unavailable' });
  await take();
  expect(world.azure.inventory()).toHaveLength(2);
  await expect(remove()).rejects.toMatchObject({ name: 'NotYet' });
  await world.clock.sleep(60_000);
  await remove();
  expect(world.azure.inventory()).toEqual(before);
});
