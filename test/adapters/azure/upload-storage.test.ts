import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pageAccess } from '../../../adapters/azure/disk-access.ts';
import { pageBlobSink } from '../../../adapters/azure/page-blob-sink.ts';
import { uploadSink } from '../../../adapters/azure/upload-sink.ts';
import { azureUploadStorage, diskId, endAccess, startUpload } from '../../../adapters/azure/upload-storage.ts';
import { BLOCK_BYTES } from '../../../core/base/ports/block-store.ts';
import type { CreateVolumeRequest, VolumeStorage } from '../../../core/base/ports/volume-storage.ts';
import { tagsFor } from '../../../core/base/run/names.ts';
import { descriptionOf } from '../../../core/execute/volumes/ebs-ledger.ts';
import { sha256 } from './blob-world.ts';
import { armOf, GROUP, PLACE, type StandIn, standIn } from './stand-in.ts';

const TARGET = { ...PLACE, location: 'westeurope' };
const TAGS = tagsFor('run-1', 'shop/data', 'target-snapshot');
const DESCRIPTION = descriptionOf('run-1', 'target-snapshot');
const REQUEST = { sizeGiB: 1, kmsKeyArn: '', tags: TAGS, description: DESCRIPTION, clientToken: 'token' };
const WISH = { zone: 'westeurope-2', volumeType: 'Premium_LRS' };

let world: StandIn;
let storage: VolumeStorage;
beforeEach(async () => {
  world = await standIn();
  storage = azureUploadStorage(armOf(world), TARGET);
});
afterEach(() => world.azure.stop());

const start = () => startUpload(armOf(world), TARGET, REQUEST, WISH);
const volumeOf = (snapshotId: string, sizeGiB = 1): CreateVolumeRequest => ({
  ...{ snapshotId, zone: WISH.zone, sizeGiB, type: WISH.volumeType, kmsKeyArn: '', clientToken: 'volume' },
  tags: { ...tagsFor('run-1', 'shop/data', 'target-volume'), 'kubernetes.io-created-for-pvc-name': 'data' },
});

async function filled(): Promise<string> {
  const name = await start();
  const id = diskId(TARGET, name);
  const sink = pageBlobSink(await pageAccess(armOf(world), id, 'Write'), { size: 2 ** 30 });
  const bytes = Buffer.alloc(BLOCK_BYTES, 7);
  await sink.put(5, bytes, sha256(bytes));
  await sink.seal(1, sha256(sha256(bytes)));
  await endAccess(armOf(world), id);
  return name;
}

