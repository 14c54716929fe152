import type { VolumeItem } from '../../../../core/base/run/envelope.ts';

export const CLONE = 'clone-1';

export const volumeItem = (claim: string, over: Partial<VolumeItem> = {}): VolumeItem => ({
  claim,
  strategy: 'share-and-copy',
  origin: { kind: 'volume', volumeId: 'vol-1', snapshotId: 'snap-1' },
  sizeGiB: 10,
  zone: 'eu-west-1a',
  volumeType: 'gp3',
  kmsKeyArn: 'arn:aws:kms:eu-west-1:444455556666:key/k',
  tags: {},
  ...over,
});
