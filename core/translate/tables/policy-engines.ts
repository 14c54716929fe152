const CALICO = ['NetworkPolicy', 'GlobalNetworkPolicy', 'NetworkSet', 'GlobalNetworkSet', 'Tier'];
/** https://network-policy-api.sigs.k8s.io/reference/spec/ */
const ADMIN = ['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy'];

/**
 * Network policies beside those of Kubernetes itself, by `group/Kind`, and what keeps to them
 * (https://docs.tigera.io/calico/latest/reference/resources/, https://docs.cilium.io/en/stable/network/kubernetes/policy/,
 * https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html).
 */
export const POLICY_ENGINES: Record<string, string> = {
  ...Object.fromEntries(
    CALICO.flatMap((kind) => [`crd.projectcalico.org/${kind}`, `projectcalico.org/${kind}`]).map((key) => [
      key,
      'Calico',
    ]),
  ),
  'cilium.io/CiliumNetworkPolicy': 'Cilium',
  'cilium.io/CiliumClusterwideNetworkPolicy': 'Cilium',
  'networking.k8s.aws/ApplicationNetworkPolicy': 'the network policy controller of EKS',
  'networking.k8s.aws/ClusterNetworkPolicy': 'the network policy controller of EKS',
  ...Object.fromEntries(
    ADMIN.map((kind) => [`policy.networking.k8s.io/${kind}`, 'a network plugin with policies of cluster scope']),
  ),
};

/** Those of cluster scope that hold pods. */
export const GLOBAL_POLICIES: readonly string[] = [
  'crd.projectcalico.org/GlobalNetworkPolicy',
  'projectcalico.org/GlobalNetworkPolicy',
  'cilium.io/CiliumClusterwideNetworkPolicy',
  'networking.k8s.aws/ClusterNetworkPolicy',
  ...ADMIN.map((kind) => `policy.networking.k8s.io/${kind}`),
];

/** Labels by which selectors of such policies name a namespace; Cilium may write them with the source of the label before. */
export const NAMESPACE_LABELS: readonly string[] = [
  'kubernetes.io/metadata.name',
  'io.kubernetes.pod.namespace',
  'k8s:io.kubernetes.pod.namespace',
  'io.cilium.k8s.namespace.labels.kubernetes.io/metadata.name',
  'k8s:io.cilium.k8s.namespace.labels.kubernetes.io/metadata.name',
];
