import type { Cloud } from '../context.ts';

const ZONE = 'topology.kubernetes.io/zone';

/** What a label of nodes is called in the other cloud; values are the same where none is named. */
interface LabelRow {
  label: string;
  becomes: string;
  values?: Readonly<Record<string, string>>;
}

/**
 * Labels of nodes in AKS (https://learn.microsoft.com/azure/aks/use-labels) and in EKS
 * (https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html).
 */
export const LABELS_OF: Record<Cloud, readonly LabelRow[]> = {
  azure: [
    { label: 'kubernetes.azure.com/agentpool', becomes: 'eks.amazonaws.com/nodegroup' },
    { label: 'agentpool', becomes: 'eks.amazonaws.com/nodegroup' },
    {
      label: 'kubernetes.azure.com/scalesetpriority',
      becomes: 'eks.amazonaws.com/capacityType',
      values: { spot: 'SPOT', regular: 'ON_DEMAND' },
    },
    { label: 'topology.disk.csi.azure.com/zone', becomes: ZONE },
  ],
  aws: [
    { label: 'eks.amazonaws.com/nodegroup', becomes: 'kubernetes.azure.com/agentpool' },
    { label: 'alpha.eksctl.io/nodegroup-name', becomes: 'kubernetes.azure.com/agentpool' },
    {
      label: 'eks.amazonaws.com/capacityType',
      becomes: 'kubernetes.azure.com/scalesetpriority',
      values: { SPOT: 'spot', ON_DEMAND: 'regular' },
    },
    { label: 'topology.ebs.csi.aws.com/zone', becomes: ZONE },
  ],
};

/** Labels and taints that no node of another cloud has: prefixes, or whole names. Types of machines have other names in each. */
export const ALONE_IN: Record<Cloud, readonly string[]> = {
  azure: [
    'kubernetes.azure.com/',
    'karpenter.azure.com/',
    'virtual-kubelet.io/provider',
    'accelerator',
    'storageprofile',
    'storagetier',
    'node.kubernetes.io/instance-type',
    'beta.kubernetes.io/instance-type',
  ],
  aws: [
    'eks.amazonaws.com/',
    'karpenter.k8s.aws/',
    'alpha.eksctl.io/',
    'k8s.amazonaws.com/',
    'vpc.amazonaws.com/',
    'node.kubernetes.io/instance-type',
    'beta.kubernetes.io/instance-type',
  ],
};

/** The taint of spot nodes, which EKS does not set (https://learn.microsoft.com/azure/aks/spot-node-pool). */
export const SPOT_OF_AKS = {
  label: 'kubernetes.azure.com/scalesetpriority',
  toleration: {
    key: 'kubernetes.azure.com/scalesetpriority',
    operator: 'Equal',
    value: 'spot',
    effect: 'NoSchedule',
  },
} as const;

/** By which the drivers of disks know zones in classes (azuredisk-csi-driver, aws-ebs-csi-driver: `allowedTopologies`). */
export const ZONE_OF_DISKS: Record<Cloud, string> = {
  azure: 'topology.disk.csi.azure.com/zone',
  aws: 'topology.ebs.csi.aws.com/zone',
};
export const ZONES_IN_CLASSES: readonly string[] = [ZONE, ...Object.values(ZONE_OF_DISKS)];
