import { describe, expect, it } from 'vitest';
import type { Volume } from '../../../core/ports/volume-storage.ts';
import { targetType } from '../../../core/volumes/target-type.ts';

const source: Volume = {
  id: 'vol-1',
  state: 'in-use',
  zone: 'us-east-1a',
  sizeGiB: 1,
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

describe('the real type of a target volume', () => {
  it.each([
    [
      'gp2 onto a gp3 class is gp3 with its base performance',
      source,
      classOf({ type: 'gp3' }),
      { volumeType: 'gp3', iops: 3000, throughputMiBps: 125 },
    ],
    [
      'a class without a type means gp3, as the driver does',
      source,
      classOf({}),
      { volumeType: 'gp3', iops: 3000, throughputMiBps: 125 },
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
    expect(targetType(volume, storageClass)).toEqual(expected);
  });
});
