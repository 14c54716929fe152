import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { devicesOf } from '../../cli/demo/block-devices.ts';
import { volumesOfClaims } from '../../cli/demo/disks.ts';
import { sameBlocks } from '../../cli/demo/prove-volumes.ts';
import { OF_SHOP, startWorld, type World } from '../faults/world.ts';

const SOURCE = '/subscriptions/7c1b6a10-';
const TARGET = '/subscriptions/1f2e3d4c-';
const CLAIMS = ['catalog-files', 'data-orders-0', 'data-orders-1'];

describe('a cluster of AKS that is cloned into one of another tenant, subscription and location', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ within: 'within-azure' });
  }, 180_000);
  afterAll(() => world?.small.stop());

  const disksOf = () => world.small.cloud.azure!.inventory().filter((line) => line.startsWith(TARGET));
  /** Who has asked Azure for what is of which subscription. */
  const askers = () => {
    const asked = world.small.cloud.calls.filter(({ service }) => service === 'azure');
    expect(asked.filter(({ allowed }) => !allowed)).toEqual([]);
    return [
      ...new Set(
        asked.map(({ resource, principalArn }) => `${resource.slice(0, 24)} by ${principalArn.split('/').at(-1)}`),
      ),
    ];
  };

  // Promise: azure-to-azure
  it('arrives with every block, each end asked by its own identity alone, and the source is as it was', async () => {
    const before = await world.look();
    const run = await world.clone(OF_SHOP);
    expect(run).toMatchObject({ status: 'SUCCEEDED' });
    expect((await world.look()).source).toEqual(before.source);
    const [from, to] = [await volumesOfClaims(world.small.source), await volumesOfClaims(world.small.target)];
    const devices = devicesOf(world.small.cloud);
    for (const claim of CLAIMS) {
      const [original, copy] = [from.get(`shop/${claim}`)!, to.get(`ferried/${claim}`)!];
      expect([original.slice(0, 24), copy.slice(0, 24)]).toEqual([SOURCE, TARGET]);
      expect(devices.blocksOf(original).size).toBeGreaterThan(0);
      expect(sameBlocks(devices.blocksOf(original), devices.blocksOf(copy))).toBe(true);
      const [was, is] = [original, copy].map((id) => world.small.cloud.azure!.findDisk(id)!);
      expect(is).toMatchObject({ location: 'northeurope', zone: was!.zone, sizeGiB: was!.sizeGiB });
    }
    expect(askers().toSorted()).toEqual(
      [`${TARGET} by kubeferry-target-eu-west-1`, `${SOURCE} by kubeferry-source-us-east-1`].toSorted(),
    );
    await world.command('rollback', run.id);
    expect(await world.look()).toEqual(before);
  }, 120_000);

  it('is undone exactly where the upload of a disk is refused half-way', async () => {
    const before = await world.look();
    const repair = world.small.cloud.addFault({
      on: 'azure:disks-endGetAccess',
      by: 'kubeferry-target-eu-west-1',
      effect: { kind: 'denied' },
    });
    const run = await world.clone(OF_SHOP);
    repair();
    expect(run).toMatchObject({ status: 'FAILED' });
    expect(disksOf().length).toBeGreaterThan(0);
    await world.command('rollback', run.id);
    expect(await world.look()).toEqual(before);
  }, 120_000);
});
