import type { KubeObject } from '../../../kube/kube-object.ts';
import type { Volume } from '../../base/ports/volume-storage.ts';
import { DEFAULT_SKU, PROVISIONED_SKUS, SKU_OF_TYPE } from '../../translate/tables/disk-types.ts';
import type { TargetType } from './target-type.ts';

/** GiB of a managed disk, both inclusive (https://learn.microsoft.com/azure/virtual-machines/disks-types). */
const [LEAST, MOST] = [1, 32_767];

/**
 * The SKU of a disk in Azure: that of the target's class, with the IOPS and throughput that it says; else that of a disk of Azure at the
 * source, or the nearest to the type of a volume of EBS. Parameters as the driver of managed disks reads them (azuredisk-csi-driver docs/driver-parameters.md), names in any case.
 */
export function azureDiskType(
  source: Volume,
  targetClass: KubeObject | undefined,
  encryptionSetOfRoute?: string,
): TargetType {
  const given = (targetClass?.parameters as Record<string, string> | undefined) ?? {};
  const parameters = new Map(Object.entries(given).map(([key, value]) => [key.toLowerCase(), value]));
  const byClass = parameters.get('skuname') ?? parameters.get('storageaccounttype');
  const volumeType = byClass ?? (targetClass ? DEFAULT_SKU : (source.sku ?? SKU_OF_TYPE[source.type] ?? DEFAULT_SKU));
  const numberOf = (name: string, own: number | undefined) => {
    const value = Number(parameters.get(name) ?? (source.sku === volumeType && !targetClass ? own : undefined));
    return PROVISIONED_SKUS.includes(volumeType) && value > 0 ? value : undefined;
  };
  const iops = numberOf('diskiopsreadwrite', source.iops);
  const throughputMiBps = numberOf('diskmbpsreadwrite', source.throughputMiBps);
  const encryptionSet = parameters.get('diskencryptionsetid') ?? encryptionSetOfRoute;
  const isFit = source.sizeGiB >= LEAST && source.sizeGiB <= MOST;
  return {
    type: {
      volumeType,
      ...(iops ? { iops } : {}),
      ...(throughputMiBps ? { throughputMiBps } : {}),
      ...(encryptionSet ? { encryptionSet } : {}),
    },
    changes: [],
    ...(isFit
      ? {}
      : {
          refusal: `managed disks have ${LEAST} to ${MOST.toLocaleString('en-US')} GiB, and this one has ${source.sizeGiB}`,
        }),
  };
}
