import { describe, expect, it } from 'vitest';
import type { Volume } from '../../../../core/base/ports/volume-storage.ts';
import { whyForeign } from '../../../../core/plan/volumes/belongs-to-cluster.ts';
import type { ClaimFacts } from '../../../../core/translate/context.ts';

const GROUP = 'MC_shop_prod_westeurope';
const ID = `/subscriptions/s/resourceGroups/${GROUP}/providers/Microsoft.Compute/disks/pvc-1`;
const claim = { volumeName: 'pvc-1', volumeId: ID, driver: 'disk.csi.azure.com' } as ClaimFacts;
const machine = (group: string) =>
  `/subscriptions/s/resourceGroups/${group}/providers/Microsoft.Compute/virtualMachineScaleSets/np/virtualMachines/0`;

function judged(volume: Partial<Volume>, allowed: string[] = []) {
  const disk = { id: ID, cloud: 'azure', instanceIds: [], tags: {}, ...volume } as unknown as Volume;
  return whyForeign('shop/data', claim, disk, {
    cluster: 'prod',
    instances: new Map(),
    allowed,
    nodeResourceGroup: GROUP,
  });
}

// Promise: refuses-foreign-volume
describe('a managed disk that a PersistentVolume names', () => {
  it.each([
    ['attached to a node, whatever the letters of its group', { attachedTo: [machine(GROUP.toUpperCase())] }],
    [
      'detached, made by the driver for the PersistentVolume',
      { tags: { 'kubernetes.io-created-for-pv-name': 'pvc-1' } },
    ],
    [
      'detached, made by the driver for the claim',
      { tags: { 'kubernetes.io-created-for-pvc-namespace': 'shop', 'kubernetes.io-created-for-pvc-name': 'data' } },
    ],
  ])('is copied where it is %s', (_, volume) => {
    expect(judged(volume)).toBeUndefined();
  });

  it.each([
    [
      'a machine of somebody else has it',
      { attachedTo: [machine('databases')] },
      /databases.*no machine of resource group MC_shop/,
    ],
    [
      'a node starts from it',
      { attachedTo: [machine(GROUP)], endsWithInstance: true as const },
      /disk of an operating system.*allowVolumes/,
    ],
    ['nothing says whose it is', {}, /attached to no node, and has no tags/],
    ['it was made for another claim', { tags: { 'kubernetes.io-created-for-pv-name': 'pvc-2' } }, /allowVolumes/],
  ])('blocks the plan where %s, unless the route names it', (_, volume, sentence) => {
    expect(judged(volume)).toMatch(sentence);
    expect(judged(volume, [ID])).toBeUndefined();
    expect(judged(volume, [ID.toLowerCase()])).toBeUndefined();
  });
});
