import { groupOf } from '../../../kube/kube-object.ts';

/**
 * Kinds that describe the cluster at one moment rather than what was asked of it: each cluster makes its own.
 * `group/Kind`, or `group/*` for a whole API group.
 */
const NEVER_EXPORTED: Record<string, string> = {
  '/Event': 'events tell of the past of the source',
  'events.k8s.io/Event': 'events tell of the past of the source',
  'coordination.k8s.io/*': 'leases belong to the processes that hold them',
  '/Node': 'nodes belong to their cluster',
  '/ComponentStatus': 'component status is read only',
  '/Binding': 'a binding is a request, not an object',
  'storage.k8s.io/CSINode': 'the kubelet of each node makes its own',
  'storage.k8s.io/CSIDriver': 'the storage add-on of the target makes its own',
  'storage.k8s.io/CSIStorageCapacity': 'the storage driver of the target makes its own',
  'storage.k8s.io/VolumeAttachment': 'the attach controller of the target makes its own',
  'networking.k8s.io/IPAddress': 'the target allocates its own addresses',
  'networking.k8s.io/ServiceCIDR': 'the target has its own address ranges',
  'resource.k8s.io/ResourceSlice': 'device drivers of the target make their own',
  'certificates.k8s.io/*': 'certificates are signed by each cluster for itself',
  'authentication.k8s.io/*': 'a review is a request, not an object',
  'authorization.k8s.io/*': 'a review is a request, not an object',
  'metrics.k8s.io/*': 'metrics are measured again',
  'custom.metrics.k8s.io/*': 'metrics are measured again',
  'external.metrics.k8s.io/*': 'metrics are measured again',
  'internal.apiserver.k8s.io/*': 'it belongs to the API server',
  'migration.k8s.io/*': 'it belongs to the API server',
  'storagemigration.k8s.io/*': 'it belongs to the API server',
  'snapshot.storage.k8s.io/*': 'it names snapshots of the source; volumes travel on their own',
  'groupsnapshot.storage.k8s.io/*': 'it names snapshots of the source; volumes travel on their own',
  // What people write there are policies; these are what the controller makes of them for the nodes.
  'networking.k8s.aws/PolicyEndpoint': 'the VPC CNI of the target makes its own',
  'networking.k8s.aws/ClusterPolicyEndpoint': 'the VPC CNI of the target makes its own',
  'vpcresources.k8s.aws/CNINode': 'the VPC resource controller of the target makes its own',
  'crd.k8s.amazonaws.com/*': 'it names subnets and security groups of the source nodes',
  'cilium.io/CiliumEndpoint': 'the CNI of the target makes its own',
  'cilium.io/CiliumIdentity': 'the CNI of the target makes its own',
  'cilium.io/CiliumNode': 'the CNI of the target makes its own',
  'cilium.io/CiliumEndpointSlice': 'the CNI of the target makes its own',
  ...ofCalico(
    [
      'BGPConfiguration',
      'BGPFilter',
      'BGPPeer',
      'BlockAffinity',
      'CalicoNodeStatus',
      'ClusterInformation',
      'FelixConfiguration',
      'HostEndpoint',
      'IPAMBlock',
      'IPAMConfig',
      'IPAMConfiguration',
      'IPAMHandle',
      'IPPool',
      'IPReservation',
      'KubeControllersConfiguration',
      'Profile',
    ],
    'it is about the nodes and addresses of the source',
  ),
  'velero.io/*': 'backups of the source belong to the source',
  'cert-manager.io/CertificateRequest': 'cert-manager asks again',
  'acme.cert-manager.io/*': 'cert-manager asks again',
  'karpenter.sh/NodeClaim': 'nodes belong to their cluster',
  'wgpolicyk8s.io/*': 'reports are written again',
  'reports.kyverno.io/*': 'reports are written again',
};

/** Calico keeps the same objects under two groups: its own API server's, and that of its CustomResourceDefinitions. */
function ofCalico(kinds: string[], reason: string): Record<string, string> {
  return Object.fromEntries(
    kinds.flatMap((kind) => [
      [`crd.projectcalico.org/${kind}`, reason],
      [`projectcalico.org/${kind}`, reason],
    ]),
  );
}

/**
 * Of those, what is written by the second or for each pod and node, or is no stored object at all: not even listed. All
 * others are read and named, each with its reason, for somebody made them and may miss them.
 */
const FLEETING: readonly string[] = [
  '/Event',
  'events.k8s.io/Event',
  'coordination.k8s.io/*',
  '/ComponentStatus',
  '/Binding',
  'storage.k8s.io/CSIStorageCapacity',
  'authentication.k8s.io/*',
  'authorization.k8s.io/*',
  'metrics.k8s.io/*',
  'custom.metrics.k8s.io/*',
  'external.metrics.k8s.io/*',
  'networking.k8s.aws/PolicyEndpoint',
  'cilium.io/CiliumEndpoint',
  'wgpolicyk8s.io/*',
  'reports.kyverno.io/*',
];

/** Why a kind is never carried over; undefined when it is. */
export function neverExported(group: string, kind: string): string | undefined {
  return NEVER_EXPORTED[`${group}/${kind}`] ?? NEVER_EXPORTED[`${group}/*`];
}

/** Whether objects of the kind are not even looked at. */
export function isFleeting({ apiVersion, kind }: { apiVersion: string; kind: string }): boolean {
  const group = groupOf(apiVersion);
  return [`${group}/${kind}`, `${group}/*`].some((each) => FLEETING.includes(each));
}
