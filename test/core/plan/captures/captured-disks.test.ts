import { expect, it } from 'vitest';
import type { Volume } from '../../../../core/base/ports/volume-storage.ts';
import { planCapturedVolumes } from '../../../../core/plan/captures/plan-captured-volumes.ts';

const NODES = 'MC_shop_prod_westeurope';
const MACHINE = `/subscriptions/s/resourceGroups/${NODES}/virtualMachines/node`;
const disk = (rest: Partial<Volume> = {}): Volume => ({
  ...{
    id: '/subscriptions/s/disks/data',
    cloud: 'azure',
    state: 'in-use',
    zone: 'westeurope-1',
    sizeGiB: 4,
    type: 'gp3',
    sku: 'Premium_LRS',
  },
  ...{ encrypted: false, instanceIds: [], attachedTo: [MACHINE], tags: {} },
  ...rest,
});

const planned = (volume: Volume, more: object = {}, found = [volume]) => {
  const source = {
    kind: 'aks',
    account: '1',
    region: 'eu-central-1',
    cluster: 'prod',
    nodeResourceGroup: NODES,
    subscription: 's',
  };
  const claims = { 'shop/data': { volumeId: volume.id, volumeName: 'pv-1', driver: 'disk.csi.azure.com' }, ...more };
  return planCapturedVolumes({
    clone: { route: { name: 'r', source, target: { kmsKeyArn: '' } } },
    request: { volumes: { claims: {} }, capture: { name: 'nightly', keep: '7d' } },
    index: { claims },
    found: new Map(found.map((each) => [each.id, each])),
    instances: new Map(),
  } as never);
};

it('keeps snapshots of managed disks, which Azure bills and no plan prices', () => {
  const { volumes, findings } = planned(disk());
  expect(volumes).toMatchObject([
    { claim: 'shop/data', strategy: 'keep-snapshot', sourceSku: 'Premium_LRS', dollars: 0 },
  ]);
  expect(findings).toEqual([]);
});

it.each([
  ['that may be of somebody else', disk({ attachedTo: [] }), /does not prove that it belongs to cluster "prod"/],
  ['whose snapshots have no blocks', disk({ sectorBytes: 4_096 }), /sectors of 4,096 bytes/],
])('keeps none of a disk %s', (_, volume, why) => {
  const { volumes, findings } = planned(volume);
  expect(volumes).toEqual([]);
  expect(findings).toMatchObject([{ severity: 'blocker', sentence: expect.stringMatching(why) }]);
});

// Promise: refuses-shared-volume
it('refuses two claims on one disk, which have one snapshot, in whatever letters each has its id', () => {
  const [one, other] = [disk(), disk({ id: '/subscriptions/S/disks/DATA' })];
  const twin = { volumeId: other.id, volumeName: 'pv-2', driver: 'disk.csi.azure.com' };
  expect(planned(one, { 'shop/twin': twin }, [one, other]).findings).toMatchObject([
    { severity: 'blocker', object: { name: 'twin' }, sentence: expect.stringContaining('are on one managed disk') },
  ]);
});

it('names the resource group where a disk is not', () => {
  expect(planned(disk(), {}, []).findings).toMatchObject([
    { severity: 'blocker', sentence: expect.stringContaining(`is not in resource group ${NODES} of subscription s.`) },
  ]);
});
