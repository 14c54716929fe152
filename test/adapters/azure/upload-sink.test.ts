import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ResourceManager } from '../../../adapters/azure/resource-manager.ts';
import { uploadSink } from '../../../adapters/azure/upload-sink.ts';
import { azureUploadStorage, diskId, endAccess, startUpload } from '../../../adapters/azure/upload-storage.ts';
import { BLOCK_BYTES } from '../../../core/base/ports/block-store.ts';
import { GIB } from '../../../core/base/sizes.ts';
import { sha256 } from './blob-world.ts';
import { armOf, PLACE, ROLE, type StandIn, standIn } from './stand-in.ts';

const TARGET = { ...PLACE, location: 'westeurope' };
const REQUEST = { sizeGiB: 1, kmsKeyArn: '', tags: {}, description: 'upload', clientToken: 'token' };
const VOLUME = { zone: '', sizeGiB: 1, type: 'Premium_LRS', kmsKeyArn: '', clientToken: 'volume', tags: {} };
const BYTES = Buffer.alloc(BLOCK_BYTES, 7);

let world: StandIn;
let arm: ResourceManager;
let disk: string;
beforeEach(async () => {
  world = await standIn();
  arm = armOf(world);
  disk = await startUpload(arm, TARGET, REQUEST, { zone: '', volumeType: 'Premium_LRS' });
});
afterEach(() => world.azure.stop());

const open = () => uploadSink(arm, TARGET, { disk, size: GIB });
const put = async (index: number) => (await open()).put(index, BYTES, sha256(BYTES));
const seal = async (blocks: number) => (await open()).seal(blocks, sha256(BYTES));
/** As somebody may do by hand, and a late roll-back. */
const endHalfWritten = async () => {
  await put(3);
  await endAccess(arm, diskId(TARGET, disk));
  delete world.azure.findDisk(diskId(TARGET, disk))!.upload;
};

describe('an upload that ended', () => {
  it('is sealed once more where the answer to its seal was lost', async () => {
    await put(3);
    await seal(1);
    await seal(1);
    expect(world.azure.inventory().join()).not.toContain('with access');
    expect(await azureUploadStorage(arm, TARGET).describeSnapshot(disk)).toMatchObject({ state: 'completed' });
  });

  it('before all blocks were written takes none for written, and is never sealed', async () => {
    await endHalfWritten();
    await expect(put(4)).rejects.toMatchObject({ name: 'DataCorrupt', message: expect.stringContaining('has ended') });
    await expect(seal(2)).rejects.toMatchObject({
      name: 'DataCorrupt',
      message: expect.stringContaining('ended with 1 written blocks, but 2 were put'),
    });
  });
});

describe('an upload that has not ended', () => {
  it('is not made the volume of a clone, and stays open', async () => {
    await put(3);
    const made = azureUploadStorage(arm, TARGET).createVolume({ ...VOLUME, snapshotId: disk });
    await expect(made).rejects.toMatchObject({ name: 'NotYet' });
    await put(4);
  });

  it('is no complete one as long as Azure says no state of it', async () => {
    const stateless: ResourceManager = {
      ...arm,
      call: async (given) => {
        const answer = await arm.call(given);
        const { properties, ...rest } = answer.body as { properties: object };
        return { ...answer, body: { ...rest, properties: { ...properties, diskState: undefined } } };
      },
    };
    const seen = await azureUploadStorage(stateless, TARGET).describeSnapshot(disk);
    expect(seen.state).toBe('pending');
  });
});

describe('pages of a disk', () => {
  it('are written by whoever has asked for the access to them, and by no role that may not any more', async () => {
    await put(3);
    const by = ROLE.split('/').at(-1)!;
    const undo = world.faults.add({ on: 'page-blobs:PutPage', by, effect: { kind: 'denied' } });
    await expect(put(4)).rejects.toMatchObject({ name: 'AccessDenied' });
    undo();
    world.faults.add({ on: 'page-blobs:PutPage', by: 'another', effect: { kind: 'denied' } });
    await put(5);
    const pages = world.calls.filter(({ operation }) => operation === 'PutPage');
    expect(pages.map(({ principalArn, allowed }) => [principalArn, allowed])).toEqual([
      [ROLE, true],
      [ROLE, false],
      [ROLE, true],
    ]);
  });
});
