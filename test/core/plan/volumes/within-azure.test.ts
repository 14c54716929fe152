import { describe, expect, it } from 'vitest';
import type { Volume } from '../../../../core/base/ports/volume-storage.ts';
import { Request } from '../../../../core/base/request/request.ts';
import { placeVolume } from '../../../../core/plan/volumes/place-volume.ts';
import { planVolumes } from '../../../../core/plan/volumes/plan-volumes.ts';
import type { VolumeFacts } from '../../../../core/plan/volumes/volume-facts.ts';
import type { ClaimFacts } from '../../../../core/translate/context.ts';

const ZONES = ['1', '2', '3'].map((zone) => `westeurope-${zone}`);
const DISK = { zone: 'westeurope-3', sizeGiB: 8, type: 'gp3', sku: 'Premium_LRS' } as Volume;

interface Asked {
  sku?: string;
  zones?: string[];
  subscription?: string;
  disk?: Partial<Volume>;
}

function placed({ sku = 'Premium_LRS', zones = ZONES, subscription = 'a', disk = {} }: Asked) {
  const side = { cloud: 'azure', account: '111111111111', storageClasses: [] };
  const target = {
    ...{ ...side, subscription, zones },
    storageClasses: [{ metadata: { name: 'managed' }, parameters: { skuName: sku } }],
  };
  const facts = {
    clone: { route: { target: { kind: 'aks' } } },
    request: { mappings: { zones: {} }, volumes: {} },
    source: { ...side, subscription: 'a', zones: ['westeurope-2', 'westeurope-3'] },
    target,
    targetClassOf: () => 'managed',
  } as unknown as VolumeFacts;
  return placeVolume('shop/data', { storageClass: 'managed' } as ClaimFacts, { ...DISK, ...disk }, true, facts);
}

describe('the zone of a managed disk that is copied to another', () => {
  it('is the same one within a subscription, whatever account the roles are in', () => {
    expect(placed({})).toMatchObject({ zone: 'westeurope-3' });
  });

  it('is that at the same place where the subscription is another, whose zones have other names', () => {
    expect(placed({ subscription: 'b' })).toMatchObject({ zone: 'westeurope-2' });
  });

  it.each([
    ['the disk is kept in all zones', { sku: 'Premium_ZRS' }],
    ['nodes are in fault domains alone', { zones: ['0', '1'] }],
  ])('is none where %s', (_, asked) => {
    expect(placed(asked)).toMatchObject({ zone: '' });
  });

  it('is one with nodes where the disk itself was in none', () => {
    expect(placed({ subscription: 'b', disk: { zone: '' } })).toMatchObject({ zone: 'westeurope-1' });
  });
});

it('says nothing of how EBS fills volumes where disks of Azure are made, which have all of their data at once', () => {
  const disk = {
    ...{ ...DISK, id: '/subscriptions/a/disks/d', cloud: 'azure', state: 'in-use', encrypted: false, instanceIds: [] },
    tags: { 'kubernetes.io-created-for-pv-name': 'pv' },
  } as Volume;
  const claim = {
    ...{
      driver: 'disk.csi.azure.com',
      volumeId: disk.id,
      volumeName: 'pv',
      volumeMode: 'Filesystem',
      storageClass: 'm',
    },
  };
  const side = { cloud: 'azure', account: '1', region: 'westeurope', zones: ZONES, storageClasses: [], drivers: [] };
  const planOf = (cloud: 'azure' | undefined) =>
    planVolumes({
      clone: {
        cloneId: 'run-1',
        route: { source: { kind: 'aks', region: 'r', nodeResourceGroup: 'g' }, target: { kind: 'aks', region: 'r' } },
      },
      request: Request.parse({ selection: { namespaces: ['shop'] } }),
      index: { claims: { 'shop/data': claim } },
      source: side,
      target: { ...side, cloud },
      volumes: new Map([[disk.id, disk]]),
      instances: new Map(),
      keys: new Map(),
      targetClassOf: () => 'm',
      targetDriverOf: () => 'disk.csi.azure.com',
    } as never);
  const rules = (cloud: 'azure' | undefined) => planOf(cloud).findings.map(({ rule }) => rule);
  expect(planOf('azure').volumes).toMatchObject([{ claim: 'shop/data', strategy: 'copy-blocks' }]);
  expect(rules('azure')).not.toContain('hydration');
  expect(rules(undefined)).toContain('hydration');
});
