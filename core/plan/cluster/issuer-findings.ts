import type { Finding } from '../../../kube/finding.ts';
import type { ClusterDescription } from '../../base/ports/cluster-factory.ts';
import type { NewCluster } from '../../base/request/route.ts';
import { clusterFinding } from './cluster-finding.ts';

/** Roles trust the source's issuer, and a new cluster has another one: reported where its provider is not copied. */
export function issuerFindings(
  cluster: string,
  { oidcProvider }: ClusterDescription,
  { serviceAccountRoles: way }: NewCluster,
): Finding[] {
  if (!oidcProvider || way === 'oidc-provider') return [];
  const severity = way === undefined ? 'warning' : 'info';
  const sentence = `The source has an IAM OpenID Connect provider (${oidcProvider.arn}), by which roles are taken. The new cluster has another issuer and gets no provider, since the route's target.create.serviceAccountRoles is ${way ? `"${way}"` : 'not set'}; whatever else goes by the provider has to be told of the new issuer.`;
  return [clusterFinding(severity, cluster, 'cluster.oidcProvider', sentence, { current: String(oidcProvider.arn) })];
}
