import type { Finding } from '../../../kube/finding.ts';
import type { Json } from '../../../kube/kube-object.ts';

/** A finding about a cluster itself; `field` is a path into its blueprint, such as `nodegroups.web.nodeRole`. */
export function clusterFinding(
  severity: Finding['severity'],
  cluster: string,
  field: string,
  sentence: string,
  values: { current?: Json; proposed?: Json } = {},
): Finding {
  return {
    severity,
    object: { apiVersion: 'eks.amazonaws.com', kind: 'Cluster', name: cluster },
    path: `/${field.replaceAll('.', '/')}`,
    rule: 'make-cluster',
    sentence,
    ...values,
  };
}
