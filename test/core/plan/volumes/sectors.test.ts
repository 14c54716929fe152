import { expect, it } from 'vitest';
import type { Volume } from '../../../../core/base/ports/volume-storage.ts';
import { whyNotBrought } from '../../../../core/plan/volumes/why-not-brought.ts';

const ID = '/subscriptions/s/resourceGroups/MC_shop/providers/Microsoft.Compute/disks/pvc-1';
const judged = (strategy: string, volume: Partial<Volume>, origin?: object) =>
  whyNotBrought('shop/data', {
    claimFacts: { volumeName: 'pvc-1' },
    volume: { id: ID, cloud: 'azure', instanceIds: [], tags: {}, sizeGiB: 8, ...volume },
    origin,
    choice: { strategy },
    facts: {
      clone: { route: { source: { kind: 'aks', cluster: 'prod', allowVolumes: [ID] } } },
      request: { volumes: {} },
    },
  } as unknown as Parameters<typeof whyNotBrought>[1]);

it('refuses a disk of Azure whose snapshots are no image of it, and says the way out', () => {
  expect(judged('copy-blocks', { sectorBytes: 4_096 })).toMatch(
    /^Disk \S+pvc-1 of claim shop\/data has logical sectors of 4,096 bytes, .* LogicalSectorSize: "512".* skip the claim/,
  );
});

it('takes any other disk, and leaves one that is not copied alone', () => {
  expect(judged('copy-blocks', {})).toBeUndefined();
  expect(judged('skip', { sectorBytes: 4_096 })).toBeUndefined();
});
