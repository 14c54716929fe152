/** Volumes that pods name without a claim and that are on EBS: only claims are copied. */
export const INLINE_EBS = 'awsElasticBlockStore';
/** The same on managed disks of Azure. */
export const INLINE_AZURE_DISK = 'azureDisk';

/** Volumes of pods that are somewhere outside of the cluster, by their field (core/v1 VolumeSource), and how a server is named in them. */
export const INLINE_SHARED: Record<string, { what: string; server?: string }> = {
  nfs: { what: 'the NFS export', server: 'server' },
  glusterfs: { what: 'the Gluster volume', server: 'endpoints' },
  cephfs: { what: 'the Ceph file system' },
  rbd: { what: 'the Ceph block device', server: 'image' },
  iscsi: { what: 'the iSCSI target', server: 'targetPortal' },
  fc: { what: 'the Fibre Channel volume' },
  azureFile: { what: 'the Azure file share', server: 'shareName' },
  flexVolume: { what: 'the FlexVolume', server: 'driver' },
};

/** CSI drivers whose inline volumes are made for each pod, of what the cluster has. */
export const EPHEMERAL_DRIVERS: readonly string[] = [
  'secrets-store.csi.k8s.io',
  'csi.cert-manager.io',
  'csi-driver-spiffe.csi.cert-manager.io',
  'csi.spiffe.io',
  'inline.storage.kubernetes.io',
];

/** Directories of a node that belong to its system: agents read and write them on each node, and none of it is the workload's data. */
export const NODE_PATHS: readonly string[] = [
  '/',
  '/boot',
  '/dev',
  '/etc',
  '/lib/modules',
  '/opt/cni',
  '/proc',
  '/run',
  '/sys',
  '/usr',
  '/var/lib/cni',
  '/var/lib/containerd',
  '/var/lib/docker',
  '/var/lib/kubelet',
  '/var/log',
  '/var/run',
];
