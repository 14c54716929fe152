import type { Finding } from '../../../../kube/finding.ts';
import type { Json } from '../../../../kube/kube-object.ts';

/** A finding about a cluster of AKS itself; `field` is a path into its blueprint, such as `nodePools.web.vmSize`. */
export const aksFinding = (
  severity: Finding['severity'],
  cluster: string,
  field: string,
  sentence: string,
  values: { current?: Json; proposed?: Json } = {},
): Finding => ({
  severity,
  object: { apiVersion: 'Microsoft.ContainerService', kind: 'ManagedCluster', name: cluster },
  path: `/${field.replaceAll('.', '/')}`,
  rule: 'make-cluster',
  sentence,
  ...values,
});
