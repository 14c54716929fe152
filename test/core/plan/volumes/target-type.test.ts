import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Volume } from '../../../../core/base/ports/volume-storage.ts';
import { targetType } from '../../../../core/plan/volumes/target-type.ts';
import { performanceOf } from '../../../../emulator/aws/ec2/volumes/volume-types.ts';

const source: Volume = {
  id: 'vol-1',
  state: 'in-use',
  zone: 'us-east-1a',
  sizeGiB: 100,
  type: 'gp2',
  encrypted: false,
  instanceIds: [],
  tags: {},
};
const classOf = (parameters: Record<string, string>) => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'x' },
  provisioner: 'ebs.csi.aws.com',
  parameters,
});

// Promise: no-slower-volume
describe('the real type of a target volume', () => {
  it.each([
    [
      'gp2 onto a gp3 class is gp3 with no less throughput',
      source,
      classOf({ type: 'gp3' }),
      { volumeType: 'gp3', iops: 3000, throughputMiBps: 128 },
    ],
    [
      'a large gp2 onto a gp3 class has the 250 MiB/s and the 3 IOPS a GiB of gp2',
      { ...source, sizeGiB: 2000, iops: 6000 },
      classOf({ type: 'gp3' }),
      { volumeType: 'gp3', iops: 6000, throughputMiBps: 250 },
    ],
    [
      'st1 of 4 TiB onto a gp3 class has the 160 MiB/s that st1 gives for good',
      { ...source, type: 'st1', sizeGiB: 4096 },
      classOf({ type: 'gp3' }),
      { volumeType: 'gp3', iops: 3000, throughputMiBps: 160 },
    ],
    [
      'a class without a type means gp3, as the driver does',
      source,
      classOf({}),
      { volumeType: 'gp3', iops: 3000, throughputMiBps: 128 },
    ],
    [
      'never less than the source had',
      { ...source, type: 'gp3', iops: 6000, throughputMiBps: 400 },
      classOf({ type: 'gp3', iops: '4000' }),
      { volumeType: 'gp3', iops: 6000, throughputMiBps: 400 },
    ],
    [
      'more when the class asks for it',
      source,
      classOf({ type: 'gp3', IOPS: '9000', throughput: '500' }),
      { volumeType: 'gp3', iops: 9000, throughputMiBps: 500 },
    ],
    [
      'io2 keeps its iops and has no throughput',
      { ...source, type: 'io2', iops: 8000 },
      classOf({ type: 'io2' }),
      { volumeType: 'io2', iops: 8000 },
    ],
    ['gp2 takes neither', { ...source, iops: 300 }, classOf({ type: 'gp2' }), { volumeType: 'gp2' }],
    ['without a class it stays what it was', source, undefined, { volumeType: 'gp2' }],
  ])('%s', (_, volume, storageClass, expected) => {
    expect(targetType(volume, storageClass)).toEqual({ type: expected, changes: [] });
  });

  it.each([
    [
      'io2 of 10 GiB with 9,000 IOPS on gp3',
      { ...source, type: 'io2', sizeGiB: 10, iops: 9000 },
      classOf({ type: 'gp3' }),
      { volumeType: 'gp3', iops: 5000, throughputMiBps: 1250 },
      [
        '9,000 IOPS become 5,000, since gp3 volumes of 10 GiB have no more (500 a GiB, 80,000 at most)',
        '2,250 MiB/s become 1,250, since gp3 gives 0.25 MiB/s for each IOPS and 2,000 MiB/s at most',
      ],
    ],
    [
      'io2 of 10 GiB on io1',
      { ...source, type: 'io2', sizeGiB: 10, iops: 9000 },
      classOf({ type: 'io1' }),
      { volumeType: 'io1', iops: 500 },
      [
        '9,000 IOPS become 500, since io1 volumes of 10 GiB have no more (50 a GiB, 64,000 at most)',
        '2,250 MiB/s become 125, since io1 volumes of 10 GiB have no more',
      ],
    ],
    [
      'a large io2 beyond what any gp3 has',
      { ...source, type: 'io2', sizeGiB: 2000, iops: 200_000 },
      classOf({ type: 'gp3' }),
      { volumeType: 'gp3', iops: 80_000, throughputMiBps: 2000 },
      [
        '200,000 IOPS become 80,000, since gp3 volumes of 2,000 GiB have no more (500 a GiB, 80,000 at most)',
        '4,000 MiB/s become 2,000, since gp3 gives 0.25 MiB/s for each IOPS and 2,000 MiB/s at most',
      ],
    ],
    [
      'throughput that needs more IOPS',
      source,
      classOf({ type: 'gp3', throughput: '1000' }),
      { volumeType: 'gp3', iops: 4000, throughputMiBps: 1000 },
      ['3,000 IOPS become 4,000, since 1,000 MiB/s need them'],
    ],
    [
      'throughput that a small volume cannot have',
      { ...source, sizeGiB: 1 },
      classOf({ type: 'gp3', throughput: '1000' }),
      { volumeType: 'gp3', iops: 3000, throughputMiBps: 750 },
      ['1,000 MiB/s become 750, since gp3 gives 0.25 MiB/s for each IOPS and 2,000 MiB/s at most'],
    ],
    [
      'a gp2 of 100 IOPS on io2, where none are asked for',
      { ...source, sizeGiB: 4, iops: 100 },
      classOf({ type: 'io2' }),
      { volumeType: 'io2', iops: 100 },
      ['128 MiB/s become 25, since io2 volumes of 4 GiB have no more'],
    ],
    [
      'a fast gp3 on gp2, which has what its size gives',
      { ...source, type: 'gp3', iops: 6000, throughputMiBps: 400 },
      classOf({ type: 'gp2' }),
      { volumeType: 'gp2' },
      [
        '6,000 IOPS become 300, since gp2 volumes of 100 GiB have no more',
        '400 MiB/s become 128, since gp2 volumes of 100 GiB have no more',
      ],
    ],
    [
      'IOPS by the size, as old classes ask for them',
      { ...source, iops: 300 },
      classOf({ type: 'io1', iopsPerGB: '10' }),
      { volumeType: 'io1', iops: 1000 },
      [],
    ],
  ])('fits %s to what EBS makes, and says so', (_, volume, storageClass, type, changes) => {
    expect(targetType(volume, storageClass)).toEqual({ type, changes });
  });

  it('is as slow as its class where the request asks for that, and nothing is said of it', () => {
    const fast = { ...source, type: 'gp3', iops: 6000, throughputMiBps: 400 };
    expect(targetType(fast, classOf({ type: 'gp3' }), 'class')).toEqual({
      type: { volumeType: 'gp3', iops: 3000, throughputMiBps: 125 },
      changes: [],
    });
    expect(targetType(fast, classOf({ type: 'gp2' }), 'class').changes).toEqual([]);
  });

  it.each([
    ['st1', 100, 'volumes of type st1 have 125 to 16,384 GiB, and this one has 100'],
    ['standard', 2000, 'volumes of type standard have 1 to 1,024 GiB, and this one has 2,000'],
    ['io2', 1, 'volumes of type io2 have 4 to 65,536 GiB, and this one has 1'],
  ])('refuses %s of %d GiB', (type, sizeGiB, refusal) => {
    expect(targetType({ ...source, sizeGiB }, classOf({ type })).refusal).toBe(refusal);
  });

  it('asks EBS for nothing that it refuses, whatever source and class have', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('gp2', 'gp3', 'io1', 'io2', 'st1', 'sc1', 'standard'),
        fc.integer({ min: 1, max: 20_000 }),
        fc.option(fc.integer({ min: 1, max: 300_000 }), { nil: undefined }),
        fc.option(fc.integer({ min: 1, max: 5000 }), { nil: undefined }),
        (type, sizeGiB, iops, throughputMiBps) => {
          const volume = {
            ...source,
            sizeGiB,
            ...(iops ? { iops } : {}),
            ...(throughputMiBps ? { throughputMiBps } : {}),
          };
          const { type: fitted, refusal } = targetType(volume, classOf({ type }));
          const make = () =>
            performanceOf(type, sizeGiB, {
              ...(fitted.iops ? { iops: fitted.iops } : {}),
              ...(fitted.throughputMiBps ? { throughput: fitted.throughputMiBps } : {}),
            });
          if (refusal) expect(make).toThrow();
          else expect(make).not.toThrow();
        },
      ),
    );
  });
});
