import { expect, it } from 'vitest';
import type { VolumeStorage } from '../../../../core/base/ports/volume-storage.ts';
import { readVolumes } from '../../../../core/plan/volumes/read-source.ts';

it('finds a managed disk of a former clone by the id that its PersistentVolume has, in whatever letters', async () => {
  const asked = '/subscriptions/s/resourcegroups/mc_dev/providers/microsoft.compute/disks/kubeferry-1';
  const id = '/subscriptions/s/resourceGroups/MC_dev/providers/Microsoft.Compute/disks/kubeferry-1';
  const storage = { describeVolumes: async () => [{ id }, { id: 'vol-1' }] } as unknown as VolumeStorage;
  const found = await readVolumes(storage, [asked, 'vol-1', 'VOL-1', '']);
  expect([...found]).toEqual([
    [asked, { id }],
    ['vol-1', { id: 'vol-1' }],
  ]);
});
