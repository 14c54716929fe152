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
