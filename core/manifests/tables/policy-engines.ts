const CALICO = ['NetworkPolicy', 'GlobalNetworkPolicy', 'NetworkSet', 'GlobalNetworkSet', 'Tier'];

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
  'policy.networking.k8s.io/AdminNetworkPolicy': 'a network plugin with admin policies',
};
