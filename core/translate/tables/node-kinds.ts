import { type Path, path } from '../../../kube/fields.ts';

/** What Karpenter and Auto Mode make nodes of; `NodeClaim` is a node itself, and belongs to its cluster. */
export const NODE_KINDS: readonly string[] = [
  'karpenter.sh/NodePool',
  'karpenter.k8s.aws/EC2NodeClass',
  'eks.amazonaws.com/NodeClass',
];

export const NODE_CLASSES: readonly string[] = NODE_KINDS.slice(1);

/**
 * Fields that name something of one account, Region or cluster
 * (https://karpenter.sh/docs/concepts/nodeclasses/, https://docs.aws.amazon.com/eks/latest/userguide/create-node-class.html).
 */
export const BOUND_FIELDS: readonly Path[] = [
  path('spec.role'),
  path('spec.instanceProfile'),
  path('spec.subnetSelectorTerms.*.id'),
  path('spec.securityGroupSelectorTerms.*.id'),
  path('spec.podSubnetSelectorTerms.*.id'),
  path('spec.podSecurityGroupSelectorTerms.*.id'),
  path('spec.amiSelectorTerms.*.id'),
  path('spec.capacityReservationSelectorTerms.*.id'),
  path('spec.blockDeviceMappings.*.ebs.kmsKeyID'),
  path('spec.blockDeviceMappings.*.ebs.snapshotID'),
  path('spec.ephemeralStorage.kmsKeyID'),
  path('spec.context'),
];

/** Tags by which subnets and security groups are found, and tags of instances. */
export const TAG_FIELDS: readonly Path[] = [
  path('spec.subnetSelectorTerms.*.tags'),
  path('spec.securityGroupSelectorTerms.*.tags'),
  path('spec.podSubnetSelectorTerms.*.tags'),
  path('spec.podSecurityGroupSelectorTerms.*.tags'),
  path('spec.tags'),
];

/** Tags whose value is the name of a cluster. */
export const CLUSTER_NAME_TAGS: readonly string[] = [
  'karpenter.sh/discovery',
  'eks:cluster-name',
  'eks:eks-cluster-name',
  'aws:eks:cluster-name',
  'alpha.eksctl.io/cluster-name',
];

/** A tag whose key has the name of a cluster. */
export const CLUSTER_TAG_PREFIX = 'kubernetes.io/cluster/';

/** What may be of the source, and only a person can tell: why. */
export const DOUBTFUL_FIELDS: readonly { at: Path; why: string }[] = [
  { at: path('spec.securityGroupSelectorTerms.*.name'), why: 'the target needs a security group of that name' },
  { at: path('spec.amiSelectorTerms.*.owner'), why: 'the target account must be allowed to use images of that owner' },
  {
    at: path('spec.capacityReservationSelectorTerms.*.ownerID'),
    why: 'the reservation has to be shared with the target',
  },
  { at: path('spec.kubelet.clusterDNS'), why: 'the target may have another range of service addresses' },
  { at: path('spec.userData'), why: 'it may name the cluster, its endpoint, or something of the account' },
];
