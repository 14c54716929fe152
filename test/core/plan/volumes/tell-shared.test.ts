import { expect, it } from 'vitest';
import { tellShared } from '../../../../core/plan/volumes/tell-shared.ts';
import type { PlannedVolume } from '../../../../core/plan/volumes/volume-plan.ts';

const volume = (claim: string, sourceVolumeId: string, strategy = 'copy-blocks') =>
  ({ claim, sourceVolumeId, strategy }) as PlannedVolume;

// Promise: refuses-shared-volume
it('refuses two claims on one EBS volume by name, until one is skipped', () => {
  const [a, b, other] = [volume('shop/a', 'vol-1'), volume('shop/b', 'vol-1'), volume('shop/c', 'vol-2')];
  expect(tellShared([a, other])).toEqual([]);
  expect(tellShared([a, b, other])).toMatchObject([
    {
      severity: 'blocker',
      object: { name: 'b', namespace: 'shop' },
      sentence: expect.stringMatching(
        /shop\/a and shop\/b are on one EBS volume, vol-1.*volumes.claims\["shop\/b"\] to "skip"/,
      ),
    },
  ]);
  expect(tellShared([a, volume('shop/b', 'vol-1', 'skip')])).toEqual([]);
});

it('refuses them on one managed disk as well, in whatever letters each has its id', () => {
  const [a, b] = [
    volume('shop/a', '/subscriptions/s/resourceGroups/G/disks/d'),
    volume('shop/b', '/subscriptions/s/resourcegroups/g/disks/D'),
  ];
  expect(tellShared([a, b])).toMatchObject([
    {
      severity: 'blocker',
      sentence: expect.stringContaining('are on one managed disk, /subscriptions/s/resourceGroups/G'),
    },
  ]);
});
