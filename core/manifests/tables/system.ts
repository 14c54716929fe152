/** Namespaces that every cluster fills for itself. */
export const SYSTEM_NAMESPACES: readonly string[] = [
  'kube-system',
  'kube-public',
  'kube-node-lease',
  'amazon-guardduty',
  'amazon-cloudwatch',
  'aws-observability',
];

/** Names that Kubernetes and EKS keep for themselves. */
export const SYSTEM_PREFIXES: readonly string[] = ['system:', 'eks:', 'system-'];
