import { fileURLToPath } from 'node:url';
import type { Azure } from '../../emulator/azure/azure.ts';
import { textAt } from '../../kube/fields.ts';
import type { KubeObject } from '../../kube/kube-object.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The workload of a cluster of AKS: its claims lie on managed disks. */
export const AKS = here('aks-workload');
export const FROM_AKS = here('azure/from-aks.config.ts');
export const TO_AKS = here('azure/to-aks.config.ts');
export const NEW_AKS = here('azure/new-aks.config.ts');
export const WITHIN_AZURE = here('azure/within-azure.config.ts');
export const VELERO_TO_AKS = here('azure/velero-to-aks.config.ts');
export const NEW_WITHIN_AZURE = here('azure/new-within-azure.config.ts');

const DRIVER = 'disk.csi.azure.com';

/** The disks that its PersistentVolumes name, with the tags of the driver that has made them. */
export function addManagedDisks(azure: Azure | undefined, objects: readonly KubeObject[]): void {
  for (const object of objects) {
    if (object.kind !== 'PersistentVolume' || textAt(object, 'spec.csi.driver') !== DRIVER) continue;
    const { name } = object.metadata;
    const attributes = (object.spec as { csi: { volumeAttributes: Record<string, string> } }).csi.volumeAttributes;
    const zone = /westeurope-(\d)/.exec(JSON.stringify(object.spec))?.[1];
    azure?.addDisk({
      id: textAt(object, 'spec.csi.volumeHandle') ?? '',
      location: 'westeurope',
      ...(zone ? { zone } : {}),
      sizeGiB: Number(attributes.requestedsizegib),
      sku: attributes.skuName ?? 'StandardSSD_LRS',
      tags: {
        'k8s-azure-created-by': 'kubernetes-azure-dd',
        'kubernetes.io-created-for-pv-name': name,
        'kubernetes.io-created-for-pvc-name': textAt(object, 'spec.claimRef.name') ?? '',
        'kubernetes.io-created-for-pvc-namespace': textAt(object, 'spec.claimRef.namespace') ?? '',
      },
    });
  }
}
