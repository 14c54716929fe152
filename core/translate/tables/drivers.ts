/** The three ways in which Kubernetes reaches EBS: one family, since a copied volume fits any of them. */
export const EBS_CSI = 'ebs.csi.aws.com';
export const EBS_AUTO_MODE = 'ebs.csi.eks.amazonaws.com';
export const EBS_IN_TREE = 'kubernetes.io/aws-ebs';

const EBS_DRIVERS: readonly string[] = [EBS_CSI, EBS_AUTO_MODE, EBS_IN_TREE];

/** Storage that stays where it is, in the words of a user. */
export const OTHER_STORAGE: Record<string, string> = {
  'efs.csi.aws.com': 'Amazon EFS',
  'fsx.csi.aws.com': 'Amazon FSx for Lustre',
  'fsx.openzfs.csi.aws.com': 'Amazon FSx for OpenZFS',
  's3.csi.aws.com': 'Amazon S3',
  'file.csi.aws.com': 'Amazon S3 Files',
  nfs: 'an NFS server',
  hostPath: 'a directory of a node',
  local: 'a local disk of a node',
};

export const isEbs = (driver: string) => EBS_DRIVERS.includes(driver);

/** Not of one whose driver is unknown, as that of a volume outside of the export. */
export const isOtherStorage = (driver: string) => driver !== '' && !isEbs(driver);

/** CSI migration sends in-tree volumes to the CSI driver (https://docs.aws.amazon.com/eks/latest/userguide/ebs-csi-migration-faq.html). */
export const csiDriverOf = (provisioner: string) => (provisioner === EBS_IN_TREE ? EBS_CSI : provisioner);

/** `ebs` for the three EBS drivers, else the driver itself. */
export const familyOf = (driver: string) => (isEbs(driver) ? 'ebs' : driver);
