/** Namespaces that every cluster fills for itself. */
export const SYSTEM_NAMESPACES: readonly string[] = [
  'kube-system',
  'kube-public',
  'kube-node-lease',
  'amazon-guardduty',
  'amazon-cloudwatch',
  'aws-observability',
];

export const isSystemNamespace = (name: string) => SYSTEM_NAMESPACES.includes(name);

/** Names of rights, flow schemas and the like that Kubernetes and EKS keep for themselves. */
export const SYSTEM_PREFIXES: readonly string[] = ['system:', 'eks:'];

/** Of priority classes alone (apis/scheduling validation, `SystemPriorityClassPrefix`): elsewhere such a name is anybody's. */
export const SYSTEM_PRIORITY_PREFIX = 'system-';
