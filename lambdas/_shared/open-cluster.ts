import { eksClusters } from '../../adapters/aws/clusters.ts';
import type { MemberSession } from '../../adapters/aws/member.ts';
import { connect } from '../../adapters/kubernetes/connect.ts';
import { eksToken } from '../../adapters/kubernetes/eks-token.ts';
import type { Clone } from '../../core/clone/envelope.ts';
import type { ClusterApi } from '../../core/ports/cluster-api.ts';
import type { ClusterInfo } from '../../core/ports/clusters.ts';
import { memberOf, type Side } from './member.ts';

export interface OpenCluster {
  session: MemberSession;
  info: ClusterInfo;
  api: ClusterApi;
}

/** Connections stay open between invocations of one environment: handshakes and DescribeCluster are made once. */
const open = new Map<string, Promise<OpenCluster>>();

/** The API of the cluster on one side of the route, entered as the member's role. */
export function openCluster(clone: Clone, side: Side): Promise<OpenCluster> {
  const key = `${clone.cloneId} ${side}`;
  const opened = open.get(key) ?? openAfresh(clone, side);
  open.set(key, opened);
  opened.catch(() => open.delete(key));
  return opened;
}

async function openAfresh(clone: Clone, side: Side): Promise<OpenCluster> {
  const session = await memberOf(clone, side);
  const { cluster, region } = clone.route[side];
  const info = await eksClusters(session).describe(cluster);
  const token = async () => eksToken({ region, cluster, credentials: await session.credentials(), now: new Date() });
  return {
    session,
    info,
    api: connect({ endpoint: info.endpoint, certificateAuthority: info.certificateAuthority, credential: { token } }),
  };
}
