/**
 * What becomes of an add-on of EKS in AKS: its own (nothing is said), a feature that is put on, or nothing, for a reason with the way out.
 * https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html, https://learn.microsoft.com/azure/aks/integrations
 */
export type AddonFate =
  | 'own'
  | { feature: 'disk' | 'file' | 'snapshots' | 'blob' | 'workloadIdentity' | 'keyVault'; told?: string }
  | { left: string };

const BY_HAND = 'install it there by its own chart if the workload needs it';

export const ADDON_FATES: Readonly<Record<string, AddonFate>> = {
  coredns: 'own',
  'kube-proxy': 'own',
  'vpc-cni': 'own',
  'metrics-server': 'own',
  'eks-node-monitoring-agent': 'own',
  'aws-ebs-csi-driver': { feature: 'disk' },
  'aws-efs-csi-driver': {
    feature: 'file',
    told: 'shared file systems of EFS become shares of Azure Files, whose data no run copies',
  },
  'snapshot-controller': { feature: 'snapshots' },
  'eks-pod-identity-agent': { feature: 'workloadIdentity' },
  'aws-mountpoint-s3-csi-driver': {
    feature: 'blob',
    told: 'buckets of S3 become containers of Azure Blob Storage, whose data no run copies',
  },
  'aws-secrets-store-csi-driver-provider': {
    feature: 'keyVault',
    told: 'secrets of Secrets Manager have to be put into a Key Vault, and each SecretProviderClass has to name it',
  },
  'aws-fsx-csi-driver': { left: 'Azure has no FSx; Azure NetApp Files or Managed Lustre are nearest' },
  'amazon-cloudwatch-observability': {
    left: 'put Azure Monitor on (az aks enable-addons --addons monitoring), which needs a workspace',
  },
  'aws-guardduty-agent': { left: 'put Microsoft Defender for Containers on in its place' },
  adot: { left: BY_HAND },
  'cert-manager': { left: BY_HAND },
  'external-dns': { left: `${BY_HAND}, with a zone of Azure DNS` },
  'kube-state-metrics': { left: BY_HAND },
  'prometheus-node-exporter': { left: BY_HAND },
};

export const UNKNOWN_ADDON: AddonFate = { left: `AKS has no such add-on; ${BY_HAND}` };
