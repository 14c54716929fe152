import { expect, it } from 'vitest';
import type { Volume } from '../../../../core/base/ports/volume-storage.ts';
import { findCrowdedNodes } from '../../../../core/plan/volumes/crowded-nodes.ts';
import type { PlannedVolume } from '../../../../core/plan/volumes/volume-plan.ts';

const planned = ['a', 'b'].map((name) => ({
  claim: `shop/${name}`,
  strategy: 'copy-blocks',
  sourceVolumeId: `vol-${name}`,
})) as PlannedVolume[];
const volumes = new Map(planned.map(({ sourceVolumeId: id }) => [id, { id, instanceIds: ['i-1'] } as Volume]));
const nodeWith = (others: number) => ({
  attachedDataVolumes: async () => ['vol-a', 'vol-b', ...Array.from({ length: others }, (_, at) => `vol-other-${at}`)],
});

it('says which claims share no point in time on a node with more than 40 other data volumes', async () => {
  const [finding, ...more] = await findCrowdedNodes(nodeWith(41), planned, volumes);
  expect(more).toEqual([]);
  expect(finding).toMatchObject({ severity: 'warning', object: { namespace: 'shop', name: 'a' } });
  expect(finding?.sentence).toMatch(/i-1 has 41 other .*at most 40.* shop\/a, shop\/b are snapshotted one by one/);
});

it('says nothing where one call can leave out all others', async () => {
  expect(await findCrowdedNodes(nodeWith(40), planned, volumes)).toEqual([]);
});

it('says nothing of a single volume, nor of one that is skipped', async () => {
  const skipped = planned.map((volume, at) => ({ ...volume, ...(at ? { strategy: 'skip' as const } : {}) }));
  expect(await findCrowdedNodes(nodeWith(100), skipped, volumes)).toEqual([]);
});
