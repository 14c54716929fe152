/** Of a class of managed disks that names none (azuredisk-csi-driver docs/driver-parameters.md, `skuName`). */
export const DEFAULT_SKU = 'StandardSSD_LRS';

const GP = ['gp3', 'gp2', 'io2', 'io1'];
const PREMIUM = ['PremiumV2_LRS', 'Premium_ZRS', 'Premium_LRS', 'StandardSSD_ZRS', 'StandardSSD_LRS'];

/**
 * Volume types that can stand in for each other, best first: of EBS (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html), of Azure
 * (https://learn.microsoft.com/azure/virtual-machines/disks-types), and of one for the other. Premium SSD v2 gives 3,000 IOPS and 125 MB/s at any size,
 * as gp3 does; Premium SSD as much as its size has, as gp2 does.
 */
export const STAND_INS: Record<string, readonly string[]> = {
  gp2: ['gp3', 'io2', 'io1', 'Premium_ZRS', 'Premium_LRS', 'PremiumV2_LRS', 'StandardSSD_ZRS', 'StandardSSD_LRS'],
  gp3: ['gp2', 'io2', 'io1', ...PREMIUM],
  io1: ['io2', 'gp3', 'gp2', 'UltraSSD_LRS', ...PREMIUM],
  io2: ['io1', 'gp3', 'gp2', 'UltraSSD_LRS', ...PREMIUM],
  st1: ['gp3', 'gp2', 'sc1', 'Standard_LRS', 'StandardSSD_ZRS', 'StandardSSD_LRS'],
  sc1: ['st1', 'gp3', 'gp2', 'Standard_LRS', 'StandardSSD_ZRS', 'StandardSSD_LRS'],
  standard: ['gp3', 'gp2', 'Standard_LRS', 'StandardSSD_ZRS', 'StandardSSD_LRS'],
  Standard_LRS: [...GP, 'st1', 'StandardSSD_LRS', 'StandardSSD_ZRS', 'Premium_LRS'],
  StandardSSD_LRS: [...GP, 'StandardSSD_ZRS', 'Premium_LRS', 'Premium_ZRS', 'PremiumV2_LRS'],
  StandardSSD_ZRS: [...GP, 'StandardSSD_LRS', 'Premium_ZRS', 'Premium_LRS', 'PremiumV2_LRS'],
  Premium_LRS: [...GP, 'Premium_ZRS', 'PremiumV2_LRS', 'StandardSSD_LRS', 'StandardSSD_ZRS'],
  Premium_ZRS: [...GP, 'Premium_LRS', 'PremiumV2_LRS', 'StandardSSD_ZRS', 'StandardSSD_LRS'],
  PremiumV2_LRS: [...GP, 'Premium_LRS', 'Premium_ZRS', 'UltraSSD_LRS'],
  UltraSSD_LRS: ['io2', 'io1', 'gp3', 'gp2', ...PREMIUM],
};

/** Classes that AKS makes for its CSI driver; `default`, `managed` and `managed-premium` are older names of the same (https://learn.microsoft.com/azure/aks/concepts-storage). */
export const AKS_CLASSES: readonly string[] = ['managed-csi', 'managed-csi-premium'];

/** Where a class itself is carried over: the type of EBS for one of Azure. */
export const TYPE_OF_SKU: Record<string, string> = {
  Standard_LRS: 'gp3',
  StandardSSD_LRS: 'gp3',
  StandardSSD_ZRS: 'gp3',
  Premium_LRS: 'gp3',
  Premium_ZRS: 'gp3',
  PremiumV2_LRS: 'gp3',
  UltraSSD_LRS: 'io2',
};

/** And the other way round. */
export const SKU_OF_TYPE: Record<string, string> = {
  gp2: 'Premium_LRS',
  gp3: 'PremiumV2_LRS',
  io1: 'PremiumV2_LRS',
  io2: 'PremiumV2_LRS',
  st1: 'Standard_LRS',
  sc1: 'Standard_LRS',
  standard: 'Standard_LRS',
};

/** They take IOPS and throughput of one's own, and no cache (https://learn.microsoft.com/azure/virtual-machines/disks-deploy-premium-v2). */
export const PROVISIONED_SKUS: readonly string[] = ['PremiumV2_LRS', 'UltraSSD_LRS'];