describe('a disk that a run fills in Azure', () => {
  it('is made once, however often it is asked for, and stands for a snapshot until it is complete', async () => {
    const name = await start();
    expect(await start()).toBe(name);
    expect(
      (await storage.findSnapshots(TAGS)).map(({ id, state, description }) => ({ id, state, description })),
    ).toEqual([{ id: name, state: 'pending', description: DESCRIPTION }]);
  });

  it('becomes the volume itself, of its zone, type and size, with nothing left that a clean-up would remove', async () => {
    const name = await filled();
    expect((await storage.describeSnapshot(name)).state).toBe('completed');
    const made = await storage.createVolume(volumeOf(name, 2));
    expect(made).toMatchObject({
      ...{ id: diskId(TARGET, name), state: 'available', zone: 'westeurope-2', type: 'Premium_LRS', sizeGiB: 2 },
      ...{ snapshotId: name, encrypted: true, tags: volumeOf(name).tags },
    });
    // Azure's lists write the names of resource groups in capitals at times.
    world.azure.findDisk(made.id)!.id = made.id.replace('/MC_shop', '/MC_SHOP');
    expect((await storage.findVolumes({})).map(({ id }) => id)).toEqual([made.id]);
    expect(await storage.createVolume(volumeOf(name, 2))).toEqual(made);
    expect(await storage.presentSnapshots([name])).toEqual([]);
    expect(await storage.findSnapshots(TAGS)).toEqual([]);
    expect((await storage.presentVolumes([made.id.toLowerCase()])).map(({ id }) => id)).toEqual([made.id]);
    expect(world.azure.findDisk(made.id)?.blob.read(5 * BLOCK_BYTES, 1)[0]).toBe(7);
  });

  it('has sectors of 512 bytes where its SKU has a choice, as the image that it is filled with', async () => {
    const name = await startUpload(armOf(world), TARGET, REQUEST, { ...WISH, volumeType: 'PremiumV2_LRS' });
    const id = diskId(TARGET, name);
    await pageBlobSink(await pageAccess(armOf(world), id, 'Write'), { size: 2 ** 30 }).seal(0, sha256(Buffer.alloc(0)));
    await endAccess(armOf(world), id);
    expect((await storage.describeSnapshot(name)).state).toBe('completed');
    expect(await storage.presentVolumes([id])).toEqual([]);
    const made = await storage.createVolume({ ...volumeOf(name), type: 'PremiumV2_LRS' });
    expect(made).toMatchObject({ id, type: 'PremiumV2_LRS', state: 'available' });
    expect(made).not.toHaveProperty('sectorBytes');
  });

  it('is encrypted by the set that it is asked for with, which its identity has to have a right to read', async () => {
    const encryptionSet = `${GROUP}/providers/Microsoft.Compute/diskEncryptionSets/own`;
    const name = await startUpload(armOf(world), TARGET, REQUEST, { ...WISH, encryptionSet });
    expect(world.azure.findDisk(diskId(TARGET, name))).toMatchObject({ encryptionSet });
    await (await uploadSink(armOf(world), TARGET, { disk: name, size: 2 ** 30 })).seal(0, sha256(Buffer.alloc(0)));
    expect(await storage.createVolume(volumeOf(name))).toMatchObject({ encryptionSet, encrypted: true });
    const foreign = encryptionSet.replace(PLACE.nodeResourceGroup, 'keys');
    const asked = startUpload(
      armOf(world),
      TARGET,
      { ...REQUEST, description: 'other' },
      { ...WISH, encryptionSet: foreign },
    );
    await expect(asked).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringMatching(/LinkedAuthorizationFailed.*diskEncryptionSets\/read.*keys/),
    });
  });

  it('is in no zone where its SKU is kept in all of them', async () => {
    const name = await startUpload(armOf(world), TARGET, REQUEST, { ...WISH, volumeType: 'Premium_ZRS' });
    expect(world.azure.findDisk(diskId(TARGET, name))).toMatchObject({ sku: 'Premium_ZRS' });
    expect(world.azure.findDisk(diskId(TARGET, name))).not.toHaveProperty('zone');
  });

  it.each(['while it is filled', 'once it is the volume'])(
    'is removed %s, twice without harm, with every access to it',
    async (when) => {
      const before = world.azure.inventory();
      const name = when === 'while it is filled' ? await start() : await filled();
      if (when === 'while it is filled') await pageAccess(armOf(world), diskId(TARGET, name), 'Write');
      else await storage.createVolume(volumeOf(name));
      const remove = () =>
        when === 'while it is filled' ? storage.deleteSnapshot(name) : storage.deleteVolume(diskId(TARGET, name));
      await remove();
      while (world.azure.inventory().length > before.length) await world.clock.sleep(5_000);
      await remove();
      expect(world.azure.inventory()).toEqual(before);
      expect(world.azure.findDisk(diskId(TARGET, name))).toBeUndefined();
    },
  );

  it('is the volume of the clone for good, though a late attempt asks for the upload once more', async () => {
    const name = await filled();
    const made = await storage.createVolume(volumeOf(name));
    expect(await start()).toBe(name);
    expect((await storage.presentVolumes([made.id]))[0]!.tags).toEqual(volumeOf(name).tags);
    expect(await storage.findSnapshots(TAGS)).toEqual([]);
  });

  it('stays as the volume of the clone where a list shows it late as an upload to be removed', async () => {
    const name = await filled();
    const [listed] = await storage.presentSnapshots([name]);
    const { id } = await storage.createVolume(volumeOf(name));
    await storage.deleteSnapshot(listed!.id);
    expect((await storage.presentVolumes([id])).map(({ state }) => state)).toEqual(['available']);
  });

  it('is never one of another resource group or subscription, whatever a record names', async () => {
    const [id, other] = [diskId(TARGET, 'pvc-1'), '44444444-4444-4444-8444-444444444444'];
    const foreign = [id.replace(PLACE.nodeResourceGroup, 'MC_other'), id.replace(PLACE.subscription, other), 'pvc-1'];
    for (const each of foreign) await expect(storage.deleteVolume(each)).rejects.toThrow('runs delete no other');
    expect(world.calls).toEqual([]);
  });
});
