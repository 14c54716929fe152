import { expect, it } from 'vitest';
import type { Volume } from '../../../../core/base/ports/volume-storage.ts';
import { azureDiskType } from '../../../../core/plan/volumes/azure-disk-type.ts';
import { targetTags } from '../../../../core/plan/volumes/target-tags.ts';
import type { KubeObject } from '../../../../kube/kube-object.ts';

const volume = (more: Partial<Volume> = {}) => ({ type: 'gp3', sizeGiB: 8, ...more }) as Volume;
const classWith = (parameters?: Record<string, string>) =>
  ({ metadata: { name: 'managed' }, ...(parameters ? { parameters } : {}) }) as unknown as KubeObject;

it.each([
  [
    'the SKU of its class, whatever the letters of the parameter',
    { SkuName: 'Premium_ZRS' },
    { volumeType: 'Premium_ZRS' },
  ],
  ['what the driver takes where the class says nothing', undefined, { volumeType: 'StandardSSD_LRS' }],
  [
    'the speed that a class asks for, where the SKU has one to ask for',
    { skuName: 'PremiumV2_LRS', DiskIOPSReadWrite: '4000', DiskMBpsReadWrite: '200' },
    { volumeType: 'PremiumV2_LRS', iops: 4000, throughputMiBps: 200 },
  ],
  ['no speed where it has not', { skuName: 'Premium_LRS', DiskIOPSReadWrite: '4000' }, { volumeType: 'Premium_LRS' }],
])('gives a disk in Azure %s', (_, parameters, type) => {
  expect(azureDiskType(volume(), classWith(parameters))).toEqual({ type, changes: [] });
});

it('takes the nearest SKU where the class comes from the source, and refuses what is larger than any disk', () => {
  expect(azureDiskType(volume({ type: 'st1' }), undefined).type).toEqual({ volumeType: 'Standard_LRS' });
  expect(azureDiskType(volume({ sizeGiB: 40_000 }), classWith()).refusal).toMatch(/32,767 GiB, and this one has 40000/);
});

it('keeps SKU and speed of a disk of Azure whose class is copied, and no speed of another SKU', () => {
  const own = { type: 'gp3', sku: 'PremiumV2_LRS', iops: 5000, throughputMiBps: 300 };
  expect(azureDiskType(volume(own), undefined).type).toEqual({
    ...{ volumeType: 'PremiumV2_LRS', iops: 5000, throughputMiBps: 300 },
  });
  expect(azureDiskType(volume({ ...own, sku: 'Premium_LRS' }), undefined).type).toEqual({ volumeType: 'Premium_LRS' });
  expect(azureDiskType(volume(own), classWith({ skuName: 'UltraSSD_LRS' })).type).toEqual({
    volumeType: 'UltraSSD_LRS',
  });
});

it('is encrypted by the set that its class names, else that of the route, else by a key of the platform', () => {
  const set = (name: string) =>
    `/subscriptions/s/resourceGroups/r/providers/Microsoft.Compute/diskEncryptionSets/${name}`;
  const of = (parameters: Record<string, string>, ofRoute?: string) =>
    azureDiskType(volume(), classWith(parameters), ofRoute).type.encryptionSet;
  expect(of({ diskEncryptionSetID: set('class') }, set('route'))).toBe(set('class'));
  expect(of({}, set('route'))).toBe(set('route'));
  expect(of({})).toBeUndefined();
});

it('tags a disk as its driver does, by names that Azure takes', () => {
  const tags = targetTags('run-1', 'shop/data', 'dev/data', 'disk.csi.azure.com', 'aks');
  expect(tags).toMatchObject({
    'kubernetes.io-created-for-pvc-namespace': 'dev',
    'kubernetes.io-created-for-pvc-name': 'data',
    'kubeferry:clone-id': 'run-1',
  });
  expect(Object.keys(tags).filter((name) => /[<>%&\\?/]/.test(name))).toEqual([]);
});
