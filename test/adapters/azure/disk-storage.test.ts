import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { snapshotAccess } from '../../../adapters/azure/disk-access.ts';
import { volumeFromDisk } from '../../../adapters/azure/disk-shapes.ts';
import { azureDiskStorage } from '../../../adapters/azure/disk-storage.ts';
import { pageBlobSource } from '../../../adapters/azure/page-blob-source.ts';
import { BLOCK_BYTES } from '../../../core/base/ports/block-store.ts';
import type { VolumeStorage } from '../../../core/base/ports/volume-storage.ts';
import { tagsFor } from '../../../core/base/run/names.ts';
import { descriptionOf } from '../../../core/execute/volumes/ebs-ledger.ts';
import { armOf, DISKS, PLACE, type StandIn, standIn } from './stand-in.ts';

let world: StandIn;
let storage: VolumeStorage;
beforeEach(async () => {
  world = await standIn();
  storage = azureDiskStorage(armOf(world), PLACE);
  world.azure.addDisk({
    id: DISK,
    location: 'westeurope',
    zone: '2',
    sizeGiB: 1,
    sku: 'Premium_LRS',
    tags: { 'kubernetes.io-created-for-pv-name': 'pvc-1' },
    managedBy: `/subscriptions/x/resourceGroups/${PLACE.nodeResourceGroup}/virtualMachineScaleSets/np/virtualMachines/0`,
  });
});
afterEach(() => world.azure.stop());

const DISK = `${DISKS}/pvc-1`;
const TAGS = tagsFor('run-1', 'shop/data', 'source-snapshot');
const DESCRIPTION = descriptionOf('run-1', 'source-snapshot');
const completed = async (id: string) => {
  while ((await storage.describeSnapshot(id)).state !== 'completed') await world.clock.sleep(5_000);
};

