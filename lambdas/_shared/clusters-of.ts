import { eksClusters } from '../../adapters/aws/clusters.ts';
import type { MemberSession } from '../../adapters/aws/member.ts';
import { plainClusters } from '../../adapters/kubernetes/plain-clusters.ts';
import type { Clusters } from '../../core/base/ports/clusters.ts';
import type { Clone } from '../../core/base/run/envelope.ts';
import { aksEnd, openAks } from './azure.ts';
import type { Side } from './member.ts';
import { openPlain, plainSource } from './plain-cluster.ts';

/** What says of the cluster of one side what it is, and lets a run in: EKS, or for another cluster its own API server. */
export function clustersOf(clone: Clone, side: Side, session: MemberSession): Clusters {
  const aks = aksEnd(clone.route, side);
  if (aks) return plainClusters(async () => (await openAks(session, aks, clone.cloneId)).info);
  const plain = plainSource(clone.route, side);
  return plain ? plainClusters(async () => (await openPlain(session, plain)).info) : eksClusters(session);
}
