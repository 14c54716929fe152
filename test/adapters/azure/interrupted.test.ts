import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pageAccess } from '../../../adapters/azure/disk-access.ts';
import { azureDiskStorage } from '../../../adapters/azure/disk-storage.ts';
import { pageBlobSink } from '../../../adapters/azure/page-blob-sink.ts';
import { azureUploadStorage, diskId, endAccess, startUpload } from '../../../adapters/azure/upload-storage.ts';
import { isTransient } from '../../../core/base/errors.ts';
import { BLOCK_BYTES } from '../../../core/base/ports/block-store.ts';
import type { ObjectStore } from '../../../core/base/ports/object-store.ts';
import type { Clone, VolumeItem } from '../../../core/base/run/envelope.ts';
import { tagsFor } from '../../../core/base/run/names.ts';
import { snapshotVolumes } from '../../../core/execute/capture/snapshot-volumes.ts';
import { keptBy } from '../../../core/execute/undo/kept.ts';
import { removeSnapshots } from '../../../core/execute/undo/remove-snapshots.ts';
import { rollBackVolumes } from '../../../core/execute/undo/roll-back-volumes.ts';
import { createVolume } from '../../../core/execute/volumes/create-volume.ts';
import { descriptionOf, noteIntents, noteMade } from '../../../core/execute/volumes/ebs-ledger.ts';
import type { PlannedVolume } from '../../../core/plan/volumes/volume-plan.ts';
import { memoryObjectStore } from '../../memory/object-store.ts';
import { sha256 } from './blob-world.ts';
import { armOf, DISKS, PLACE, type StandIn, standIn } from './stand-in.ts';

const RUN = 'run-1';
const CLAIM = 'shop/data';
const DISK = `${DISKS}/pvc-1`;
const TARGET = { ...PLACE, location: 'westeurope' };
const PLANNED = { claim: CLAIM, strategy: 'copy-blocks', sourceVolumeId: DISK, sizeGiB: 1 } as unknown as PlannedVolume;
const ITEM = {
  ...{ claim: CLAIM, sizeGiB: 1, zone: 'westeurope-1', volumeType: 'Premium_LRS', kmsKeyArn: '' },
  tags: tagsFor(RUN, CLAIM, 'target-volume'),
} as unknown as VolumeItem;

let world: StandIn;
let store: ObjectStore;
beforeEach(async () => {
  world = await standIn();
  store = memoryObjectStore();
  world.azure.addDisk({ id: DISK, location: 'westeurope', zone: '1', sizeGiB: 1, sku: 'Premium_LRS', tags: {} });
});
afterEach(() => world.azure.stop());

/** Somebody stops the run at its first error. */
let stopped = false;

/** As the machine does it: what may succeed later is asked again. */
async function again<T>(step: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await step();
    } catch (error) {
      if (stopped || !isTransient(error) || tried === 20) throw error;
      await world.clock.sleep(5_000);
    }
  }
}

async function fromAzure(): Promise<void> {
  const storage = azureDiskStorage(armOf(world), PLACE);
  await again(() => snapshotVolumes(storage, store, RUN, [PLANNED]));
  await again(() => snapshotVolumes(storage, store, RUN, [PLANNED]));
  expect(world.azure.inventory().filter((line) => line.includes('/snapshots/'))).toHaveLength(1);
}

const removeFromAzure = () =>
  again(() => removeSnapshots({ storage: azureDiskStorage(armOf(world), PLACE), step: 'source-snapshot' }, store, RUN));

async function intoAzure(): Promise<string> {
  const arm = armOf(world);
  const storage = azureUploadStorage(arm, TARGET);
  const description = descriptionOf(RUN, 'target-snapshot');
  const tags = tagsFor(RUN, CLAIM, 'target-snapshot');
  const name = await again(async () => {
    await noteIntents(store, RUN, 'target-snapshot', [{ claim: CLAIM, from: 'snap' }]);
    const made = await startUpload(
      arm,
      TARGET,
      { sizeGiB: 1, kmsKeyArn: '', tags, description, clientToken: '' },
      ITEM,
    );
    await noteMade(store, RUN, 'target-snapshot', [{ claim: CLAIM, id: made }]);
    return made;
  });
  const id = diskId(TARGET, name);
  await again(async () => {
    if ((await storage.describeSnapshot(name)).state === 'completed') return;
    const sink = pageBlobSink(await pageAccess(arm, id, 'Write'), { size: 2 ** 30 });
    const bytes = Buffer.alloc(BLOCK_BYTES, 7);
    await sink.put(5, bytes, sha256(bytes));
    await sink.seal(1, sha256(sha256(bytes)));
    await endAccess(arm, id);
  });
  const { volumeId } = await again(() => createVolume(storage, store, { cloneId: RUN } as Clone, ITEM, name));
  return volumeId;
}

