import { beforeEach, describe, expect, it } from 'vitest';
import { KubeferryError } from '../../../../core/base/errors.ts';
import type { ObjectStore } from '../../../../core/base/ports/object-store.ts';
import type { VolumeStorage } from '../../../../core/base/ports/volume-storage.ts';
import type { Clone, VolumeItem } from '../../../../core/base/run/envelope.ts';
import { createVolume } from '../../../../core/execute/volumes/create-volume.ts';
import { leapingClock } from '../../../memory/clock.ts';
import { addSnapshot } from '../../../memory/ebs-making.ts';
import { type EbsWorld, ebsWorld } from '../../../memory/ebs-world.ts';
import { memoryObjectStore } from '../../../memory/object-store.ts';
import { memoryVolumeStorage } from '../../../memory/volume-storage.ts';

const DEV = { account: '444455556666', region: 'eu-west-1' };
const CLONE = { cloneId: 'run-1' } as Clone;
const item = { claim: 'shop/db', sizeGiB: 1, zone: 'eu-west-1a', volumeType: 'gp3', kmsKeyArn: 'key', tags: {} };

let world: EbsWorld;
let store: ObjectStore;
let snapshotId: string;
/** The rates that EC2 was asked for, and whether it has any left. */
let asked: (number | undefined)[];
let hasRate: boolean;
let target: VolumeStorage;

beforeEach(() => {
  world = ebsWorld(leapingClock());
  store = memoryObjectStore();
  asked = [];
  hasRate = true;
  const described = { volumeId: 'vol-1', sizeGiB: 1, encrypted: false, tags: {} };
  snapshotId = addSnapshot(world, DEV, described, { blocks: new Map(), madeBy: 'copy' }).snapshot.id;
  const real = memoryVolumeStorage(world, DEV);
  target = {
    ...real,
    createVolume: async (request) => {
      asked.push(request.initializationMiBps);
      if (request.initializationMiBps !== undefined && !hasRate)
        throw new KubeferryError('QuotaReached', 'The Region has no initialization rate left.');
      return real.createVolume(request);
    },
  };
});

const create = (more: Partial<VolumeItem> = {}) =>
  createVolume(target, store, CLONE, { ...item, ...more } as VolumeItem, snapshotId);

describe('a volume that is to be filled at a rate', () => {
  it('is asked for with that rate, and another one without', async () => {
    await create({ initializationMiBps: 200 });
    await create({ claim: 'shop/files' });
    expect(asked).toEqual([200, undefined]);
  });

  it('is made without where the Region has none left, and only once, however often the step runs', async () => {
    hasRate = false;
    const { volumeId } = await create({ initializationMiBps: 300 });
    hasRate = true;
    expect(await create({ initializationMiBps: 300 })).toEqual({ volumeId });
    expect(asked).toEqual([300, undefined, undefined]);
    expect(world.volumes.size).toBe(1);
  });

  it('fails as any other where something else is in the way', async () => {
    target.createVolume = () => Promise.reject(new KubeferryError('AccessDenied', 'No.'));
    await expect(create({ initializationMiBps: 300 })).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});
