import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lastingAccess, pageAccess, snapshotAccess } from '../../../adapters/azure/disk-access.ts';
import { azureDiskStorage, snapshotId } from '../../../adapters/azure/disk-storage.ts';
import { pageBlobSource } from '../../../adapters/azure/page-blob-source.ts';
import type { ResourceManager } from '../../../adapters/azure/resource-manager.ts';
import { uploadSink } from '../../../adapters/azure/upload-sink.ts';
import { azureUploadStorage, diskId, endAccess, startUpload } from '../../../adapters/azure/upload-storage.ts';
import { BLOCK_BYTES } from '../../../core/base/ports/block-store.ts';
import { GIB } from '../../../core/base/sizes.ts';
import { leapingClock } from '../../memory/clock.ts';
import { sha256 } from './blob-world.ts';
import { armOf, DISKS, PLACE, type StandIn, standIn } from './stand-in.ts';

const TARGET = { ...PLACE, location: 'westeurope' };
const REQUEST = { sizeGiB: 1, kmsKeyArn: '', tags: {}, description: 'upload', clientToken: 'token' };
const DAY_MS = 86_400_000;

let world: StandIn;
let arm: ResourceManager;
beforeEach(async () => {
  world = await standIn({ clock: leapingClock() });
  arm = armOf(world);
});
afterEach(() => world.azure.stop());

const granted = () => world.calls.filter(({ operation }) => operation.endsWith('-beginGetAccess')).length;
const bytesOf = (index: number) => Buffer.alloc(BLOCK_BYTES, index + 1);

describe('a disk that takes more than a day to fill', () => {
  const started = async () => {
    const disk = await startUpload(arm, TARGET, REQUEST, { zone: '', volumeType: 'Premium_LRS' });
    const sink = await uploadSink(arm, TARGET, { disk, size: GIB });
    return { disk, put: (index: number) => sink.put(index, bytesOf(index), sha256(bytesOf(index))), seal: sink.seal };
  };

  it('is granted another access for the same pages, once for all that write at the time, and is sealed', async () => {
    const { disk, put, seal } = await started();
    await put(0);
    await world.clock.sleep(DAY_MS + 1_000);
    await Promise.all([1, 2, 3, 4, 5].map(put));
    expect(granted()).toBe(2);
    await world.clock.sleep(DAY_MS + 1_000);
    await seal(6, sha256(Buffer.alloc(0)));
    expect(granted()).toBe(3);
    expect(await azureUploadStorage(arm, TARGET).describeSnapshot(disk)).toMatchObject({ state: 'completed' });
    const { blob } = world.azure.findDisk(diskId(TARGET, disk))!;
    for (let index = 0; index < 6; index++) expect(blob.read(index * BLOCK_BYTES, 1)[0]).toBe(index + 1);
  });

  it('is told that its access has ended where Azure grants no other one, and is asked but once', async () => {
    const { disk, put, seal } = await started();
    await put(0);
    await seal(1, sha256(Buffer.alloc(0)));
    await endAccess(arm, diskId(TARGET, disk));
    const before = granted();
    await expect(put(1)).rejects.toMatchObject({
      name: 'Unavailable',
      message: expect.stringMatching(/Could not write block 1.*AuthenticationFailed/),
    });
    expect(granted()).toBe(before + 1);
  });

  it('is not kept open for longer than Azure grants', async () => {
    const { disk } = await started();
    const body = { access: 'Write', durationInSeconds: 61 * 86_400 };
    const asked = { what: 'ask', method: 'POST', id: `${diskId(TARGET, disk)}/beginGetAccess` } as const;
    await expect(arm.whole({ ...asked, version: '2024-03-02', body })).rejects.toThrow(/60 days/);
  });
});

describe('a snapshot that takes more than a day to read', () => {
  const taken = async (description: string) => {
    const storage = azureDiskStorage(arm, PLACE);
    const { id } = await storage.createSnapshot(`${DISKS}/pvc-1`, {}, description);
    await world.clock.sleep(60_000);
    return id;
  };
  beforeEach(() => {
    const disk = { id: `${DISKS}/pvc-1`, location: 'westeurope', sizeGiB: 1, sku: 'Premium_LRS', tags: {} };
    world.azure.addDisk(disk).blob.write(3 * BLOCK_BYTES, bytesOf(3));
  });

  it('is read on with another access, and the blocks are those that were listed', async () => {
    const name = await taken('first');
    const source = pageBlobSource(await snapshotAccess(arm, PLACE, name, 1), { size: GIB });
    const [block] = (await Array.fromAsync(source.list())).flat();
    await world.clock.sleep(DAY_MS + 1_000);
    const { bytes } = await source.get(block!);
    expect(Buffer.from(bytes).equals(bytesOf(3))).toBe(true);
    expect(granted()).toBe(2);
  });

  it.each([
    ['the later', 'second'],
    ['the earlier', 'first'],
  ])('is compared with an earlier one though the access to %s has ended', async (_, which) => {
    const first = await taken('first');
    world.azure.findDisk(`${DISKS}/pvc-1`)!.blob.write(9 * BLOCK_BYTES, bytesOf(9));
    const second = await taken('second');
    const source = pageBlobSource(await lastingAccess(arm, snapshotId(PLACE, second), 'Read'), {
      size: GIB,
      previousSnapshot: await lastingAccess(arm, snapshotId(PLACE, first), 'Read'),
    });
    await endAccess(arm, snapshotId(PLACE, which === 'first' ? first : second));
    expect((await Array.fromAsync(source.list())).flat().map(({ index }) => index)).toEqual([9]);
  });

  it('is removed though somebody opens another access while it goes', async () => {
    const name = await taken('first');
    const id = snapshotId(PLACE, name);
    let late = 1;
    const interfering: ResourceManager = {
      ...arm,
      call: async (given) => {
        if (given.method === 'DELETE' && late-- > 0) await pageAccess(arm, id, 'Read');
        return arm.call(given);
      },
    };
    await azureDiskStorage(interfering, PLACE).deleteSnapshot(name);
    await world.clock.sleep(60_000);
    expect(world.azure.inventory().filter((line) => line.includes('/snapshots/'))).toEqual([]);
  });
});
