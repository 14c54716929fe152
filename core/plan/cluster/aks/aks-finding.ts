import type { Finding } from '../../../../kube/finding.ts';
import { clusterFinding } from '../cluster-finding.ts';

/** A finding about a cluster of AKS itself; `field` is a path into its blueprint, such as `nodePools.web.vmSize`. */
export function aksFinding(...[severity, cluster, ...said]: Parameters<typeof clusterFinding>): Finding {
  const object = { apiVersion: 'Microsoft.ContainerService', kind: 'ManagedCluster', name: cluster };
  return { ...clusterFinding(severity, cluster, ...said), object };
}
