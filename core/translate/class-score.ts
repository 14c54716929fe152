import { mapAt, textAt } from '../../kube/fields.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import { DEFAULT_SKU, STAND_INS } from './tables/disk-types.ts';
import { EBS_IN_TREE, isAzureDisk } from './tables/drivers.ts';

export interface ClassTraits {
  type: string;
  encrypted: boolean;
  fsType: string;
  iops: string;
  binding: string;
  expands: boolean;
}

/**
 * In-tree classes default to gp2, the CSI drivers to gp3; file systems default to ext4 (aws-ebs-csi-driver docs/parameters.md). Managed disks are
 * always encrypted.
 */
export function traitsOf(storageClass: KubeObject): ClassTraits {
  const parameters = new Map(
    Object.entries(mapAt(storageClass, 'parameters')).map(([key, value]) => [key.toLowerCase(), String(value)]),
  );
  const provisioner = textAt(storageClass, 'provisioner') ?? '';
  const isAzure = isAzureDisk(provisioner);
  return {
    type: isAzure ? skuOf(parameters) : (parameters.get('type') ?? (provisioner === EBS_IN_TREE ? 'gp2' : 'gp3')),
    encrypted: isAzure || parameters.get('encrypted') === 'true',
    fsType: parameters.get('csi.storage.k8s.io/fstype') ?? parameters.get('fstype') ?? 'ext4',
    iops: parameters.get('iops') ?? parameters.get('iopspergb') ?? parameters.get('diskiopsreadwrite') ?? '',
    binding: textAt(storageClass, 'volumeBindingMode') ?? 'Immediate',
    expands: storageClass.allowVolumeExpansion === true,
  };
}

const skuOf = (parameters: ReadonlyMap<string, string>) =>
  parameters.get('skuname') ?? parameters.get('storageaccounttype') ?? DEFAULT_SKU;

const WEIGHT = { type: 64, encrypted: 8, fsType: 4, iops: 4, binding: 2, expands: 1 };

/** How well a target class stands in for a source class: higher is nearer; the volume type outweighs all else together. */
export function likeness(source: ClassTraits, target: ClassTraits): number {
  const place = (STAND_INS[source.type] ?? []).indexOf(target.type);
  const type = source.type === target.type ? WEIGHT.type : place < 0 ? 0 : WEIGHT.type / 2 - place;
  const same = (trait: keyof typeof WEIGHT & keyof ClassTraits) =>
    source[trait] === target[trait] ? WEIGHT[trait] : 0;
  return type + same('encrypted') + same('fsType') + same('iops') + same('binding') + same('expands');
}
