import { expect, it } from 'vitest';
import { blockersOf } from '../../../core/plan/plan.ts';
import { PlannedWorld } from './planned-world.ts';

/** A source whose PersistentVolume `pv-data` names a volume that nothing says is the cluster's. */
function withForeignVolume() {
  const world = new PlannedWorld([]);
  const [held] = [...world.ebs.volumes.values()];
  held!.volume.tags = { Name: 'database of somebody else' };
  return { world, id: held!.volume.id };
}
const source = { account: '222233334444', region: 'us-east-1', cluster: 'prod', roleArn: 'r', externalId: 'x' };

// Promise: refuses-foreign-volume
it("blocks a plan whose PersistentVolume names a volume that is not the cluster's, until the route allows it", async () => {
  const { world, id } = withForeignVolume();
  const { planned } = await world.start();
  expect(planned.volumes).toEqual([]);
  expect(blockersOf(planned).map(({ sentence }) => sentence)).toEqual([
    expect.stringMatching(`Volume ${id} of claim shop/data does not prove .*source.allowVolumes`),
  ]);
  const allowed = await world.start({}, { source: { ...source, allowVolumes: [id] } });
  expect(blockersOf(allowed.planned)).toEqual([]);
  expect(allowed.planned.volumes).toMatchObject([{ sourceVolumeId: id }]);
});

it('leaves such a volume alone where its claim is skipped', async () => {
  const { world } = withForeignVolume();
  const { planned } = await world.start({ volumes: { claims: { 'shop/data': 'skip' } } });
  expect(blockersOf(planned)).toEqual([]);
});