describe('disks of a cluster of AKS', () => {
  it('are described as PersistentVolumes name them, in the zone that nodes say, whatever the letters of their ids', async () => {
    const asked = DISK.replace('/resourceGroups/MC_', '/resourcegroups/mc_');
    const [volume] = await storage.describeVolumes([asked]);
    expect(volume).toMatchObject({
      id: asked,
      cloud: 'azure',
      zone: 'westeurope-2',
      sizeGiB: 1,
      type: 'gp3',
      state: 'in-use',
    });
  });

  it('are asked again for a snapshot where others have taken as many as Azure takes in five minutes', async () => {
    const take = (run: string) => storage.createSnapshot(DISK, tagsFor(run, 'shop/data', 'source-snapshot'), run);
    for (let number = 1; number <= 7; number++) await take(`run-${number}`);
    await expect(take('run-8')).rejects.toMatchObject({
      name: 'QuotaReached',
      message: expect.stringContaining('Azure takes seven snapshots of a disk in five'),
    });
  });

  it('tell sectors that are not those of an image that can be read', async () => {
    const disk = { location: 'westeurope', sizeGiB: 1, tags: {} };
    world.azure.addDisk({ ...disk, id: `${DISKS}/v2`, sku: 'PremiumV2_LRS' });
    const [plain, v2] = await storage.describeVolumes([DISK, `${DISKS}/v2`]);
    expect(plain).not.toHaveProperty('sectorBytes');
    expect(v2).toMatchObject({ sectorBytes: 4_096 });
  });

  it('tell those that nodes start from, which are in the same resource group', () => {
    const disk = { id: DISK, name: 'pvc-1', location: 'westeurope' };
    expect(volumeFromDisk(DISK, { ...disk, properties: { osType: 'Linux' } })).toMatchObject({
      endsWithInstance: true,
    });
    expect(volumeFromDisk(DISK, { ...disk, properties: {} })).not.toHaveProperty('endsWithInstance');
  });

  it('that are not in the node resource group are named all at once', async () => {
    await expect(storage.describeVolumes([DISK, `${DISKS}/b`, `${DISKS}/c`])).rejects.toThrow(
      /disk \S+\/b, \S+\/c in resource group MC_shop/,
    );
  });

  it('get one snapshot of a run, however often it is asked for', async () => {
    const first = await storage.createSnapshot(DISK, TAGS, DESCRIPTION);
    const second = await storage.createSnapshot(DISK, TAGS, DESCRIPTION);
    expect(second.id).toBe(first.id);
    expect(first.state).toBe('pending');
    const [found] = await storage.findSnapshots(TAGS);
    expect(found).toMatchObject({ id: first.id, volumeId: DISK, description: DESCRIPTION, tags: TAGS });
  });

  it('are read as they were when their snapshot was taken', async () => {
    const disk = world.azure.findDisk(DISK)!;
    disk.blob.write(3 * BLOCK_BYTES, Buffer.alloc(BLOCK_BYTES, 7));
    const { id } = await storage.createSnapshot(DISK, TAGS, DESCRIPTION);
    disk.blob.write(3 * BLOCK_BYTES, Buffer.alloc(BLOCK_BYTES, 8));
    await completed(id);
    const source = pageBlobSource(await snapshotAccess(armOf(world), PLACE, id, 1), { size: 2 ** 30 });
    const blocks = (await Array.fromAsync(source.list())).flat();
    expect(blocks.map(({ index }) => index)).toEqual([3]);
    const { bytes } = await source.get(blocks[0]!);
    expect(Buffer.from(bytes).equals(Buffer.alloc(BLOCK_BYTES, 7))).toBe(true);
  });

  it('are not read where they were resized after the plan, since what is behind it would be left out', async () => {
    world.azure.findDisk(DISK)!.sizeGiB = 2;
    const { id } = await storage.createSnapshot(DISK, TAGS, DESCRIPTION);
    await completed(id);
    await expect(snapshotAccess(armOf(world), PLACE, id, 1)).rejects.toMatchObject({
      name: 'VerificationFailed',
      message: expect.stringMatching(/has 2 GiB, planned was 1.*start the clone again/),
    });
  });

  it('are left with neither snapshot nor access once a run is over, and their addresses open nothing', async () => {
    const before = world.azure.inventory();
    const { id } = await storage.createSnapshot(DISK, TAGS, DESCRIPTION);
    await completed(id);
    const url = (await snapshotAccess(armOf(world), PLACE, id, 1)).url();
    await storage.deleteSnapshot(id);
    while ((await storage.presentSnapshots([id])).length > 0) await world.clock.sleep(5_000);
    await storage.deleteSnapshot(id);
    expect(world.azure.inventory()).toEqual(before);
    await expect(Array.fromAsync(pageBlobSource(url, { size: 2 ** 30 }).list())).rejects.toThrow(/Could not list/);
  });

  it('have snapshots that stay, which nobody reads any more by the address of a run that is over', async () => {
    const { id } = await storage.createSnapshot(DISK, TAGS, DESCRIPTION);
    await completed(id);
    const url = (await snapshotAccess(armOf(world), PLACE, id, 1)).url();
    await storage.endReading!(id);
    await storage.endReading!('kubeferry-gone');
    expect(await storage.presentSnapshots([id])).toHaveLength(1);
    await expect(Array.fromAsync(pageBlobSource(url, { size: 2 ** 30 }).list())).rejects.toThrow(/Could not list/);
  });

  it('are told from others that were made under their names', async () => {
    const { id } = await storage.createSnapshot(DISK, TAGS, DESCRIPTION);
    const [{ uniqueId } = {}] = await storage.describeVolumes([DISK]);
    expect(uniqueId).toBeTruthy();
    expect(await storage.describeSnapshot(id)).toMatchObject({ volumeUniqueId: uniqueId });
    world.azure.addDisk(world.azure.findDisk(DISK)!);
    const [again] = await storage.describeVolumes([DISK]);
    expect(again?.uniqueId).not.toBe(uniqueId);
  });
});

describe('a snapshot that somebody copied with its tags', () => {
  it('is not taken for one of the run', async () => {
    const { id } = await storage.createSnapshot(DISK, TAGS, DESCRIPTION);
    const made = world.azure.findDisk(`${DISKS.replace('/disks', '/snapshots')}/${id}`)!;
    const other = made.id.replace(id, 'nightly-copy');
    world.azure.addDisk({ ...made, id: other });
    const found = await storage.findSnapshots(TAGS);
    expect(found.map(({ id: name, description }) => [name, description]).toSorted()).toEqual(
      [
        [id, DESCRIPTION],
        ['nightly-copy', ''],
      ].toSorted(),
    );
  });
});