/** What is being deleted goes by itself. */
async function removeIntoAzure(): Promise<void> {
  await removeDisks();
  await world.clock.sleep(10_000);
}

async function removeDisks(): Promise<void> {
  const storage = azureUploadStorage(armOf(world), TARGET);
  await again(() => rollBackVolumes(storage, store, RUN));
  await again(() => removeSnapshots({ storage, step: 'target-snapshot' }, store, RUN));
}

const WAYS = {
  'from Azure': { go: fromAzure, undo: removeFromAzure },
  'into Azure': { go: intoAzure, undo: removeIntoAzure },
} as const;
const writesOf = () =>
  [...new Set(world.calls.map(({ operation }) => operation))].filter((name) => !/-read$/.test(name));

it.each(Object.keys(WAYS) as (keyof typeof WAYS)[])(
  'leaves nothing and makes nothing twice when the answer to any call that changes something is lost: %s',
  async (way) => {
    const { go, undo } = WAYS[way];
    const before = world.azure.inventory();
    await go();
    const arrived = world.azure.inventory();
    await undo();
    expect(world.azure.inventory()).toEqual(before);
    const writes = writesOf();
    expect(writes.length).toBeGreaterThan(2);
    for (const operation of writes) {
      store = memoryObjectStore();
      const repair = world.faults.add({ on: `azure:${operation}`, nth: 1, effect: { kind: 'kill-after' } });
      await go();
      expect(world.azure.inventory(), operation).toEqual(arrived);
      await undo();
      expect(world.azure.inventory(), operation).toEqual(before);
      repair();
    }
  },
  60_000,
);

it.each(Object.keys(WAYS) as (keyof typeof WAYS)[])(
  'undoes what the first answer of any call was lost of, though lists do not show it yet: %s',
  async (way) => {
    const { go, undo } = WAYS[way];
    const before = world.azure.inventory();
    await go();
    await undo();
    await world.clock.sleep(120_000);
    for (const kind of ['disks', 'snapshots']) world.faults.add({ on: `azure:${kind}-read`, effect: { kind: 'late' } });
    for (const operation of writesOf()) {
      store = memoryObjectStore();
      stopped = true;
      const repair = world.faults.add({ on: `azure:${operation}`, nth: 1, effect: { kind: 'kill-after' } });
      await go().catch((error: Error) => expect(isTransient(error), `${operation}: ${error.message}`).toBe(true));
      stopped = false;
      repair();
      await undo();
      expect(world.azure.inventory(), operation).toEqual(before);
    }
  },
  60_000,
);

describe('a disk that has lost its tags, or never had any', () => {
  const started = async () => {
    store = memoryObjectStore();
    await noteIntents(store, RUN, 'target-snapshot', [{ claim: CLAIM, from: 'snap' }]);
    const request = { sizeGiB: 1, kmsKeyArn: '', tags: {}, clientToken: '' };
    const description = descriptionOf(RUN, 'target-snapshot');
    const tags = tagsFor(RUN, CLAIM, 'target-snapshot');
    const name = await startUpload(armOf(world), TARGET, { ...request, tags, description }, ITEM);
    return world.azure.findDisk(diskId(TARGET, name))!;
  };

  it('is removed by its name while it is filled, since nobody can use it', async () => {
    const before = world.azure.inventory();
    const disk = await started();
    disk.tags = {};
    await removeIntoAzure();
    expect(world.azure.inventory()).toEqual(before);
  });

  it('is kept once it is full, and noted: somebody may have taken them from it to keep it', async () => {
    const disk = await started();
    disk.tags = { owner: 'somebody' };
    delete disk.upload;
    await removeIntoAzure();
    expect(world.azure.inventory().join()).toContain('somebody');
    expect(await keptBy(store, RUN, 'snapshots')).toMatchObject([{ at: disk.id.split('/').at(-1) }]);
  });

  it('of another run is not touched, whatever it is called in its records', async () => {
    const disk = await started();
    disk.tags = tagsFor('run-2', CLAIM, 'target-snapshot');
    delete disk.upload;
    await removeIntoAzure();
    expect(world.azure.findDisk(disk.id)).toBeDefined();
    expect(world.azure.inventory().join()).toContain('run-2');
  });
});

it.each(Object.keys(WAYS) as (keyof typeof WAYS)[])(
  'undoes what a run had come to when its next call was denied: %s',
  async (way) => {
    const { go, undo } = WAYS[way];
    const before = world.azure.inventory();
    await go();
    await undo();
    for (const operation of writesOf()) {
      store = memoryObjectStore();
      const repair = world.faults.add({ on: `azure:${operation}`, effect: { kind: 'denied' } });
      await go().catch((error: Error) => expect(error.name, operation).toBe('AccessDenied'));
      repair();
      await undo();
      expect(world.azure.inventory(), operation).toEqual(before);
    }
  },
  60_000,
);
