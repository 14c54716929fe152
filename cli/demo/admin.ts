import { connect } from '../../adapters/kubernetes/connect.ts';
import type { RunningCluster } from '../../emulator/kubernetes/contract/backend.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';

/** The API of a local cluster as its own administrator: for loading and proving, never for cloning. */
export function administer(cluster: RunningCluster): ClusterApi {
  const { endpoint, certificateAuthority, admin } = cluster;
  const credential = 'token' in admin ? { token: () => admin.token } : admin;
  return connect({ endpoint, certificateAuthority, credential });
}
