/** The three ways in which Kubernetes reaches EBS: one family, since a copied volume fits any of them. */
export const EBS_CSI = 'ebs.csi.aws.com';
export const EBS_AUTO_MODE = 'ebs.csi.eks.amazonaws.com';
export const EBS_IN_TREE = 'kubernetes.io/aws-ebs';

/** Managed disks of Azure, by their driver and by the in-tree name that CSI migration sends to it. */
export const AZURE_DISK_CSI = 'disk.csi.azure.com';
export const AZURE_DISK_IN_TREE = 'kubernetes.io/azure-disk';

const EBS_DRIVERS: readonly string[] = [EBS_CSI, EBS_AUTO_MODE, EBS_IN_TREE];

/** Storage that stays where it is, in the words of a user. */
export const OTHER_STORAGE: Record<string, string> = {
  'efs.csi.aws.com': 'Amazon EFS',
  'fsx.csi.aws.com': 'Amazon FSx for Lustre',
  'fsx.openzfs.csi.aws.com': 'Amazon FSx for OpenZFS',
  's3.csi.aws.com': 'Amazon S3',
  'file.csi.aws.com': 'Amazon S3 Files',
  'disk.csi.azure.com': 'a managed disk of Azure',
  'file.csi.azure.com': 'Azure Files',
  'blob.csi.azure.com': 'Azure Blob Storage',
  'containerstorage.csi.azure.com': 'Azure Container Storage',
  azureDisk: 'a disk of Azure',
  [AZURE_DISK_IN_TREE]: 'a managed disk of Azure',
  azureFile: 'Azure Files',
  nfs: 'an NFS server',
  hostPath: 'a directory of a node',
  local: 'a local disk of a node',
};

export const isEbs = (driver: string) => EBS_DRIVERS.includes(driver);

export const isAzureDisk = (driver: string) => driver === AZURE_DISK_CSI || driver === AZURE_DISK_IN_TREE;

/** Block storage of a cloud, as the volumes of which copies are made. */
export const isDisk = (driver: string) => isEbs(driver) || isAzureDisk(driver);

/** Not of one whose driver is unknown, as that of a volume outside of the export. */
export const isOtherStorage = (driver: string) => driver !== '' && !isEbs(driver);

/** CSI migration sends in-tree volumes to the CSI driver (https://docs.aws.amazon.com/eks/latest/userguide/ebs-csi-migration-faq.html). */
export function csiDriverOf(provisioner: string): string {
  if (provisioner === AZURE_DISK_IN_TREE) return AZURE_DISK_CSI;
  return provisioner === EBS_IN_TREE ? EBS_CSI : provisioner;
}

/** What a claim of each cloud is on, in the words of a user. */
export const DISK_OF = { aws: 'an EBS volume', azure: 'a managed disk' } as const;
export const DISKS_OF = { aws: 'EBS volumes', azure: 'managed disks' } as const;
/** The family of each cloud's disks. */
export const DISK_FAMILY = { aws: 'ebs', azure: 'azure-disk' } as const;

/** `ebs` for the three EBS drivers, `azure-disk` for those of managed disks, else the driver itself. */
export function familyOf(driver: string): string {
  if (isAzureDisk(driver)) return DISK_FAMILY.azure;
  return isEbs(driver) ? DISK_FAMILY.aws : driver;
}
