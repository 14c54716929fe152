import type { TranslationContext } from '../../../core/translate/context.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';

const storageClass = (name: string, sku: string): KubeObject => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: {
    name,
    ...(name === 'managed-csi' ? { annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } } : {}),
  },
  provisioner: 'disk.csi.azure.com',
  parameters: { skuName: sku },
  volumeBindingMode: 'WaitForFirstConsumer',
});

/** What AKS has of its own, laid over a side of a context. */
const AKS = {
  cloud: 'azure',
  region: 'westeurope',
  zones: ['westeurope-1', 'westeurope-2'],
  drivers: ['disk.csi.azure.com', 'file.csi.azure.com'],
} as const;

/** The same case where the target is a cluster of AKS with its classes, on whose managed disks the copies are. */
export const toAks = (context: TranslationContext): TranslationContext => ({
  ...context,
  target: {
    ...context.target,
    ...AKS,
    zones: [...AKS.zones],
    drivers: [...AKS.drivers],
    storageClasses: [
      storageClass('managed-csi', 'StandardSSD_LRS'),
      storageClass('managed-csi-premium', 'Premium_LRS'),
    ],
    present: [...context.target.present, 'IngressClass/azure-application-gateway'],
  },
  volumes: Object.fromEntries(
    Object.entries(context.volumes).map(([claim, volume]) => [
      claim,
      {
        ...volume,
        zone: 'westeurope-1',
        volumeId: `/subscriptions/s/resourceGroups/MC_dev/providers/Microsoft.Compute/disks/${volume.volumeId}`,
      },
    ]),
  ),
});

/** The same case where the source is a cluster of AKS: whatever of its objects is of AWS is then a stranger there. */
export const fromAks = (context: TranslationContext): TranslationContext => ({
  ...context,
  source: { ...context.source, ...AKS, zones: [...AKS.zones], drivers: [...AKS.drivers] },
  index: { ...context.index, cloud: 'azure' },
});
